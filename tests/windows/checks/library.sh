#!/usr/bin/env bash
# What can be seen of a DLL without loading it: it imports what Windows 7 has, exports what the
# committed .def lists, undecorated, and bears no path of the build. What its tables say is image.py's.
# Usage: library.sh ARCH FOLDER
set -euo pipefail
arch="$1" dll="$2/legacybridge.dll"
bad=0
complain() { echo "$*"; bad=1; }
headers="$(x86_64-w64-mingw32-objdump -p "$dll")"

imports="$(awk '/DLL Name:/ { dll = tolower($3); sub(/\.dll$/, "", dll) }
  /^\t[0-9a-f]+\t +[0-9]+ +[A-Za-z_]/ { print dll, $3 }' <<<"$headers" | sort -u)"
[ "$(wc -l <<<"$imports")" -gt 30 ] || complain "objdump shows no imports"
while read -r name; do
  grep -qxF "$name" tests/windows/checks/imports.txt || complain "imports $name, which tests/windows/checks/imports.txt does not list"
done <<<"$imports"

exports="$(sed -n '/\[Ordinal\/Name Pointer\] Table/,/^$/p' <<<"$headers" | sed -n 's/^\t\[ *[0-9]*\].* //p' | sort)"
listed="$(sed -n '/^EXPORTS/,$ s/^ \{1,\}\([A-Za-z_0-9]*\).*/\1/p' include/legacybridge.def | sort)"
[ "$exports" = "$listed" ] || complain "exports differ from include/legacybridge.def:" "$(diff <(echo "$exports") <(echo "$listed"))"
listed="$(sed -n '/^EXPORTS/,$ s/^ \{1,\}\([A-Za-z_0-9]*\)@.*/\1/p' include/legacybridge_x86.def | sort)"
[ "$exports" = "$listed" ] || complain "exports differ from include/legacybridge_x86.def"

if grep -aoE '(^|[^A-Za-z0-9_.-])(/|[A-Z]:\\)(home|root|Users|tmp|build|work)[/\\][[:print:]]{0,60}' "$dll"; then
  complain "holds paths of the machine that built it"
fi
size="$(stat -c %s "$dll")"
echo "$size bytes, $(wc -l <<<"$imports") imports, $(wc -l <<<"$exports") exports"
[ "$size" -lt 2200000 ] || complain "is too large"
exit "$bad"
