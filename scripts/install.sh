#!/usr/bin/env bash
# Installs the library for programs on Linux: `make install PREFIX=/usr/local DESTDIR=`.
#
# Input    LIBRARY, STATIC, COMMAND: the files to install; without them what `make library`, and a static library and
#          command line built with it, left in cargo's folder (make install builds all three). A file that is named
#          "none" is left out.
# Output   under $DESTDIR$PREFIX: lib (LIBDIR=/lib/x86_64-linux-gnu for Debian's folders) with the library, its links
#          and the static library, include, pkgconfig/legacybridge.pc, cmake/legacybridge, share/man/man1, completions of
#          bash, fish, zsh and PowerShell. HEADERS=no leaves out what only compilers need, RUNTIME=no what runs.
#          RELOCATABLE=1 writes a .pc whose prefix is where it lies.
set -euo pipefail
project="$(cd "$(dirname "$0")/.." && pwd)"
made="${CARGO_TARGET_DIR:-$project/target}/release"
version="$(sed -n 's/^version = "\(.*\)"/\1/p' "$project/Cargo.toml" | head -1)"
PREFIX="${PREFIX-/usr/local}"
LIBDIR="${LIBDIR:-/lib}"
LIBRARY="${LIBRARY:-$made/liblegacybridge.so}"
STATIC="${STATIC:-$made/liblegacybridge.a}"
COMMAND="${COMMAND:-$made/legacybridge}"
root="${DESTDIR:-}$PREFIX"

for file in "$LIBRARY" "$STATIC" "$COMMAND"; do
  [ "$file" = none ] || [ -f "$file" ] || { echo "install: '$file' is not there: 'make install' builds it" >&2; exit 1; }
done
put() { # put MODE FILE TARGET
  install -d "$(dirname "$3")"
  install -m "$1" "$2" "$3"
}
fill() { # fill FILE TARGET : the places of a template
  install -d "$(dirname "$2")"
  local up="" rest="$LIBDIR/cmake/legacybridge" compatible="${version%.*}" prefix="$PREFIX"
  while [ -n "$rest" ]; do up="../$up" rest="${rest%/*}"; done
  [ "${version%%.*}" = 0 ] || compatible="${version%%.*}"
  if [ -n "${RELOCATABLE:-}" ]; then
    prefix="$(sed 's|/[^/]*|../|g; s|/$||' <<<"$LIBDIR/pkgconfig")"
    prefix="\${pcfiledir}/$prefix"
  fi
  sed -e "s|@PREFIX@|$prefix|" -e "s|@LIBDIR@|$LIBDIR|g" -e "s|@VERSION@|$version|g" -e "s|@UP@|${up%/}|" \
    -e "s|@COMPATIBLE@|$compatible|g" "$project/packaging/install/$1" >"$2"
  chmod 644 "$2"
}

if [ "$LIBRARY" != none ]; then
  if [ "${RUNTIME:-yes}" = yes ]; then
    put 644 "$LIBRARY" "$root$LIBDIR/liblegacybridge.so.$version"
    ln -sf "liblegacybridge.so.$version" "$root$LIBDIR/liblegacybridge.so.1"
  fi
  if [ "${HEADERS:-yes}" = yes ]; then
    install -d "$root$LIBDIR"
    ln -sf liblegacybridge.so.1 "$root$LIBDIR/liblegacybridge.so"
    put 644 "$project/include/legacybridge.h" "$root/include/legacybridge.h"
    put 644 "$project/include/legacybridge.hpp" "$root/include/legacybridge.hpp"
    fill legacybridge.pc.in "$root$LIBDIR/pkgconfig/legacybridge.pc"
    fill legacybridge-config.cmake.in "$root$LIBDIR/cmake/legacybridge/legacybridge-config.cmake"
    fill legacybridge-config-version.cmake.in "$root$LIBDIR/cmake/legacybridge/legacybridge-config-version.cmake"
  fi
fi
if [ "$STATIC" != none ] && [ "${HEADERS:-yes}" = yes ]; then
  put 644 "$STATIC" "$root$LIBDIR/liblegacybridge.a"
fi
if [ "$COMMAND" != none ]; then
  put 755 "$COMMAND" "$root/bin/legacybridge"
  put 644 "$project/packaging/command/legacybridge.1" "$root/share/man/man1/legacybridge.1"
  put 644 "$project/packaging/command/legacybridge.bash" "$root/share/bash-completion/completions/legacybridge"
  put 644 "$project/packaging/command/legacybridge.fish" "$root/share/fish/vendor_completions.d/legacybridge.fish"
  put 644 "$project/packaging/command/_legacybridge" "$root/share/zsh/site-functions/_legacybridge"
  put 644 "$project/packaging/command/_legacybridge.ps1" "$root/share/legacybridge/_legacybridge.ps1"
fi
echo "installed under $root"
