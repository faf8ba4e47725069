#!/usr/bin/env bash
# Python's source distribution, which builds the library with cargo: sdist.sh OUT
set -euo pipefail
. "$(dirname "$0")/lib.sh"
. "$RELEASE/windows-tree.sh"
. "$PROJECT/scripts/windows/toolchain.sh"
find_rust
(cd "$PROJECT" && git ls-files -z -- bindings/python | xargs -0 cp --parents -t "$WORK")
cd "$WORK/bindings/python"
licences "$PWD" x86_64-unknown-linux-gnu
(cd "$PROJECT" && PATH="$RUST_BIN:$PATH" cargo package -q --locked --no-verify --allow-dirty --target-dir "$WORK/cargo")
tar -xzf "$WORK/cargo/package/legacybridge-$VERSION.crate" -C "$WORK"
# What cargo notes about the clone it packed, which may have been in any state, is not the source's.
rm -f "$WORK/legacybridge-$VERSION/.cargo_vcs_info.json"
LEGACYBRIDGE_CRATE="$WORK/legacybridge-$VERSION" tool hatchling build -t sdist -d "$WORK/out" >/dev/null
mv "$WORK/out/$(basename "$1")" "$1"
