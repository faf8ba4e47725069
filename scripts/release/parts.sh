#!/usr/bin/env bash
# Compiles what the artefacts are made of.
#
# Shape    parts.sh NAME… fills a folder of $PARTS for each:
#            windows-x86, windows-x64  legacybridge.dll, .pdb, legacybridge.exe, both import libraries, .def, manifest
#            windows                   both, and the headers beside them
#            linux-x64, linux-arm64    liblegacybridge.so.V (stripped), .debug beside, liblegacybridge.a;
#                                      they need glibc 2.17
#            cli-linux-x64, cli-linux-arm64   legacybridge, static
#          parts.sh --tools NAME… makes none, but finds or installs what they need.
# Limits   the same source and compilers give the same bytes, whatever the folder. RELEASE_QUICK=1 compiles without
#          optimizing: large and slow, for trying these scripts only; in a folder of its own.
set -euo pipefail
. "$(dirname "$0")/lib.sh"
. "$PROJECT/scripts/windows/toolchain.sh"

newest_glibc=2.17
quick=()
[ -z "${RELEASE_QUICK:-}" ] || quick=(--config 'profile.release.lto="off"' --config profile.release.codegen-units=16
  --config profile.release.opt-level=0)

cargo_for() { # cargo_for TARGET WHAT… : cargo-zigbuild, without this machine's paths in what it makes
  local target="$1" sysroot flags
  shift
  sysroot="$("$RUST_BIN/rustc" --print sysroot)"
  flags="--remap-path-prefix=$PROJECT=."
  flags+=$'\x1f'"--remap-path-prefix=$TARGET_DIR=target"
  flags+=$'\x1f'"--remap-path-prefix=${CARGO_HOME:-$HOME/.cargo}=cargo"
  flags+=$'\x1f'"--remap-path-prefix=$sysroot/lib/rustlib/src/rust=rust"
  flags+=$'\x1f'"--cfg=legacybridge_alloc_error_hook"
  case "$target" in *musl*) flags+=$'\x1f'"-Clink-self-contained=no" ;; esac
  # Of the standard library's features only unwinding: what gives backtraces names needs symbols, and those lie elsewhere.
  (
    cd "$PROJECT"
    env PATH="$RUST_BIN:$TOOLS/bin:$PATH" RUSTC="$RUST_BIN/rustc" RUSTC_BOOTSTRAP=1 CARGO_TARGET_DIR="$TARGET_DIR" \
      CARGO_ZIGBUILD_CACHE_DIR="$CACHE/zigbuild" ZIG_GLOBAL_CACHE_DIR="$CACHE/zig" CARGO_ENCODED_RUSTFLAGS="$flags" \
      "$TOOLS/bin/cargo-zigbuild" "$@" --release --locked ${quick[@]+"${quick[@]}"} --target "$target" \
      -Zbuild-std=std,panic_unwind -Zbuild-std-features=panic-unwind
  )
}

# zig compiles its run-time library at the first link and keeps it, with debugging information in which the folders
# stand that it was compiled in: that is done beforehand, for a library like ours, and the information taken out.
zig_runtime() { # zig_runtime TARGET
  local folder
  folder="$(mktemp -d)"
  echo 'int nothing(void) { return 0; }' >"$folder/nothing.c"
  CARGO_ZIGBUILD_ZIG_COMMAND="$TOOLS/bin/python3" CARGO_ZIGBUILD_ZIG_COMMAND_ARGS="-m ziglang" ZIG_GLOBAL_CACHE_DIR="$CACHE/zig" \
    "$TOOLS/bin/cargo-zigbuild" zig cc -- -g -fno-sanitize=all -target "$1" -shared -nodefaultlibs -o "$folder/nothing.so" \
    "$folder/nothing.c" -lgcc_s -lpthread -lm -ldl -lc || fail "zig links nothing for $1"
  rm -rf "$folder"
  find "$CACHE/zig/o" -name '*.[ao]' -exec "$OBJCOPY" --strip-debug {} ';'
}

linux_tools() {
  need cc gcc # what runs while dependencies are compiled
  python_tools
  find_rust
  find_llvm
}

linux() { # linux x64|arm64
  local cpu=x86_64 folder="$PARTS/linux-$1" made so
  [ "$1" = x64 ] || cpu=aarch64
  linux_tools
  say "building $cpu-unknown-linux-gnu.$newest_glibc"
  zig_runtime "$cpu-linux-gnu.$newest_glibc"
  CARGO_PROFILE_RELEASE_DEBUG=line-tables-only cargo_for "$cpu-unknown-linux-gnu.$newest_glibc" rustc --lib --crate-type cdylib,staticlib
  made="$TARGET_DIR/$cpu-unknown-linux-gnu/release"
  mkdir -p "$folder.new"
  so="$folder.new/liblegacybridge.so.$VERSION"
  "$OBJCOPY" --only-keep-debug "$made/liblegacybridge.so" "$so.debug"
  ! grep -qaF -e "$PROJECT" -e "$CACHE" "$so.debug" || fail "the symbols name folders of this machine"
  "$OBJCOPY" --strip-all "$made/liblegacybridge.so" "$so"
  (cd "$folder.new" && "$OBJCOPY" --add-gnu-debuglink="$(basename "$so").debug" "$so")
  old_glibc "$so"
  "$OBJCOPY" --strip-debug --enable-deterministic-archives "$made/liblegacybridge.a" "$folder.new/liblegacybridge.a"
  rm -rf "$folder"
  mv "$folder.new" "$folder"
  say "$folder: $(stat -c '%n %s' "$folder"/* | sed "s|$folder/||" | paste -sd' ')"
}

# Nothing newer than the glibc that was promised.
old_glibc() {
  local found
  found="$("$READELF" -V "$1" | grep -o 'GLIBC_[0-9.]*' | sort -uV | tail -1)"
  [ "$(printf '%s\n' "${found#GLIBC_}" "$newest_glibc" | sort -V | tail -1)" = "$newest_glibc" ] ||
    fail "$1 needs $found, newer than $newest_glibc"
}

find_llvm() { # LLVM's tools read every architecture
  local name
  for name in objcopy readelf; do
    command -v "llvm-$name" >/dev/null 2>&1 || install llvm || true
    local found
    found="$(command -v "llvm-$name" || ls /usr/bin/llvm-$name-[0-9]* 2>/dev/null | sort -V | tail -1)" || true
    [ -n "$found" ] || fail "'llvm-$name' was not found. It is in the package: llvm"
    printf -v "$(tr a-z A-Z <<<"$name")" %s "$found"
  done
}

static_command() { # static_command x64|arm64
  local cpu=x86_64 folder="$PARTS/cli-linux-$1"
  [ "$1" = x64 ] || cpu=aarch64
  linux_tools
  say "building $cpu-unknown-linux-musl"
  CARGO_PROFILE_RELEASE_STRIP=symbols cargo_for "$cpu-unknown-linux-musl" build --features cli --bin legacybridge
  mkdir -p "$folder"
  cp "$TARGET_DIR/$cpu-unknown-linux-musl/release/legacybridge" "$folder/legacybridge.new"
  ! "$READELF" -d "$folder/legacybridge.new" | grep -q NEEDED || fail "the command line for $1 is not static"
  mv "$folder/legacybridge.new" "$folder/legacybridge"
}

windows() { # windows x86|x64
  "$PROJECT/scripts/windows/build.sh" "$1" --command --symbols --out "$PARTS/windows"
  python3 "$RELEASE/pdb.py" "$PARTS/windows/$1/legacybridge.pdb" "$TARGET_DIR" "$PROJECT" "$HOME"
}

if [ "${1:-}" = --tools ]; then
  shift
  for part; do
    case "$part" in
      *linux*) linux_tools ;;
      windows*) "$PROJECT/scripts/windows/build.sh" --tools >/dev/null ;;
    esac
  done
  exit
fi
for part; do
  case "$part" in
    linux-x64 | linux-arm64) linux "${part#linux-}" ;;
    cli-linux-x64 | cli-linux-arm64) static_command "${part#cli-linux-}" ;;
    windows-x86 | windows-x64) windows "${part#windows-}" ;;
    windows) windows x86; windows x64 ;;
    *) fail "no part '$part'" ;;
  esac
done
