#!/usr/bin/env bash
# `make test-windows`: builds the DLLs and runs the hosts of tests/windows/tests.list under Wine, several
# times: where each Wine loads the DLL, where it has to move it, and with checks of the heap.
#
# Shape    test.sh [NAME…]: all tests, or those named. A line "ok NAME (…)" or "FAILED NAME (…)" for
#          each test and run, "not run NAME (…): REASON" for those of exceptions.list, and a summary.
#          LEGACYBRIDGE_DLLS=FOLDER takes DLLs built before (x86/, x64/).
#          LEGACYBRIDGE_WINE_RUNS="wine8:free wine10:high" makes only these runs.
# Errors   77 where this machine cannot run Wine (said plainly, before anything is built), 1 where
#          a test fails or a step does.
set -euo pipefail
. "$(dirname "$0")/lib.sh"

# Wine 8 loads a DLL where it asks to be, Wine 10 anywhere else: near 2 GB in x86, far above 4 GB in x64.
runs="${LEGACYBRIDGE_WINE_RUNS:-wine8:free wine8:moved wine8:high wine10:free wine10:high wine10:checked}"
suite() { case "$1" in wine8:*) echo bookworm ;; wine10:*) echo trixie ;; *) fail "no run '$1'" ;; esac; }
for run in $runs; do
  "$(dirname "$0")/root.sh" "$(suite "$run")" || exit $? # 77 passes through
done
dlls="${LEGACYBRIDGE_DLLS:-}"
if [ -z "$dlls" ]; then
  dlls="$PROJECT/dist/windows"
  "$(dirname "$0")/build.sh"
fi

WINE_TESTS="$TARGET_DIR/windows-tests"
export WINE_TESTS
rm -rf "$WINE_TESTS"
mkdir -p "$WINE_TESTS"
for arch in x86 x64; do
  mkdir -p "$WINE_TESTS/$arch"
  cp "$dlls/$arch/legacybridge.dll" "$WINE_TESTS/$arch/"
done
: >"$WINE_TESTS/results"
: >"$WINE_TESTS/plan"

failed() { # failed NAME ARCH LOG
  say "FAILED $1 ($2)" | tee -a "$WINE_TESTS/results"
  tail -40 "$3" | sed 's/^/  /'
}

compile() { # compile NAME ARCH KIND SOURCE MORE…
  local name="$1" arch="$2" kind="$3" source="$4" compiler standard
  shift 4
  compiler=gcc standard=-std=c99
  [ "$kind" = c ] || compiler=g++ standard=-std=c++11
  need "$(triple "$arch")-$compiler" "$compiler-mingw-w64-$([ "$arch" = x86 ] && echo i686 || echo x86-64)-win32"
  (cd "$PROJECT" && "$(triple "$arch")-$compiler" "$standard" -O1 -g -static -Wall -Wextra -Werror \
    -Iinclude -Itests/windows -Itests/c -I"$dlls" "$source" -L"$dlls/$arch" "$@" -o "$WINE_TESTS/$arch/$name.exe")
}

prepare() { # prepare NAME ARCH KIND SOURCE MORE… : compiles, or runs what runs here, or plans
  local name="$1" arch="$2" kind="$3" source="$4" log="$WINE_TESTS/$2/$1.log"
  [ -f "$PROJECT/$source" ] || fail "tests.list: no file $source"
  case "$kind" in
    c | cpp)
      compile "$@" >"$log" 2>&1 || { failed "$name" "$arch" "$log"; return; }
      echo "$@" >>"$WINE_TESTS/plan"
      ;;
    pascal | wine) echo "$@" >>"$WINE_TESTS/plan" ;;
    host)
      hosts=$((hosts + 1))
      if (cd "$PROJECT" && timeout -k 5 1200 bash "$source" "$arch" "$dlls/$arch") >"$log" 2>&1 </dev/null; then
        say "ok $name ($arch)" | tee -a "$WINE_TESTS/results"
      else
        failed "$name" "$arch" "$log"
      fi
      ;;
    *) fail "tests.list: no kind '$kind'" ;;
  esac
}

for arch in x86 x64; do
  compile place "$arch" c tests/windows/hosts/place.c
done
wanted=" $* "
matched=0 hosts=0
while read -r -u 7 name archs kind source more; do
  case "$name" in '' | '#'*) continue ;; esac
  [ "$wanted" = "  " ] || [[ "$wanted" == *" $name "* ]] || continue
  case "$archs" in both) archs="x86 x64" ;; x86 | x64) ;; *) fail "tests.list: no architecture '$archs'" ;; esac
  for arch in $archs; do
    matched=$((matched + 1))
    # shellcheck disable=SC2086
    prepare "$name" "$arch" "$kind" "$source" $more
  done
done 7<"$PROJECT/tests/windows/tests.list"
[ "$matched" -gt 0 ] || fail "no test of that name in tests/windows/tests.list"

if [ -s "$WINE_TESTS/plan" ]; then
  for run in $runs; do
    "$(dirname "$0")/root.sh" "$(suite "$run")" bash /project/tests/windows/run.sh "${run%:*}" "${run#*:}" ||
      fail "the run $run inside the Wine root failed"
  done
fi
passed="$(grep -c '^ok ' "$WINE_TESTS/results" || true)"
lost="$(grep -c '^FAILED ' "$WINE_TESTS/results" || true)"
left_out="$(grep -c '^not run ' "$WINE_TESTS/results" || true)"
say "windows tests: $passed passed, $lost failed, $left_out not run (each says why)"
# Every test has its line in every run.
# shellcheck disable=SC2086
expected=$((hosts + (matched - hosts) * $(set -- $runs && echo $#)))
[ "$lost" = 0 ] && [ $((passed + left_out)) = "$expected" ] || exit 1
