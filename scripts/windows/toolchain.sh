# Finds a Rust toolchain that can build the standard library for Windows 7, and LLVM's linker; sourced, not run.
#
# Shape    `find_rust` sets RUST_BIN, the folder of a cargo and a rustc whose sysroot holds the
#          standard library's source. The *-win7-* targets have no ready-made one: the
#          ready-made *-pc-windows-gnu libraries need Windows 10.
#          `find_lld` sets LLD, the ld.lld that rustup's toolchains have with them, or the system's;
#          LEGACYBRIDGE_LLD names another.
# Order    what is complete already (the cargo of PATH, rustup's nightly, the system's), then what
#          rustup offers, then the packages of Debian or Ubuntu.

oldest=88 # 1.88, Cargo.toml's rust-version; the targets are older

complete() { # complete FOLDER: cargo, rustc, new enough, with the source
  local root minor
  [ -x "$1/cargo" ] && [ -x "$1/rustc" ] || return 1
  minor="$("$1/rustc" --version 2>/dev/null | sed -n 's/^rustc 1\.\([0-9]*\)\..*/\1/p')"
  [ "${minor:-0}" -ge "$oldest" ] || return 1
  root="$("$1/rustc" --print sysroot 2>/dev/null)" || return 1
  [ -f "$root/lib/rustlib/src/rust/library/Cargo.lock" ] || return 1
  RUST_BIN="$1"
}

rustup_bin() { # the folder of one of rustup's toolchains, '' for the active one
  local tool
  tool="$(rustup which cargo ${1:+--toolchain "$1"} 2>/dev/null)" && dirname "$tool"
}

find_rust() {
  local folder name
  RUST_BIN=
  if command -v rustup >/dev/null 2>&1; then
    for name in '' nightly; do
      folder="$(rustup_bin "$name")" && complete "$folder" && return
    done
  fi
  folder="$(command -v cargo)" && complete "$(dirname "$folder")" && return
  complete /usr/bin && return
  if command -v rustup >/dev/null 2>&1; then
    for name in '' nightly; do
      folder="$(rustup_bin "$name")" || continue
      say "adding rustup's rust-src${name:+ to $name}"
      timeout 300 rustup component add rust-src ${name:+--toolchain "$name"} >/dev/null 2>&1 &&
        complete "$folder" && return
    done
  fi
  if command -v apt-get >/dev/null 2>&1; then
    install rustc-web cargo-web rust-web-src 2>/dev/null && complete /usr/bin && return
    install rustc cargo rust-src 2>/dev/null && complete /usr/bin && return
    for name in $(apt-cache search --names-only '^rust-1\.[0-9]+-src$' 2>/dev/null |
      sed -n 's/^rust-1\.\([0-9]*\)-src .*/\1/p' | sort -rn); do
      [ "$name" -ge "$oldest" ] || break
      install "rustc-1.$name" "cargo-1.$name" "rust-1.$name-src" 2>/dev/null &&
        complete "/usr/lib/rust-1.$name/bin" && return
    done
  fi
  fail "no Rust 1.$oldest or later with the standard library's source was found. With rustup: 'rustup component add rust-src'. Debian: rustc-web cargo-web rust-web-src. Ubuntu: rustc-1.N cargo-1.N rust-1.N-src."
}

# 16 and later know what Rust's objects tell the linker (-exclude-symbols).
new_lld() { # new_lld FILE
  local version
  [ -x "$1" ] || return 1
  version="$("$1" --version 2>/dev/null | sed -n 's/.*LLD \([0-9]*\)\..*/\1/p')"
  [ "${version:-0}" -ge 16 ] && LLD="$1"
}

installed_lld() {
  local found
  new_lld "$(command -v ld.lld || true)" && return
  for found in $(ls /usr/bin/ld.lld-[0-9]* /usr/lib/llvm-*/bin/ld.lld 2>/dev/null | sort -rV); do
    new_lld "$found" && return
  done
  return 1
}

find_lld() {
  local root host version
  LLD="${LEGACYBRIDGE_LLD:-}"
  [ -z "$LLD" ] || return 0
  root="$("$RUST_BIN/rustc" --print sysroot)"
  host="$("$RUST_BIN/rustc" -vV | sed -n 's/^host: //p')"
  new_lld "$root/lib/rustlib/$host/bin/gcc-ld/ld.lld" && return
  installed_lld && return
  install lld 2>/dev/null && installed_lld && return
  if command -v apt-cache >/dev/null 2>&1; then
    for version in $(apt-cache search --names-only '^lld-[0-9]+$' | sed 's/^lld-\([0-9]*\) .*/\1/' | sort -rn); do
      [ "$version" -ge 16 ] || break
      install "lld-$version" 2>/dev/null && installed_lld && return
    done
  fi
  fail "LLVM's linker 'ld.lld', 16 or later, was not found. It is in the package lld or lld-N; rustup's toolchains have it with them."
}
