#!/bin/bash
# In a root: the Debian packages, installed, used and removed.
set -eu
. /test/programs.sh
mkdir -p /home/try && cd /home/try
find /usr /etc /var/lib/dpkg/info -newer /test >/dev/null 2>&1
(cd / && find usr etc | sort) >before
dpkg -i "/artefacts/liblegacybridge1_$VERSION-1_amd64.deb" "/artefacts/liblegacybridge-dev_$VERSION-1_amd64.deb" \
  "/artefacts/legacybridge_$VERSION-1_amd64.deb" >dpkg.log 2>&1 || { cat dpkg.log; fail "dpkg -i"; }
ldconfig -p | grep -q liblegacybridge.so.1 || fail "ldconfig does not know the library"
same "command line" legacybridge /test/letter.rtf
legacybridge --version | grep -q "$VERSION" || fail "another version"
zcat /usr/share/man/man1/legacybridge.1.gz | grep -q '^.TH legacybridge 1' || fail "no manual page"
(. /usr/share/bash-completion/completions/legacybridge && complete -p legacybridge >/dev/null) || fail "no completion"
gcc -Wall -Werror /test/convert.c -o by-gcc -llegacybridge
same "gcc" ./by-gcc /test/letter.rtf
# shellcheck disable=SC2046
gcc /test/convert.c -o by-pkg-config $(pkg-config --cflags --libs legacybridge)
same "pkg-config" ./by-pkg-config /test/letter.rtf
cmake_program ""
meson_program /none
dpkg --purge legacybridge liblegacybridge-dev liblegacybridge1 >dpkg.log 2>&1 || { cat dpkg.log; fail "dpkg --purge"; }
(cd / && find usr etc | sort) >after
diff before after >left || { cat left; fail "purging leaves files"; }
echo "ok purge leaves nothing"
