#!/usr/bin/env bash
# The extension for PostgreSQL on a server of this test's own: built with warnings as errors, installed into a
# copy of the server's files in a temporary folder, started there on a unix socket, and pg_regress with it;
# once more with the library in the postmaster, whose children the backends are.
#
# Shape    postgresql.sh LIBRARY…   LIBRARY is the folder of liblegacybridge.so.1; with a COMMAND behind it
#          that runs instead of the tests, as who runs the server, with PGHOST and PGDATABASE set
# Errors   77 where there is no server to build for, 1 where a test fails
# Limits   nothing stays: server and folder end with the script
set -euo pipefail
project="$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)"
library="$(cd "$1" && pwd)"
shift

config="$(command -v pg_config || true)"
[ -n "$config" ] && [ -f "$("$config" --includedir-server)/postgres.h" ] && [ -x "$("$config" --bindir)/postgres" ] || {
  echo "PostgreSQL: not tested here: no server with its headers (Debian: postgresql postgresql-server-dev-all)"
  exit 77
}
scratch="$(mktemp -d)"
owner="$(id -un)"
# A server does not run as root.
if [ "$(id -u)" = 0 ]; then
  id postgres >/dev/null 2>&1 || { echo "PostgreSQL: not tested here: as root it needs a user postgres"; exit 77; }
  owner=postgres
fi
as_owner() {
  if [ "$owner" = "$(id -un)" ]; then "$@"; else runuser -u "$owner" -- "$@"; fi
}
stop() {
  if [ -f "$scratch/data/postmaster.pid" ]; then
    as_owner "$bin/pg_ctl" -D "$scratch/data" -m immediate -s stop || true
  fi
  rm -rf "$scratch"
}
trap stop EXIT

# The server finds its files beside its program, wherever both are: the machine's own stay as they are.
root="$scratch/root"
for folder in "$("$config" --bindir)" "$("$config" --pkglibdir)" "$("$config" --sharedir)"; do
  mkdir -p "$root$folder"
  cp -RL "$folder/." "$root$folder/"
done
bin="$root$("$config" --bindir)"
mkdir -p "$scratch/build" "$scratch/lib"
cp -L "$library/liblegacybridge.so.1" "$scratch/lib/"
ln -s liblegacybridge.so.1 "$scratch/lib/liblegacybridge.so"
make=(make -s -C "$scratch/build" -f "$project/bindings/postgresql/Makefile" with_llvm=no COPT=-Werror
  "LIBRARY=$scratch/lib" "PG_CONFIG=$config")
"${make[@]}"
"${make[@]}" install "DESTDIR=$root" >/dev/null
# Who runs the server may not be let into the project's folder. A test that has no expectation yet gets what
# comes out.
mkdir "$scratch/tests"
cp -R "$project/bindings/postgresql/sql" "$project/bindings/postgresql/expected" "$scratch/tests/"
[ -z "${UPDATE+x}" ] || touch "$scratch"/tests/expected/{functions,errors,planner}.out
chmod 755 "$scratch"
[ "$owner" = "$(id -un)" ] || chown -R "$owner" "$scratch"

as_owner "$bin/initdb" -D "$scratch/data" -U postgres -A trust -E UTF8 --locale=C.UTF-8 --no-sync >/dev/null
cat >>"$scratch/data/postgresql.conf" <<CONF
listen_addresses = ''
unix_socket_directories = '$scratch'
fsync = off
jit = off
lc_messages = 'C'
CONF
start() {
  as_owner "$bin/pg_ctl" -D "$scratch/data" -l "$scratch/log" -w -s start || { cat "$scratch/log"; exit 1; }
}
export PGHOST="$scratch" PGUSER=postgres PGDATABASE=postgres
unset PGPORT PGOPTIONS PGSERVICE
start
if [ $# -gt 0 ]; then
  as_owner "$@"
  exit
fi

regress() {
  echo "PostgreSQL $("$config" --version | sed 's/.* \([0-9.]*\).*/\1/'): $1"
  as_owner "$(dirname "$("$config" --pgxs)")/../test/regress/pg_regress" --inputdir="$scratch/tests" \
    --outputdir="$scratch/out" --bindir="$bin" --dbname=contrib_regression functions errors planner >"$scratch/told" || {
    cat "$scratch/told" "$scratch/out/regression.diffs"
    # UPDATE=1 takes what came out for what is right: read the difference.
    [ -z "${UPDATE+x}" ] || cp "$scratch"/out/results/*.out "$project/bindings/postgresql/expected/"
    exit 1
  }
  grep -E '^(ok|test)|tests passed' "$scratch/told"
}
regress "the library loaded by each backend"
as_owner "$bin/pg_ctl" -D "$scratch/data" -m fast -s -w stop
echo "shared_preload_libraries = 'legacybridge'" >>"$scratch/data/postgresql.conf"
start
regress "the library loaded by the postmaster"

# The script of docs/columns.md, twice: the second time it finds nothing to do.
page="$(python3 "$project/tests/sql/columns.py" postgresql.sql)"
found="$(as_owner "$bin/psql" -qAtX -v ON_ERROR_STOP=1 2>&1 <<SQL
SET client_min_messages = warning;
CREATE TABLE memo (id int PRIMARY KEY, note text, markdown text);
INSERT INTO memo SELECT n, CASE WHEN n % 50 = 7 THEN NULL WHEN n = 13 THEN '{\rtf1 ' || repeat('a', 70000000) || '}'
  ELSE '{\rtf1 {\b Memo} \''fc}' END FROM generate_series(1, 200) n;
$page
$page
SELECT count(*), min(markdown) = E'**Memo** ü\n' FROM memo WHERE markdown IS NOT NULL;
SELECT id, status FROM memo_failure;
DROP TABLE memo, memo_failure;
DROP EXTENSION legacybridge;
SQL
)" || { echo "docs/columns.md: $found"; exit 1; }
[ "$found" = "195|t
13|LIMIT_REACHED" ] || { echo "docs/columns.md: $found"; exit 1; }
echo "docs/columns.md: postgresql.sql"

# A database in another encoding: texts are converted on their way in and out.
as_owner "$bin/createdb" -E LATIN1 --locale=C -T template0 latin
found="$(PGCLIENTENCODING=UTF8 as_owner "$bin/psql" -qAtX -d latin -c 'CREATE EXTENSION legacybridge' \
  -c "SELECT rtf_to_text('{\rtf1 é \''fc}'), rtf_to_text('{\rtf1 \u8364?}') IS NULL" 2>&1)" || true
case "$found" in
  *'has no equivalent in encoding "LATIN1"'*) ;;
  *) echo "LATIN1: $found"; exit 1 ;;
esac
found="$(PGCLIENTENCODING=UTF8 as_owner "$bin/psql" -qAtX -d latin -c "SELECT trim(E'\n' from rtf_to_text('{\rtf1 é \''fc}'))")"
[ "$found" = "é ü" ] || { echo "LATIN1: $found"; exit 1; }

# Ctrl-C is a signal to the backend.
as_owner "$bin/psql" -qX -c 'CREATE EXTENSION legacybridge' -c "SELECT count(rtf_to_text('{\rtf1 ' || n || '}')) FROM generate_series(1, 1000000000) n" >"$scratch/cancelled" 2>&1 &
client=$!
until as_owner "$bin/psql" -qAtX -c "SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE query LIKE 'SELECT count(rtf%' AND state = 'active'" | grep -q t; do
  kill -0 "$client" || { cat "$scratch/cancelled"; exit 1; }
  sleep 0.2
done
wait "$client" && { echo "a query that was cancelled went on"; exit 1; }
grep -q 'canceling statement due to user request' "$scratch/cancelled"
if grep -E 'terminated by signal|PANIC|leaked' "$scratch/log"; then exit 1; fi
echo "PostgreSQL: other encodings, Ctrl-C, and no backend that ended by a signal"
