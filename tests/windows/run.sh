#!/usr/bin/env bash
# Runs inside the Wine root what scripts/windows/test.sh has prepared: /tests/plan, a line for each
# test (NAME ARCH KIND SOURCE MORE…), folders /tests/x86 and /tests/x64 with the DLL and the programs.
# Writes /tests/results, a line for each: "ok NAME (ARCH)" or "FAILED NAME (ARCH)", and prints them.
set -uo pipefail

outcome() { # outcome STATUS NAME ARCH LOG
  if [ "$1" = 0 ]; then
    echo "ok $2 ($3)" | tee -a /tests/results
  else
    echo "FAILED $2 ($3)" | tee -a /tests/results
    [ "$1" != 124 ] && [ "$1" != 137 ] || echo "  no end within $limit seconds"
    tail -40 "$4" | tr -d '\r' | sed 's/^/  /'
  fi
}

limit=300
while read -r -u 5 name arch kind source more; do
  log="/tests/$arch/$name.log"
  cd "/tests/$arch" || exit 1
  case "$kind" in
    c | cpp)
      timeout -k 5 "$limit" wine "$name.exe" >"$log" 2>&1 </dev/null
      status=$?
      ;;
    pascal)
      mkdir -p "units-$name"
      # shellcheck disable=SC2086
      { fpc-win32 -FU"units-$name" -Fu"$(dirname "/project/$source")" -o"$name.exe" $more "/project/$source" &&
        timeout -k 5 "$limit" wine "$name.exe"; } >"$log" 2>&1 </dev/null
      status=$?
      ;;
    wine)
      # shellcheck disable=SC2086
      timeout -k 5 "$limit" bash "/project/$source" "$arch" $more >"$log" 2>&1 </dev/null
      status=$?
      ;;
    *) continue ;;
  esac
  outcome "$status" "$name" "$arch" "$log"
done 5</tests/plan
wineserver -k 2>/dev/null || true
