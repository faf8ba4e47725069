#!/usr/bin/env bash
# Memos in a second, in Node and in the native library, in one run: bench.sh [SECONDS]. After `make web`.
#
# LEGACYBRIDGE_LIBRARY=FILE.so takes another library than that of `make library`.
set -euo pipefail
. "$(dirname "$0")/lib.sh"
library="$(realpath "${LEGACYBRIDGE_LIBRARY:-$TARGET_DIR/release/liblegacybridge.so}")"
[ -f "$library" ] || fail "there is no $library: make library"
[ -f "$WEB/package/package.json" ] || fail "there is no package: make web"
find_node
need cc gcc
folder="$(mktemp -d)"
trap 'rm -rf "$folder"' EXIT
ln -s "$library" "$folder/liblegacybridge.so.1"
cc -O2 -I"$PROJECT/include" "$PROJECT/bindings/wasm/tests/native.c" -o "$folder/native" "$library" -Wl,-rpath,"$folder"
node "$PROJECT/bindings/wasm/bench/bench.mjs" "$WEB/package" "$folder/native" "${1:-1}"
