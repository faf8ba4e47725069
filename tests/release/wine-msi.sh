#!/bin/bash
# Under Wine: the MSI, silently, with the automation server and without; removing leaves nothing.
set -eu
. "$(dirname "$0")/wine.sh"
msi="Z:\\tests\\legacybridge-$VERSION.msi"
nothing_left "the beginning"
"$wine64" msiexec /i "$msi" /qn || fail "msiexec /i ended with $?"
wineserver -w
same "installed command line" "$wine64" "$WINEPREFIX/drive_c/Program Files/LegacyBridge/x64/legacybridge.exe" letter.rtf
[ -f "$WINEPREFIX/drive_c/Program Files (x86)/LegacyBridge/x86/legacybridge.dll" ] || fail "no library for 32 bit"
automation x64
automation x86
"$wine64" msiexec /x "$msi" /qn || fail "msiexec /x ended with $?"
wineserver -w
# Windows Installer's own list of what is there names the product in its data, which Wine keeps as it found it.
no_automation x86
no_automation x64
nothing_left "msiexec /x"
"$wine64" msiexec /i "$msi" /qn ADDLOCAL=Libraries || fail "msiexec ADDLOCAL ended with $?"
wineserver -w
[ "$(keys | grep -c CLSID)" = 0 ] || fail "ADDLOCAL=Libraries registers"
"$wine64" msiexec /x "$msi" /qn || fail "msiexec /x ended with $?"
wineserver -w
nothing_left "msiexec /x of the libraries alone"
