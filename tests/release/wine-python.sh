#!/bin/bash
# Under Wine: the wheel, unpacked beside CPython for Windows as pip would.
set -eu
. "$(dirname "$0")/wine.sh"
there="/opt/legacybridge/python/$1"
[ -f "$there/python.exe" ] || { echo "the root has no CPython for Windows"; exit 77; }
cp -r "$there" "python-$1"
cd "python-$1"
printf 'site\r\n' >>"$(echo python*._pth)"
mkdir site
cp -r /tests/wheel-win_amd64/. site/
printf '' | "$wine64" python.exe 'Z:\tests\convert.py' 'Z:\tests\letter.rtf' 2>&1 | cat >got.python.md
cmp got.python.md "$golden" || { tail -3 got.python.md; fail "other bytes"; }
echo "ok"
