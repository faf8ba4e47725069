#!/usr/bin/env bash
# The library as WebAssembly: wasm.sh makes $WEB/legacybridge.wasm. cargo knows what is built already.
#
# There is no ready-made standard library for this target in Debian's Rust, and one is wanted anyway that aborts
# and is small: it is built with the rest (RUSTC_BOOTSTRAP lets a stable compiler do so).
set -euo pipefail
. "$(dirname "$0")/lib.sh"
find_rust
find_wasm_ld
need cc gcc # build scripts of dependencies

target=wasm32-unknown-unknown
flags=(
  "-Clinker=$WASM_LD"
  # memchr and the scans of text have forms for it; every engine since 2021 (Safari 16.4) knows it.
  -Ctarget-feature=+simd128
  # No name of this machine's folders, and nothing that only Debug or the message of a panic would print.
  "--remap-path-prefix=$PROJECT=." "--remap-path-prefix=${CARGO_HOME:-$HOME/.cargo}=cargo"
  -Zlocation-detail=none -Zfmt-debug=none
  # A fifth smaller than what the optimizer makes of its own accord. What the source marks to be copied into its
  # callers has a bound of its own: without it, 20 KB more once compressed, and no faster.
  -Cllvm-args=-inline-threshold=100 -Cllvm-args=-inlinehint-threshold=150 -Cno-vectorize-loops -Cno-vectorize-slp
  # What only the other faces use.
  -Adead_code
  # The library needs 48 KB of stack; a mebibyte would be set aside.
  -Clink-arg=-zstack-size=262144
)
settings=('profile.release.panic="abort"')
# What few documents need; and the library itself, which is no slower so: what its speed hangs on, the scans of
# text, the parser of Markdown and memchr, stays as it is.
for crate in legacybridge encoding_rs miniz_oxide sha2 unicase; do
  settings+=("profile.release.package.$crate.opt-level=\"s\"")
done
configs=()
for setting in "${settings[@]}"; do configs+=(--config "$setting"); done

mkdir -p "$WEB"
(cd "$PROJECT" && PATH="$RUST_BIN:$PATH" RUSTC_BOOTSTRAP=1 RUSTFLAGS="${flags[*]}" LEGACYBRIDGE_CORPUS='' \
  "$RUST_BIN/cargo" rustc -q --release --lib --crate-type cdylib --no-default-features --features wasm \
  --target "$target" --target-dir "$WEB" -Zbuild-std=std,panic_abort -Zbuild-std-features=optimize_for_size \
  "${configs[@]}" --locked -- -Cstrip=symbols) # the profile's "strip" ends where a package has settings of its own
cp -f "$WEB/$target/release/legacybridge.wasm" "$WEB/legacybridge.wasm"
