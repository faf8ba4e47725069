#!/usr/bin/env bash
# The Windows ZIP: windows-zip.sh OUT
set -euo pipefail
. "$(dirname "$0")/lib.sh"
. "$RELEASE/windows-tree.sh"
mkdir "$WORK/tree"
windows_tree "$WORK/tree"
pack zip "$1" "$WORK/tree" "legacybridge-$VERSION-windows"
