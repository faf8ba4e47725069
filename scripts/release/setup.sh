#!/usr/bin/env bash
# setup.exe: setup.sh OUT
set -euo pipefail
. "$(dirname "$0")/lib.sh"
. "$RELEASE/windows-tree.sh"
tree="$WORK/tree"
mkdir "$tree"
windows_tree "$tree"
find "$tree" -exec touch -d "@$SOURCE_DATE_EPOCH" {} +
# What is installed is what is taken away, by name: files that a user puts beside stay.
{
  (cd "$tree" && find . -type f -printf '%P\n' | sort) | sed 's|/|\\|g; s|.*|Delete "$INSTDIR\\&"|'
  (cd "$tree" && find . -mindepth 1 -type d -printf '%P\n' | sort -r) | sed 's|/|\\|g; s|.*|RMDir "$INSTDIR\\&"|'
} >"$WORK/remove.nsh"
size="$(du -sk --apparent-size "$tree" | cut -f1)"
makensis -V2 -INPUTCHARSET UTF8 -DVERSION="$VERSION" -DTREE="$tree" -DREMOVE="$WORK/remove.nsh" -DSIZE="$size" -DOUT="$1" \
  "$PROJECT/packaging/windows/setup.nsi"
sign "$1"
