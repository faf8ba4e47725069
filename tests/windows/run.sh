#!/usr/bin/env bash
# Runs inside a Wine root what scripts/windows/test.sh has prepared: /tests/plan, a line for each
# test (NAME ARCH KIND SOURCE MORE…), folders /tests/x86 and /tests/x64 with the DLL and the programs.
#
# Shape    run.sh WINE PLACE: the name of the Wine, for the lines that are printed, and where the DLL
#          is loaded (launch.sh): free, moved or high, or checked: free, in heaps that are checked.
# Output   /tests/results gets a line for each, which is printed too: "ok NAME (ARCH, WINE, PLACE)",
#          "FAILED …", or "not run …: REASON" for those of exceptions.list and scripts that end with 77.
set -uo pipefail
wine_name="$1" place="$2"
export PLACE="${place#free}"

outcome() { # outcome STATUS NAME ARCH LOG
  local where="($3, $wine_name, $place)"
  if [ "$1" = 0 ]; then
    echo "ok $2 $where" | tee -a /tests/results
  elif [ "$1" = 77 ]; then
    echo "not run $2 $where: $(tail -1 "$4")" | tee -a /tests/results
  else
    echo "FAILED $2 $where" | tee -a /tests/results
    [ "$1" != 124 ] && [ "$1" != 137 ] || echo "  no end within $limit seconds"
    tail -40 "$4" | tr -d '\r' | sed 's/^/  /'
  fi
}

exception() { # exception NAME ARCH : why this test can't run here, if it can't
  local name arch wine at reason
  while read -r name arch wine at reason; do
    [ "$name" = "$1" ] || continue
    [ "$arch" = both ] || [ "$arch" = "$2" ] || continue
    [ "$wine" = any ] || [ "$wine" = "$wine_name" ] || continue
    [ "$at" = any ] || [ "$at" = "$place" ] || continue
    echo "$reason"
    return
  done </project/tests/windows/exceptions.list
  return 1
}

# The heap with the checks that Application Verifier and gflags turn on: blocks are looked at behind their
# end, when they are freed and after it.
if [ "$place" = checked ]; then
  for view in 32 64; do
    wine reg add 'HKLM\System\CurrentControlSet\Control\Session Manager' /v GlobalFlag /t REG_DWORD /d 0x70 \
      /f "/reg:$view" >/dev/null 2>&1 || exit 1
  done
  wineserver -k # its processes have begun without
  wineserver -w
  export PLACE='' CHECKED_HEAP=1
fi

# Wine's server ends three seconds behind its last client, and a program that begins just then is told
# "wine client error … Connection reset by peer": here it stays until the run is over.
wineserver -p
# Programs of the system's begin with the first one and keep its streams: who reads them to their end
# would wait for all of the run.
wine cmd /c exit >/dev/null 2>&1 </dev/null || true

limit=300
while read -r -u 5 name arch kind source more; do
  log="/tests/$arch/$name.$wine_name.$place.log"
  if reason="$(exception "$name" "$arch")"; then
    echo "not run $name ($arch, $wine_name, $place): $reason" | tee -a /tests/results
    continue
  fi
  cd "/tests/$arch" || exit 1
  # How the tests start a program: a script of the kind wine finds it in its environment.
  export LAUNCH="bash /project/tests/windows/launch.sh $arch"
  case "$kind" in
    c | cpp)
      timeout -k 5 "$limit" $LAUNCH "$name.exe" >"$log" 2>&1 </dev/null
      status=$?
      ;;
    pascal)
      mkdir -p "units-$name"
      # shellcheck disable=SC2086
      { fpc-win32 -FU"units-$name" -Fu"$(dirname "/project/$source")" -o"$name.exe" $more "/project/$source" &&
        timeout -k 5 "$limit" $LAUNCH "$name.exe"; } >"$log" 2>&1 </dev/null
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
