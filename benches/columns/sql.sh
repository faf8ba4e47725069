#!/usr/bin/env bash
# CPU microseconds for a memo in SQLite and PostgreSQL beside the floor in C, all in one run: a scan of a table of
# ROWS memos that converts each to Markdown and sums the lengths, and the same scan without converting.
#
# Shape    sql.sh LIBRARY [FOLDER]   the folder of liblegacybridge.so.1, and that of the RTF
#          ($LEGACYBRIDGE_CORPUS, else tests/documents)
# Out      a table; three rounds, of each the least. CPU time is that of the process that converts
# Limits   needs what tests/sql/postgresql.sh needs
set -euo pipefail
project="$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)"
library="$(cd "$1" && pwd)"
folder="${2:-${LEGACYBRIDGE_CORPUS:-$project/tests/documents}}"
rows="${ROWS:-200000}"
scratch="$(mktemp -d)"
trap 'rm -rf "$scratch"' EXIT
chmod 755 "$scratch"

read -r count mean < <(python3 "$project/benches/columns/sql_documents.py" "$folder" "$scratch")
cc -O2 -I"$project/include" "$project/benches/columns/sql_floor.c" -o "$scratch/floor" \
  -Wl,--no-as-needed "$library/liblegacybridge.so.1" -Wl,-rpath,"$library"
cc -shared -fPIC -O2 -I"$project/include" "$project/bindings/sqlite/legacybridge_sqlite.c" \
  -o "$scratch/legacybridge_sqlite.so" -Wl,--no-as-needed "$library/liblegacybridge.so.1" -Wl,-rpath,"$library"

sqlite3 "$scratch/memo.db" <<SQL
CREATE TABLE document (number INTEGER PRIMARY KEY, note BLOB);
.read $scratch/documents.sql
CREATE TABLE memo (id INTEGER PRIMARY KEY, note BLOB);
INSERT INTO memo WITH RECURSIVE n(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM n LIMIT $rows)
  SELECT n, note FROM n JOIN document ON number = n % $count;
SQL
cat >"$scratch/sqlite.sql" <<SQL
.load $scratch/legacybridge_sqlite
.timer on
SELECT sum(length(CAST(try_rtf_to_markdown(note) AS BLOB))) FROM memo;
SELECT sum(length(note)) FROM memo;
SQL
# The server's own ticks, of 10 ms, from its own process.
cat >"$scratch/postgresql.sql" <<SQL
CREATE EXTENSION legacybridge;
CREATE TABLE document (number int PRIMARY KEY, note bytea);
\\copy document FROM '$scratch/documents.copy'
CREATE TABLE memo AS SELECT n AS id, note FROM generate_series(0, $rows - 1) n JOIN document ON number = n % $count;
VACUUM ANALYZE memo;
SET max_parallel_workers_per_gather = 0;
CREATE FUNCTION ticks() RETURNS bigint LANGUAGE sql VOLATILE AS
  \$\$SELECT s[12]::bigint + s[13]::bigint FROM string_to_array(regexp_replace(pg_read_file('/proc/self/stat', 0, 1000), '.*\\) ', ''), ' ') s\$\$;
SELECT sum(length(note)) FROM memo;
SQL
for _ in 1 2 3; do
  cat >>"$scratch/postgresql.sql" <<SQL
SELECT ticks() AS a \\gset
SELECT sum(octet_length(try_rtf_to_markdown(note))) AS bytes FROM memo \\gset
SELECT ticks() AS b \\gset
SELECT sum(length(note)) FROM memo \\gset scan_
SELECT ticks() AS c \\gset
\\echo round :a :b :c :bytes
SQL
done

{
  for _ in 1 2 3; do
    echo "floor $("$scratch/floor" "$scratch/documents" "$rows")"
    sqlite3 "$scratch/memo.db" <"$scratch/sqlite.sql" | sed 's/^/sqlite /'
  done
} >"$scratch/told"
"$project/tests/sql/postgresql.sh" "$library" psql -qAtX -v ON_ERROR_STOP=1 -f "$scratch/postgresql.sql" >>"$scratch/told"
ROWS="$rows" COUNT="$count" MEAN="$mean" python3 - "$scratch/told" <<'PYTHON'
import os, re, sys
rows = int(os.environ["ROWS"])
floor, sqlite, scan, postgresql, scan_pg, sums = [], [], [], [], [], set()
times = []  # of SQLite, by turns with conversion and without
for line in open(sys.argv[1]):
    words = line.split()
    if words[:1] == ["floor"]:
        floor.append(float(words[1]))
        sums.add(words[2])
    elif words[:1] == ["sqlite"] and "user" in words:
        user, system = float(words[words.index("user") + 1]), float(words[words.index("sys") + 1])
        times.append((user + system) * 1e6 / rows)
    elif words[:1] == ["sqlite"] and len(words) == 2 and len(times) % 2 == 0:
        sums.add(words[1])
    elif words[:1] == ["round"]:
        a, b, c = map(int, words[1:4])
        postgresql.append((b - a) * 1e4 / rows)
        scan_pg.append((c - b) * 1e4 / rows)
        sums.add(words[4])
sqlite, scan = times[0::2], times[1::2]
least = min(floor)
print(f"{rows} memos of {os.environ['COUNT']} documents, {os.environ['MEAN']} bytes in the mean; CPU microseconds a memo, of three rounds the least")
print(f"{'':12}{'converted':>10}{'of floor':>10}{'scan only':>11}")
print(f"{'C':12}{least:10.2f}{1:10.2f}")
for name, all_, only in [("SQLite", sqlite, scan), ("PostgreSQL", postgresql, scan_pg)]:
    print(f"{name:12}{min(all_):10.2f}{min(all_) / least:10.2f}{min(only):11.2f}")
assert len(sums) == 1, f"not the same Markdown: {sums}"
PYTHON
