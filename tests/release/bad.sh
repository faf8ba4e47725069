#!/bin/bash
# What can go wrong while a release is made is said by name, and nothing half made stays.
set -eu
. "$TEST/programs.sh"
git clone -q "$PROJECT" clone
cd clone
refuses() { # refuses WORDS COMMAND… : fails, says the words, leaves nothing
  local words="$1"
  shift
  ! "$@" >said.log 2>&1 || fail "no refusal: $words"
  grep -q -- "$words" said.log || { cat said.log; fail "it does not say: $words"; }
  [ -z "$(ls -A dist 2>/dev/null)" ] || fail "$words: something stays: $(ls -A dist)"
  echo "ok refused: $words"
}
mv said.log .. 2>/dev/null || true
echo >>README.md
refuses "not committed" scripts/release/release.sh sbom
git checkout -q README.md
rm -f said.log

# Everything but one program, and nobody who could install it.
mkdir ../bin
for file in /usr/bin/* /usr/sbin/* "$(dirname "$(command -v cargo)")"/*; do ln -sf "$file" "../bin/$(basename "$file")" 2>/dev/null || true; done
rm -f ../bin/apt-get
ARGS="$PWD/../bin"
for pair in makensis:setup wixl:msi mcs:nuget i686-w64-mingw32-widl:windows-zip; do
  mv "../bin/${pair%:*}" ../hidden
  refuses "'${pair%:*}' was not found" env ALLOW_DIRTY=1 PATH="$ARGS" scripts/release/release.sh "${pair#*:}"
  mv ../hidden "../bin/${pair%:*}"
  [ ! -e target/release-parts ] || fail "something was compiled before ${pair%:*} was asked for"
done
refuses "no network" env ALLOW_DIRTY=1 RELEASE_TOOLS="$PWD/../tools" PIP_INDEX_URL=http://127.0.0.1:9/ PIP_RETRIES=0 scripts/release/release.sh sbom
refuses "SIGN_CERT names no file" env ALLOW_DIRTY=1 SIGN_CERT=none.pem SIGN_KEY=none.pem scripts/release/release.sh sbom
refuses "has no 'thing'" env ALLOW_DIRTY=1 scripts/release/release.sh thing

# Interrupted while the source distribution is made.
mkdir -p dist/release-some
echo before >dist/release-some/before
ALLOW_DIRTY=1 setsid scripts/release/release.sh sdist sbom >interrupted.log 2>&1 &
for _ in $(seq 100); do
  ls dist/.release.*/work/sdist >/dev/null 2>&1 && break
  sleep 0.1
done
kill -TERM -- "-$!" 2>/dev/null || fail "it ended before it could be interrupted: $(cat interrupted.log)"
wait $! 2>/dev/null || true
[ "$(find dist -mindepth 1 | sort | paste -sd' ')" = "dist/release-some dist/release-some/before" ] || fail "an interrupted run leaves $(find dist)"
echo "ok interrupted"
