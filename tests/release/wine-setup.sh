#!/bin/bash
# Under Wine: setup.exe, silently; what it installs works; uninstalling leaves nothing.
set -eu
. "$(dirname "$0")/wine.sh"
setup="legacybridge-$VERSION-setup.exe"
nothing_left "the beginning"
case "$1" in
  all)
    wine "$setup" /S || fail "setup ended with $?"
    there="$WINEPREFIX/drive_c/Program Files/LegacyBridge"
    ;;
  user)
    wine "$setup" /S /CURRENTUSER /NOCOM || fail "setup ended with $?"
    there="$(echo "$WINEPREFIX"/drive_c/users/*/AppData/Local/Programs/LegacyBridge)"
    ;;
esac
wineserver -w
[ -f "$there/x86/legacybridge.dll" ] && [ -f "$there/README.html" ] && [ -f "$there/bindings/vb6/LegacyBridge.bas" ] ||
  fail "not all was installed: $(files | head -5)"
same "installed command line" "$wine64" "$there/x64/legacybridge.exe" letter.rtf
keys | grep -qi 'uninstall.LegacyBridge' || fail "Windows does not list it"
if [ "$1" = all ]; then
  automation x86
  automation x64
  wine "$setup" /S || fail "installing over it ended with $?"
  wineserver -w
  automation x86
else
  [ "$(keys | grep -c CLSID)" = 0 ] || fail "/NOCOM registers"
  no_automation x86
fi
echo mine >"$there/mine.txt"
wine "$there/uninstall.exe" /S _?="$(winepath -w "$there")" || fail "uninstall ended with $?"
wineserver -w
[ -f "$there/mine.txt" ] || fail "uninstalling takes a user's file"
rm -f "$there/mine.txt" "$there/uninstall.exe" # a running uninstaller, told to wait, can't delete itself
rmdir "$there"
rmdir "$(dirname "$there")" 2>/dev/null || true
nothing_left "uninstall"
