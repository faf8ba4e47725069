# What the scripts share; sourced. `same NAME COMMAND…` runs a program that shows the letter as Markdown, and compares.
fail() { echo "FAILED: $*"; exit 1; }
tools() { # tools PROGRAM:PACKAGE… : on this machine; installed where that is permitted, and a row of its own if not
  local pair
  for pair; do
    command -v "${pair%%:*}" >/dev/null && continue
    (. "$PROJECT/scripts/windows/lib.sh" && install "${pair#*:}") >/dev/null 2>&1 || true
    command -v "${pair%%:*}" >/dev/null || { echo "no ${pair%%:*}: package ${pair#*:}"; exit 77; }
  done
}
golden="${GOLDEN:-/test/letter.md}"
same() {
  local name="$1"
  shift
  "$@" >got.md || fail "$name: ended with $?"
  cmp got.md "$golden" || fail "$name: other bytes"
  echo "ok $name"
}
cmake_program() { # cmake_program PREFIX : shared and static by find_package
  mkdir -p by-cmake
  cat >by-cmake/CMakeLists.txt <<END
cmake_minimum_required(VERSION 3.13)
project(try C)
find_package(legacybridge ${VERSION%.*} REQUIRED)
add_executable(shared /test/convert.c)
target_link_libraries(shared legacybridge::legacybridge)
add_executable(static /test/convert.c)
target_link_libraries(static legacybridge::static)
END
  (cd by-cmake && cmake -S . -B out ${1:+-DCMAKE_PREFIX_PATH="$1"} && cmake --build out) >cmake.log 2>&1 || { tail -20 cmake.log; fail cmake; }
  same "CMake, shared" by-cmake/out/shared /test/letter.rtf
  same "CMake, static" by-cmake/out/static /test/letter.rtf
  sed -i "s/find_package(legacybridge [0-9.]*/find_package(legacybridge 77.0/" by-cmake/CMakeLists.txt
  ! cmake -S by-cmake -B by-cmake/newer ${1:+-DCMAKE_PREFIX_PATH="$1"} >/dev/null 2>&1 || fail "CMake takes it for version 77"
}
meson_program() {
  mkdir -p by-meson
  cp /test/convert.c by-meson/
  cat >by-meson/meson.build <<END
project('try', 'c')
executable('try', 'convert.c', dependencies: dependency('legacybridge', version: '>=$VERSION'))
END
  (cd by-meson && meson setup out && ninja -C out) >meson.log 2>&1 || { tail -20 meson.log; fail meson; }
  same "meson" env LD_LIBRARY_PATH="${1:-/opt/legacybridge/lib}" by-meson/out/try /test/letter.rtf
}
installed_programs() { # installed_programs PREFIX : where the system looks for all of it
  ldconfig -p | grep -q liblegacybridge.so.1 || fail "ldconfig does not know the library"
  same "command line" legacybridge /test/letter.rtf
  legacybridge --version | grep -q "$VERSION" || fail "another version"
  zcat -f "$1"/share/man/man1/legacybridge.1* | grep -q '^.TH legacybridge 1' || fail "no manual page"
  (. "$1/share/bash-completion/completions/legacybridge" && complete -p legacybridge >/dev/null) || fail "no completion"
  gcc -Wall -Werror /test/convert.c -o by-gcc -llegacybridge
  same "gcc" ./by-gcc /test/letter.rtf
  # shellcheck disable=SC2046
  gcc /test/convert.c -o by-pkg-config $(pkg-config --cflags --libs legacybridge)
  same "pkg-config" ./by-pkg-config /test/letter.rtf
  cmake_program ""
  meson_program /none
}
