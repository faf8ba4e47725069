#!/usr/bin/env bash
# SQLite's extension as a DLL of Windows, with all warnings as errors; the test sqlite-hosts loads it.
#
# Shape    sqlite.sh ARCH FOLDER: FOLDER has the import library. The DLL comes beside legacybridge.dll where the
#          tests run ($WINE_TESTS).
# Errors   1 where it does not compile, or SQLite's header for extensions is missing.
set -euo pipefail
. "$(dirname "$0")/../../../scripts/windows/lib.sh"
arch="$1" folder="$2"
need "$(triple "$arch")-gcc" "gcc-mingw-w64-$([ "$arch" = x86 ] && echo i686 || echo x86-64)-win32"
[ -f /usr/include/sqlite3ext.h ] || install libsqlite3-dev
# The header alone: its neighbours are those of Linux.
headers="$(mktemp -d)"
trap 'rm -rf "$headers"' EXIT
cp /usr/include/sqlite3.h /usr/include/sqlite3ext.h "$headers/"
"$(triple "$arch")-gcc" -std=c99 -shared -O1 -static-libgcc -Wall -Wextra -Werror -Iinclude -isystem "$headers" \
  bindings/sqlite/legacybridge_sqlite.c -L"$folder" -llegacybridge -o "$WINE_TESTS/$arch/legacybridge_sqlite.dll"
