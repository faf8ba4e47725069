#!/usr/bin/env bash
# Describes the C interface for the comparison with the next release.
#
# Shape    abi.sh                 writes packaging/abi/legacybridge.abi: after a release
#          abi.sh STUB            only makes STUB, a library with the header's functions, which do nothing, and its types
#          The header is what programs are compiled with, so that its types are described, not Rust's.
# Errors   what is missing is said.
set -euo pipefail
. "$(dirname "$0")/lib.sh"

stub() { # stub OUT
  local source
  source="$(mktemp --suffix=.c)"
  python3 - "$PROJECT/include/legacybridge.h" >"$source" <<'END'
import re, sys
print('#include <legacybridge.h>')
text = re.sub(r"/\*.*?\*/", "", open(sys.argv[1], encoding="utf-8").read(), flags=re.S)
found = re.findall(r"^LEGACYBRIDGE_API\s+(.*?)LEGACYBRIDGE_CALL\s+(\w+)\s*(\(.*?\));", text, re.M | re.S)
assert len(found) >= 30, found
for kind, name, parameters in found:
    print(f"{kind}{name}{parameters} {{ {'return 0;' if kind.strip() != 'void' else ''} }}")
END
  (cd "$(dirname "$source")" && gcc -g -fdebug-prefix-map="$PWD=." -fdebug-prefix-map="$PROJECT=." -shared -fPIC -Wl,-soname,liblegacybridge.so.1 \
    -I"$PROJECT/include" -w "$source" -o "$1")
  rm -f "$source"
}

need gcc gcc
if [ $# -gt 0 ]; then
  stub "$1"
  exit
fi
need abidw abigail-tools
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
stub "$work/liblegacybridge.so.1"
mkdir -p "$PROJECT/packaging/abi"
# Places in files and the name of the stub's source are nobody's interface.
abidw --no-show-locs --no-corpus-path --no-comp-dir-path --headers-dir "$PROJECT/include" "$work/liblegacybridge.so.1" |
  sed -e "s|path='[^']*tmp[^']*'|path='legacybridge.h'|" >"$work/abi"
! grep -q "$PROJECT" "$work/abi" || fail "a path of this machine stands in the description"
mv "$work/abi" "$PROJECT/packaging/abi/legacybridge.abi"
say "packaging/abi/legacybridge.abi: $(grep -c "<function-decl" "$PROJECT/packaging/abi/legacybridge.abi") functions"
