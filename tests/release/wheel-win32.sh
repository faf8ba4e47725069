#!/bin/bash
# The wheel for 32 bit has the DLL of the ZIP, which is tried there, and a name that says what it is for.
set -eu
. "$TEST/programs.sh"
tools unzip:unzip
unzip -q "$ARTEFACTS/legacybridge-$VERSION-py3-none-win32.whl" -d wheel
unzip -q -j "$ARTEFACTS/legacybridge-$VERSION-windows.zip" '*/x86/legacybridge.dll' -d zip
cmp wheel/legacybridge/legacybridge.dll zip/legacybridge.dll || fail "another DLL"
grep -qx "Tag: py3-none-win32" wheel/legacybridge-*.dist-info/WHEEL || fail "the tag"
grep -qx "Root-Is-Purelib: false" wheel/legacybridge-*.dist-info/WHEEL || fail "it says it is pure"
echo "ok"
