#!/bin/bash
# Under Wine: the ZIP's command line, and programs that MinGW compiled from its headers with both of its import libraries.
set -eu
. "$(dirname "$0")/wine.sh"
run=wine
[ "$1" = x86 ] || run="$wine64"
cd /tests/zip
same "command line" "$run" "$1/legacybridge.exe" examples-c/letter.rtf
"$run" "$1/legacybridge.exe" --version | tr -d '\r' | grep -qx "legacybridge $VERSION" || fail "another version"
cp "$1/legacybridge.dll" /tests/zip/
for kind in dll.a lib; do
  same "C, .$kind" "$run" "/tests/by-$kind-$1.exe" /tests/letter.rtf
done
