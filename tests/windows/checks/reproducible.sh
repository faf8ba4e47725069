#!/usr/bin/env bash
# The same source in another folder, built into another folder, gives the same bytes.
# Usage: reproducible.sh ARCH FOLDER
set -euo pipefail
arch="$1" first="$2"
copy="$(mktemp -d)"
trap 'rm -rf "$copy"' EXIT
mkdir -p "$copy/another-place/source"
tar -c --exclude=./target --exclude=./dist --exclude=./.git --exclude=./demo-out . | tar -x -C "$copy/another-place/source"
cd "$copy/another-place/source"
CARGO_TARGET_DIR="$copy/another-place/build" scripts/windows/build.sh "$arch" --out "$copy/dist" >"$copy/log" 2>&1 ||
  { tail -20 "$copy/log"; exit 1; }
for file in legacybridge.dll legacybridge.lib liblegacybridge.dll.a; do
  cmp "$first/$file" "$copy/dist/$arch/$file" || bad=1
done
exit "${bad:-0}"
