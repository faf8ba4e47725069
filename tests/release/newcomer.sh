#!/bin/bash
# Under Wine: from the ZIP alone, what its guides say, with the programs that they show (guide.py took them from the HTML; those in C
# were compiled outside with the guide's command).
set -eu
. "$(dirname "$0")/wine.sh"
cd /tests/zip
letter='examples-c\letter.rtf'

# c-cpp.html
cp x86/legacybridge.dll .
wine convert.exe "$letter" letter.md >/dev/null || fail "C: ended with $?"
same "C" cat letter.md
rm letter.md convert.exe

# delphi.html
cp /tests/guide/letter.dpr .
fpc-win32 -Mdelphi -Fubindings/delphi letter.dpr >pascal.log 2>&1 || { tail -5 pascal.log; fail "Free Pascal"; }
wine letter.exe "$letter" letter.md || fail "Free Pascal: ended with $?"
same "Free Pascal" cat letter.md
rm letter.md legacybridge.dll

# python.html: without pip
if [ -f /opt/legacybridge/python/cp313/python.exe ]; then
  cp -r /opt/legacybridge/python/cp313 python
  printf '.\r\n' >>"$(echo python/python*._pth)" # beside the program: this CPython looks nowhere else
  cp -r bindings/python/legacybridge python/
  cp x64/legacybridge.dll python/legacybridge/
  printf '' | "$wine64" python/python.exe 'Z:\tests\guide\letter.py' "$letter" letter.md 2>&1 | cat >python.log
  [ -f letter.md ] || { tail -3 python.log; fail "Python"; }
  same "Python" cat letter.md
  rm letter.md
fi

# com.html
for arch in x86 x64; do
  system "$arch" regsvr32.exe /s "Z:\\tests\\zip\\$arch\\legacybridge.dll" || fail "regsvr32, $arch"
  system "$arch" cscript.exe //nologo 'Z:\tests\guide\try.vbs' >script.log 2>&1 || fail "cscript, $arch"
  grep -q '{\\rtf1' script.log && grep -q 'Some \*text\*' script.log || { cat script.log; fail "VBScript, $arch"; }
  rm -f letter.md
  system "$arch" cscript.exe //nologo 'Z:\tests\guide\letter.vbs' "$letter" letter.md || fail "letter.vbs, $arch"
  same "VBScript, $arch" cat letter.md
  system "$arch" regsvr32.exe /s /u "Z:\\tests\\zip\\$arch\\legacybridge.dll" || fail "regsvr32 /u, $arch"
done
