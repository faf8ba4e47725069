#!/usr/bin/env bash
# The Delphi unit where string is UnicodeString, as in Delphi 2009 and later: runs inside the Wine
# root, in a folder that has legacybridge.dll; LAUNCH runs a program. Free Pascal's mode for that needs
# a unit more.
set -euo pipefail
mkdir -p unicode
fpc-win32 -FUunicode "$(ls -d /usr/share/fpcsrc/3.*/rtl/inc/uuchar.pp)"
fpc-win32 -Mdelphiunicode -Fuunicode -FUunicode -FE. -Fu/project/bindings/delphi \
  -ohost-unicode.exe /project/bindings/delphi/tests/host.dpr
$LAUNCH host-unicode.exe
fpc-win32 -Mdelphiunicode -Fuunicode -FUunicode -FE. -Fu/project/bindings/delphi \
  -ostream-unicode.exe /project/bindings/delphi/tests/stream.dpr
$LAUNCH stream-unicode.exe
