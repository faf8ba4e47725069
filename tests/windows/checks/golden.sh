#!/usr/bin/env bash
# Writes golden.list and golden.expected, what the shared library for Linux gives, for golden.c.
# Usage: golden.sh ARCH FOLDER, with WINE_TESTS
set -euo pipefail
list="$WINE_TESTS/golden.list"
header="$(sed -n 's/^#define LEGACYBRIDGE_FORMAT_\([A-Z]*\) \([0-9]*\).*/\1=\2/p' include/legacybridge.h)"
rtf="$(sed -n 's/^RTF=//p' <<<"$header")" markdown="$(sed -n 's/^MARKDOWN=//p' <<<"$header")"
files() { (cd "$1" && find "${@:4}" -type f -name "*.$2" | LC_ALL=C sort | sed "s|^\./||; s|^|$3 |"); }
{
  files . rtf "$rtf $markdown P" tests examples-c
  files . md "$markdown $rtf P" docs README.md
  if [ -n "${LEGACYBRIDGE_CORPUS:-}" ]; then
    files "$LEGACYBRIDGE_CORPUS" rtf "$rtf $markdown C" .
    files "$LEGACYBRIDGE_CORPUS" md "$markdown $rtf C" .
  fi
} >"$list"
cargo rustc --release --lib --crate-type cdylib
target="${CARGO_TARGET_DIR:-target}"
cp -f "$target/release/liblegacybridge.so" "$WINE_TESTS/liblegacybridge.so.1"
cc -std=c99 -O1 -Wall -Wextra -Werror -Iinclude tests/windows/hosts/golden.c -o "$WINE_TESTS/golden-linux" "$WINE_TESTS/liblegacybridge.so.1"
LD_LIBRARY_PATH="$WINE_TESTS" "$WINE_TESTS/golden-linux" "$PWD" "${LEGACYBRIDGE_CORPUS:-}" "$list" >"$WINE_TESTS/golden.expected"
[ "$(wc -l <"$list")" = "$(wc -l <"$WINE_TESTS/golden.expected")" ]
echo "$(wc -l <"$list") conversions"
