#!/usr/bin/env bash
# What is built already is not built again: `make test-windows` behind `make windows` compiles nothing.
# Usage: fresh.sh ARCH FOLDER
set -euo pipefail
arch="$1"
if [ -n "${LEGACYBRIDGE_DLLS:-}" ]; then
  echo "DLLs that were built elsewhere"
  exit 0
fi
out="$(mktemp -d)"
trap 'rm -rf "$out"' EXIT
scripts/windows/build.sh "$arch" --out "$out/dist" >"$out/log" 2>&1 || { cat "$out/log"; exit 1; }
cmp "$2/legacybridge.dll" "$out/dist/$arch/legacybridge.dll"
if grep 'Compiling' "$out/log"; then
  exit 1
fi
