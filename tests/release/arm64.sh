#!/bin/bash
# 64-bit ARM by qemu: what is in the archive, the packages or the wheel, with a program compiled for it.
set -eu
. "$TEST/programs.sh"
root=/usr/aarch64-linux-gnu
tools qemu-aarch64-static:qemu-user-static aarch64-linux-gnu-gcc:gcc-aarch64-linux-gnu unzip:unzip
[ -f "$root/include/stdio.h" ] || (. "$PROJECT/scripts/windows/lib.sh" && install libc6-dev-arm64-cross) >/dev/null 2>&1 ||
  { echo "no C library for ARM64: package libc6-dev-arm64-cross"; exit 77; }
run() { qemu-aarch64-static -L "$root" "$@"; }
command=
case "$1" in
  tar)
    tar -xzf "$ARTEFACTS/legacybridge-$VERSION-linux-arm64.tar.gz" --strip-components=1
    include=include lib=lib command=bin/legacybridge
    ;;
  deb)
    for package in liblegacybridge1 liblegacybridge-dev legacybridge; do
      dpkg-deb -x "$ARTEFACTS/${package}_$VERSION-1_arm64.deb" .
      [ "$(dpkg-deb -f "$ARTEFACTS/${package}_$VERSION-1_arm64.deb" Architecture)" = arm64 ] || fail "the architecture of $package"
    done
    include=usr/include lib=usr/lib/aarch64-linux-gnu command=usr/bin/legacybridge
    ;;
  wheel)
    unzip -q "$ARTEFACTS/legacybridge-$VERSION-py3-none-manylinux_2_17_aarch64.manylinux2014_aarch64.whl"
    include="$PROJECT/include" lib=legacybridge
    ;;
esac
aarch64-linux-gnu-gcc -I"$include" "$TEST/convert.c" -o convert -L"$lib" -llegacybridge
cp "$lib"/liblegacybridge.so "$PWD/liblegacybridge.so.1" 2>/dev/null || cp "$lib"/liblegacybridge.so.1 "$PWD/"
same "library" run -E LD_LIBRARY_PATH="$PWD" ./convert "$TEST/letter.rtf"
[ ! -f "$lib/liblegacybridge.a" ] || {
  aarch64-linux-gnu-gcc -I"$include" "$TEST/convert.c" -o convert-static "$lib/liblegacybridge.a" -lpthread -lm -ldl -lrt
  same "static library" run ./convert-static "$TEST/letter.rtf"
}
[ -z "$command" ] || same "command line" qemu-aarch64-static "$command" "$TEST/letter.rtf"
