#!/usr/bin/env bash
# Inside the Wine root: SQLite of CPython for Windows loads the extension, with legacybridge.dll beside it.
#
# Shape    sqlite.sh ARCH cp313: the folder of /opt/legacybridge/python that has that CPython
# Errors   77 where the root has no CPython, or one that loads no extensions, with the reason as the last line
set -uo pipefail
arch="$1" there="/opt/legacybridge/python/$2"
[ -f "$there/python.exe" ] || { echo "the root has no CPython for Windows: PyPI could not be reached"; exit 77; }
cat >sqlite.py <<'PROGRAM'
import sqlite3
import sys

database = sqlite3.connect(":memory:")
if not hasattr(database, "enable_load_extension"):
    print("this CPython's SQLite loads no extensions")
    sys.exit(77)
database.enable_load_extension(True)
database.load_extension(sys.argv[1])

def one(query, *values):
    return database.execute(query, values).fetchone()[0]

rtf = rb"{\rtf1\ansi\ansicpg1252 gr\'fc\'dfe {\b fett}\par}"
assert one("SELECT rtf_to_markdown(?)", rtf) == "gr\u00fc\u00dfe **fett**\n", one("SELECT rtf_to_markdown(?)", rtf)
assert one("SELECT rtf_to_text(?, 'LineEnds=CRLF')", rtf) == "gr\u00fc\u00dfe fett\r\n"
assert "<strong>fett</strong>" in one("SELECT rtf_to_html(?)", rtf)
assert one("SELECT rtf_to_markdown(markdown_to_rtf('# *a*'))") == "# *a*\n"
assert one("SELECT rtf_to_markdown(NULL)") is None
assert one("SELECT try_rtf_to_markdown(?)", b"{\\rtf1 " + b"{" * 4) is not None
try:
    one("SELECT rtf_to_markdown(?, 'NoSuchOption=1')", rtf)
except sqlite3.OperationalError as error:
    assert "NoSuchOption" in str(error), error
else:
    raise AssertionError("an unknown option was taken")
assert one("SELECT try_rtf_to_markdown(?, 'MaxInput=4')", rtf) is None
# As a column, in an index and in full text search.
database.execute("CREATE TABLE notes (id INTEGER PRIMARY KEY, note BLOB)")
database.executemany("INSERT INTO notes (note) VALUES (?)", [(rtf,), (None,), (b"{\\rtf1 other}",)])
database.execute("CREATE INDEX by_text ON notes (rtf_to_text(note))")
assert one("SELECT id FROM notes WHERE rtf_to_text(note) = ?", "other\n") == 3
print("ok")
PROGRAM
rm -rf "python-$2"
cp -r "$there" "python-$2"
# Windows looks for the DLL that the extension needs beside the program.
cp "/tests/$arch/legacybridge.dll" "python-$2/"
# Its streams have to be pipes.
printf '' | $LAUNCH "python-$2\\python.exe" sqlite.py "Z:\\tests\\$arch\\legacybridge_sqlite.dll" 2>&1 | tr -d '\r'
exit "${PIPESTATUS[1]}"
