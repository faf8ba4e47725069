#!/bin/bash
# Conan 2 packs the archive for Linux, and a program is compiled and run with the package.
set -eu
. "$TEST/programs.sh"
tools cmake:cmake make:make
python3 -m venv env
env/bin/pip install -q --disable-pip-version-check conan==2.34.0 || { echo "Conan could not be had"; exit 77; }
export CONAN_HOME="$PWD/home" LEGACYBRIDGE_PREFIX="$PWD/unpacked"
git clone -q "$PROJECT" clone # Conan writes beside the recipe
mkdir unpacked
tar -xzf "$ARTEFACTS/legacybridge-$VERSION-linux-x64.tar.gz" -C unpacked --strip-components=1
env/bin/conan profile detect >/dev/null 2>&1
for shared in True False; do
  env/bin/conan create clone/packaging/conan --no-remote -o "&:shared=$shared" >conan.log 2>&1 || { tail -30 conan.log; fail "conan create, shared=$shared"; }
  grep -q "legacybridge $VERSION: Some \*\*bold\*\* words" conan.log || fail "conan's program did not run, shared=$shared"
done
echo "ok shared and static"
