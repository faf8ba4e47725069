#!/usr/bin/env bash
# A Python wheel with the library inside: wheel.sh OUT TAG
set -euo pipefail
. "$(dirname "$0")/lib.sh"
. "$RELEASE/windows-tree.sh"
case "$2" in
  win32) library="$PARTS/windows/x86/legacybridge.dll" tag="$2" target=i686-pc-windows-gnu ;;
  win_amd64) library="$PARTS/windows/x64/legacybridge.dll" tag="$2" target=x86_64-pc-windows-gnu ;;
  manylinux_2_17_*)
    cpu="${2#manylinux_2_17_}"
    folder=linux-x64
    [ "$cpu" = x86_64 ] || folder=linux-arm64
    library="$PARTS/$folder/liblegacybridge.so.$VERSION" tag="$2.manylinux2014_$cpu" target="$cpu-unknown-linux-gnu"
    ;;
esac
(cd "$PROJECT" && git ls-files -z -- bindings/python | xargs -0 cp --parents -t "$WORK")
cd "$WORK/bindings/python"
licences "$PWD" "$target"
LEGACYBRIDGE_PREBUILT="$library" LEGACYBRIDGE_TAG="$tag" tool hatchling build -t wheel -d "$WORK/out" >/dev/null
mv "$WORK/out/$(basename "$1")" "$1"
