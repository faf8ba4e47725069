# What the scripts for the web share; sourced, not run.
#
# Shape    VERSION, and WEB, the folder of what is built between: WEB/wasm the library, WEB/package the npm
#          package unpacked. `find_node` and `find_wasm_ld` find tools or install them on Debian and Ubuntu;
#          `modules FOLDER` has npm fetch what a folder's package-lock.json names, once.
# Errors   `fail` says what is missing and ends the script with 1.
. "$(dirname "${BASH_SOURCE[0]}")/../windows/lib.sh"
. "$PROJECT/scripts/windows/toolchain.sh"
fail() { printf 'web: %s\n' "$*" >&2; exit 1; }

VERSION="$(sed -n 's/^version = "\(.*\)"/\1/p' "$PROJECT/Cargo.toml" | head -1)"
WEB="$TARGET_DIR/web"
DIST="$PROJECT/dist/web"

# Node that the tools run with, which is newer than what the package needs.
find_node() {
  new_node || install nodejs npm || true
  new_node || fail "Node 18 or later with npm was not found. Debian's packages: nodejs npm"
}
new_node() {
  command -v npm >/dev/null 2>&1 && [ "$(node -p 'parseInt(process.versions.node)' 2>/dev/null || echo 0)" -ge 18 ]
}

# LLVM's linker for WebAssembly: the one that rustup's toolchains have with them, or the system's.
find_wasm_ld() {
  local root found
  for root in "$("$RUST_BIN/rustc" --print sysroot)" "${RUSTUP_HOME:-$HOME/.rustup}"/toolchains/*; do
    for found in "$root"/lib/rustlib/*/bin/rust-lld; do
      [ -x "$found" ] && WASM_LD="$found" && return
    done
  done
  installed_wasm_ld && return
  install lld 2>/dev/null && installed_wasm_ld && return
  fail "LLVM's linker for WebAssembly, 'wasm-ld', was not found. It is in the package lld; rustup's toolchains have it with them."
}
installed_wasm_ld() {
  WASM_LD="$(ls /usr/bin/wasm-ld /usr/bin/wasm-ld-[0-9]* /usr/lib/llvm-*/bin/wasm-ld 2>/dev/null | sort -rV | head -1)"
  [ -n "$WASM_LD" ]
}

# modules FOLDER: node_modules of exactly what package-lock.json names.
modules() {
  local mark="$1/node_modules/.done-$(sha256sum <"$1/package-lock.json" | cut -c1-16)"
  [ ! -e "$mark" ] || return 0
  say "fetching what $(basename "$1")/package-lock.json names"
  (cd "$1" && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error) || fail "npm could not fetch it: no network?"
  touch "$mark"
}
