#!/usr/bin/env bash
# Symbols for debuggers: symbols.sh OUT
set -euo pipefail
. "$(dirname "$0")/lib.sh"
for arch in x86 x64; do
  mkdir -p "$WORK/tree/windows-$arch" "$WORK/tree/linux-$arch"
  cp "$PARTS/windows/$arch/legacybridge.pdb" "$WORK/tree/windows-$arch/"
done
mkdir -p "$WORK/tree/linux-arm64"
rmdir "$WORK/tree/linux-x86"
for cpu in x64 arm64; do
  cp "$PARTS/linux-$cpu/liblegacybridge.so.$VERSION.debug" "$WORK/tree/linux-$cpu/"
done
chmod -R a-x,u=rwX,go=rX "$WORK/tree"
pack zip "$1" "$WORK/tree" "legacybridge-$VERSION-symbols"
