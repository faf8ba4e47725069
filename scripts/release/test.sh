#!/usr/bin/env bash
# Tries every artefact where the source was never seen: `make test-release`.
#
# Shape    test.sh [WORD…]: the rows of tests/release/places.list, or those whose artefact, place or script has one of the
#          words. ARTEFACTS=FOLDER takes artefacts that lie elsewhere than in dist/release.
# Output   a table: artefact, place, what became of it. Logs stay in $TARGET_DIR/release-tests.
# Errors   1 where a row fails; what can't be run here is named and fails nothing.
set -euo pipefail
. "$(dirname "$0")/lib.sh"

ARTEFACTS="$(cd "${ARTEFACTS:-$PROJECT/dist/release}" 2>/dev/null && pwd)" || fail "there is no dist/release: make release"
TEST="$PROJECT/tests/release"
LOGS="$TARGET_DIR/release-tests"
export ARTEFACTS TEST VERSION PROJECT
rm -rf "$LOGS"
mkdir -p "$LOGS"

wine_folder() { # what the scripts under Wine need, in a folder that becomes /tests
  local out="$1" arch compiler kind
  mkdir -p "$out"
  cp "$TEST"/{letter.rtf,letter.md,convert.vbs,convert.py,programs.sh} "$out/"
  echo "VERSION=$VERSION" >"$out/settings"
  cp "$ARTEFACTS"/legacybridge-"$VERSION"{-setup.exe,.msi} "$out/" 2>/dev/null || true
  if [ -f "$ARTEFACTS/legacybridge-$VERSION-windows.zip" ]; then
    unzip -q "$ARTEFACTS/legacybridge-$VERSION-windows.zip" -d "$out"
    mv "$out/legacybridge-$VERSION-windows" "$out/zip"
    for arch in x86 x64; do
      need "$(triple "$arch")-gcc" "gcc-mingw-w64-$([ "$arch" = x86 ] && echo i686 || echo x86-64)-win32"
      for kind in dll.a lib; do
        compiler="$out/zip/$arch/liblegacybridge.dll.a"
        [ "$kind" = dll.a ] || compiler="$out/zip/$arch/legacybridge.lib"
        "$(triple "$arch")-gcc" -Wall -I"$out/zip/include" "$TEST/binary.c" "$TEST/convert.c" "$compiler" -o "$out/by-$kind-$arch.exe"
      done
      cp "$out/zip/$arch/legacybridge.dll" "$out/dll-$arch.dll"
    done
    # What the guides show, and their command for C.
    mkdir "$out/guide"
    python3 "$TEST/guide.py" "$out/zip/docs/hosts/delphi.html" pascal "program letter" >"$out/guide/letter.dpr"
    python3 "$TEST/guide.py" "$out/zip/docs/hosts/python.html" python "sys.argv" >"$out/guide/letter.py"
    python3 "$TEST/guide.py" "$out/zip/docs/hosts/com.html" vb "WScript.Echo" >"$out/guide/try.vbs"
    python3 "$TEST/guide.py" "$out/zip/docs/hosts/com.html" vb "WScript.Arguments" >"$out/guide/letter.vbs"
    (cd "$out/zip" && i686-w64-mingw32-gcc -I include examples-c/convert.c -o convert.exe -L x86 -llegacybridge)
  fi
  if [ -f "$ARTEFACTS/legacybridge-$VERSION-py3-none-win_amd64.whl" ]; then
    unzip -q "$ARTEFACTS/legacybridge-$VERSION-py3-none-win_amd64.whl" -d "$out/wheel-win_amd64"
  fi
}

run() { # run RUNNER FOLDER SCRIPT MORE…
  local runner="$1" folder="$2" script="$3"
  shift 3
  case "$runner" in
    host) (cd "$folder" && GOLDEN="$TEST/letter.md" bash "$TEST/$script" "$@") ;;
    debian11) "$RELEASE/root.sh" bullseye bash "/test/$script" "$@" ;;
    debian12) "$RELEASE/root.sh" bookworm bash "/test/$script" "$@" ;;
    wine8 | wine10)
      local suite=bookworm
      [ "$runner" = wine8 ] || suite=trixie
      need unzip unzip
      wine_folder "$folder/tests"
      LEGACYBRIDGE_CORPUS='' WINE_TESTS="$folder/tests" "$PROJECT/scripts/windows/root.sh" "$suite" bash "/project/tests/release/$script" "$@"
      ;;
    *) fail "places.list: no runner '$runner'" ;;
  esac
}

lost=0 passed=0 left_out=0 number=0
table=""
while IFS='|' read -r -u 7 artefact place runner what; do
  case "$artefact" in '' | '#'*) continue ;; esac
  artefact="$(xargs <<<"$artefact")" place="$(xargs <<<"$place")" runner="$(xargs <<<"$runner")"
  if [ $# -gt 0 ]; then
    wanted=
    for word; do [[ "$artefact|$place|$runner|$what" != *"$word"* ]] || wanted=1; done
    [ -n "$wanted" ] || continue
  fi
  number=$((number + 1))
  if [ "$runner" = cannot ]; then
    result="not run:$what"
    left_out=$((left_out + 1))
  else
    log="$LOGS/$number.log"
    folder="$(mktemp -d)"
    status=0
    # shellcheck disable=SC2086
    (set -e; run "$runner" "$folder" $what) >"$log" 2>&1 </dev/null || status=$?
    rm -rf "$folder"
    case "$status" in
      0) result=ok passed=$((passed + 1)) ;;
      77) result="not run: $(tail -1 "$log")" left_out=$((left_out + 1)) ;;
      *) result="FAILED, $log" lost=$((lost + 1)); tail -15 "$log" | sed 's/^/  /' ;;
    esac
  fi
  line="$(printf '%-42s %-26s %s' "$artefact" "$place" "$result")"
  say "$line"
done 7<"$TEST/places.list"
[ "$number" -gt 0 ] || fail "places.list has no such row"
say "release tests: $passed passed, $lost failed, $left_out not run (each says why)"
[ "$lost" = 0 ]
