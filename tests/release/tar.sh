#!/bin/bash
# In a root: the archive for Linux, unpacked anywhere; programs by gcc, pkg-config, CMake and meson, shared and static.
set -eu
mkdir -p /home/try && cd /home/try
tar -xzf "/artefacts/legacybridge-$VERSION-linux-x64.tar.gz"
mv "legacybridge-$VERSION-linux-x64" "some folder"
prefix="$PWD/some folder"
. /test/programs.sh
same "command line" "$prefix/bin/legacybridge" "$prefix/examples-c/letter.rtf"
gcc -Wall -Werror -I"$prefix/include" /test/convert.c -o by-gcc -L"$prefix/lib" -llegacybridge -Wl,-rpath,"$prefix/lib"
same "gcc, shared" ./by-gcc /test/letter.rtf
gcc -I"$prefix/include" /test/convert.c -o by-gcc-static "$prefix/lib/liblegacybridge.a" -lpthread -lm -ldl -lrt
same "gcc, static" ./by-gcc-static /test/letter.rtf
g++ -std=c++11 -Wall -Werror -I"$prefix/include" -x c++ - -fsyntax-only <<<'#include <legacybridge.hpp>'
ln -s "$prefix" /opt/legacybridge # pkg-config and blanks are no friends
export PKG_CONFIG_PATH=/opt/legacybridge/lib/pkgconfig
[ "$(pkg-config --modversion legacybridge)" = "$VERSION" ] || fail "pkg-config says another version"
# shellcheck disable=SC2046
gcc /test/convert.c -o by-pkg-config $(pkg-config --cflags --libs legacybridge) -Wl,-rpath,/opt/legacybridge/lib
same "pkg-config" ./by-pkg-config /test/letter.rtf
cmake_program "$prefix"
meson_program
