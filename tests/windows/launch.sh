#!/usr/bin/env bash
# Runs a program of Windows inside the Wine root, with legacybridge.dll where $PLACE says:
#
#     launch.sh ARCH PROGRAM ARGUMENT…
#
# Shape    /tests/ARCH has place.exe and the DLL. PLACE is empty (the loader's choice), moved or high:
#          hosts/place.c tells what these are.
# Result   the program's own.
arch="$1"
shift
[ -z "${PLACE:-}" ] || set -- "Z:\\tests\\$arch\\place.exe" "$PLACE" "Z:\\tests\\$arch\\legacybridge.dll" "$@"
# A 32-bit process is shown another system32: 64-bit programs are started by a 64-bit one.
wine=wine
[ "$arch" != x64 ] || wine="$(command -v wine64 || echo /usr/lib/wine/wine64)"
exec "$wine" "$@"
