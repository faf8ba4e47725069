#!/usr/bin/env bash
# The MSI: msi.sh OUT
set -euo pipefail
. "$(dirname "$0")/lib.sh"
. "$RELEASE/windows-tree.sh"
tree="$WORK/tree"
mkdir "$tree"
cp -r "$PARTS"/windows/x86 "$PARTS"/windows/x64 "$tree/"
licences "$tree" x86_64-pc-windows-gnu
cp "$PROJECT/packaging/windows/legacybridge.wxs" "$tree/"
find "$tree" -exec touch -d "@$SOURCE_DATE_EPOCH" {} +
# A product of its own for each version, the same for each build of it.
id() { python3 -c 'import sys, uuid; print(str(uuid.uuid5(uuid.UUID("6d1d7a3c-5cf5-4f0e-9f0b-3a0f6f0c8e21"), sys.argv[1])).upper())' "$1"; }
(cd "$tree" && wixl --arch x64 -D VERSION="$VERSION" -D PRODUCT="$(id "product $VERSION")" -o "$WORK/out.msi" legacybridge.wxs)
python3 "$RELEASE/msi.py" "$WORK/out.msi" "$(id "package $VERSION $SOURCE_DATE_EPOCH")"
mv "$WORK/out.msi" "$1"
sign "$1"
