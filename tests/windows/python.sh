#!/usr/bin/env bash
# Inside the Wine root: CPython for Windows, a host that nobody here wrote, runs the tests of the Python
# binding, all of them.
#
# Shape    python.sh ARCH cp38: the folder of /opt/legacybridge/python that has that CPython
# Errors   77 where the root has no CPython, with the reason as the last line
set -uo pipefail
arch="$1" there="/opt/legacybridge/python/$2"
[ -f "$there/python.exe" ] || { echo "the root has no CPython for Windows: PyPI could not be reached"; exit 77; }
rm -rf "python-$2"
cp -r "$there" "python-$2"
# What is importable stands in this file, and nothing else is.
printf '%s\r\n' 'Z:\project\bindings\python' >>"$(echo "python-$2"/python*._pth)"
export LEGACYBRIDGE_LIBRARY="Z:\\tests\\$arch\\legacybridge.dll" PYTHONDONTWRITEBYTECODE=1
# Its streams have to be pipes.
printf '' | $LAUNCH "python-$2\\python.exe" -m unittest -v tests.test_legacybridge 2>&1 | tr -d '\r' | tee "python-$2.log"
tests="$(grep -c '^ *def test_' /project/bindings/python/tests/test_legacybridge.py)"
grep -qx "Ran $tests tests in .*" "python-$2.log" || { echo "not all of the $tests tests ran"; exit 1; }
# pyarrow has no wheel for all of them: what needs it is left out, and what looks for Linux's names, and
# nothing else.
without="$(grep -cE "skipped ('pyarrow is not there'|\"Linux's names\")$" "python-$2.log")"
case "$(tail -1 "python-$2.log")" in
  OK | "OK (skipped=$without)") ;;
  *) exit 1 ;;
esac
