#!/usr/bin/env bash
# The extension for SQLite: built with warnings as errors, loaded by the shell sqlite3, under valgrind where it is,
# and by Python; then the scripts of docs/columns.md that need no server.
#
# Shape    sqlite.sh LIBRARY   the folder of liblegacybridge.so.1
# Errors   77 where sqlite3 or its headers are missing, 1 where a test fails
set -euo pipefail
project="$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)"
library="$(cd "$1" && pwd)"
tests="$project/bindings/sqlite/tests"
missing() { echo "SQLite: not tested here: $1"; exit 77; }
command -v sqlite3 >/dev/null || missing "no sqlite3 (Debian: sqlite3)"
echo '#include <sqlite3ext.h>' | "${CC:-cc}" -E - >/dev/null 2>&1 || missing "no sqlite3ext.h (Debian: libsqlite3-dev)"

scratch="$(mktemp -d)"
trap 'rm -rf "$scratch"' EXIT
extension="$scratch/legacybridge_sqlite.so"
"${CC:-cc}" -std=c99 -shared -fPIC -O2 -g -Wall -Wextra -Wpedantic -Werror -fvisibility=hidden -I"$project/include" \
  "$project/bindings/sqlite/legacybridge_sqlite.c" -o "$extension" \
  -Wl,--no-as-needed "$library/liblegacybridge.so.1" -Wl,--disable-new-dtags,-rpath,"$library"

run() { # COMMAND…
  "$@" -batch -cmd ".load ${extension%.so}" :memory: <"$tests/functions.sql" >"$scratch/functions.out" 2>&1 || true
  "$@" -cmd ".load ${extension%.so}" :memory: <"$tests/errors.sql" >"$scratch/errors.out" 2>&1 || true
  # Versions of the shell begin their complaints in different ways.
  sed -i 's/^[A-Za-z ]*: near line [0-9]*: //; s/^.*error near line [0-9]*: //' "$scratch/errors.out"
  for name in functions errors; do
    # UPDATE=1 takes what came out for what is right: read the difference.
    [ -z "${UPDATE+x}" ] || cp "$scratch/$name.out" "$tests/$name.out"
    diff -u "$tests/$name.out" "$scratch/$name.out" || { echo "SQLite: $name.sql"; exit 1; }
  done
}
run sqlite3
echo "SQLite $(sqlite3 --version | cut -d' ' -f1): functions, errors"
if command -v valgrind >/dev/null; then
  run valgrind -q --log-file="$scratch/valgrind" --error-exitcode=99 --leak-check=full --errors-for-leak-kinds=definite sqlite3
  [ ! -s "$scratch/valgrind" ] || { cat "$scratch/valgrind"; exit 1; }
  echo "SQLite: the same under valgrind"
fi
# Some builds of Python load no extensions: the first one that does.
tested=
for python in python3 /usr/bin/python3; do
  code=0
  "$python" "$tests/python.py" "$extension" || code=$?
  [ $code = 77 ] || [ $code = 0 ] || exit $code
  [ $code = 77 ] || { tested=1; break; }
done
[ -n "$tested" ] || echo "SQLite: not tested here: Python, whose sqlite3 loads no extensions"

# The scripts of docs/columns.md, in an environment with what they need where that can be had.
python=python3
if python3 -m venv "$scratch/venv" >/dev/null 2>&1 &&
  "$scratch/venv/bin/pip" install -q pyodbc dbf dbfread >/dev/null 2>&1; then
  python="$scratch/venv/bin/python"
fi
LEGACYBRIDGE_LIBRARY="$library/liblegacybridge.so.1" "$python" "$project/tests/sql/columns.py" run "$extension"
