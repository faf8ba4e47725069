#!/bin/bash
# In a root: the Debian packages, installed, used and removed.
set -eu
. /test/programs.sh
mkdir -p /home/try && cd /home/try
find /usr /etc /var/lib/dpkg/info -newer /test >/dev/null 2>&1
(cd / && find usr etc | sort) >before
dpkg -i "/artefacts/liblegacybridge1_$VERSION-1_amd64.deb" "/artefacts/liblegacybridge-dev_$VERSION-1_amd64.deb" \
  "/artefacts/legacybridge_$VERSION-1_amd64.deb" >dpkg.log 2>&1 || { cat dpkg.log; fail "dpkg -i"; }
installed_programs /usr
dpkg --purge legacybridge liblegacybridge-dev liblegacybridge1 >dpkg.log 2>&1 || { cat dpkg.log; fail "dpkg --purge"; }
(cd / && find usr etc | sort) >after
diff before after >left || { cat left; fail "purging leaves files"; }
echo "ok purge leaves nothing"
