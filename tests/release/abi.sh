#!/bin/bash
# The interface holds what the last release's had: abidiff of the header's functions and types against packaging/abi, and the
# library exports each of them and nothing else.
set -eu
. "$TEST/programs.sh"
tools abidiff:abigail-tools gcc:gcc
tar -xzf "$ARTEFACTS/legacybridge-$VERSION-linux-x64.tar.gz" --strip-components=1
library="lib/liblegacybridge.so.$VERSION"
[ "$(readelf -d "$library" | sed -n 's/.*SONAME.*\[\(.*\)\]/\1/p')" = liblegacybridge.so.1 ] || fail "the SONAME"
"$PROJECT/scripts/release/abi.sh" "$PWD/stub.so"
names() { nm -D --defined-only "$1" | awk '$2 == "T" { print $3 }' | sort; }
diff <(names stub.so) <(names "$library") || fail "the library exports other functions than the header has"
compatible() { # abidiff's bits: 1 and 2 errors, 4 a change, 8 an incompatible one
  local status=0
  abidiff --no-added-syms "$PROJECT/packaging/abi/legacybridge.abi" "$1" >difference || status=$?
  [ $((status & 11)) = 0 ]
}
compatible stub.so || { cat difference; fail "not compatible with the last release"; }
# It would see it: a function that is gone.
gcc -g -shared -fPIC -Wl,-soname,liblegacybridge.so.1 -x c - -o less.so <<<'int legacybridge_abi_version(void) { return 2; }'
! compatible less.so || fail "abidiff does not see that functions are gone"
echo "ok $(names "$library" | wc -l) functions"
