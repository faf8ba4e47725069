"""The scripts of docs/columns.md, taken out of the page and run as a reader would.

    columns.py NAME                     writes the script of that name to standard output
    columns.py run SQLITE_EXTENSION     runs those of SQLite, ODBC and DBF, and says which it can't

LEGACYBRIDGE_LIBRARY names the library for Python. Ends with 1 where a script fails.
"""

import importlib.util
import os
import pathlib
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile

PROJECT = pathlib.Path(__file__).resolve().parents[2]
PAGE = (PROJECT / "docs" / "columns.md").read_text(encoding="utf-8")
SCRIPTS = dict(re.findall(r"<!-- run: (\S+) -->\n```\w*\n(.*?)```", PAGE, re.DOTALL))
GOOD = "{\\rtf1\\ansi {\\b Memo} \\'fc{\\header h}}"


def rows(count):
    """Most are good, some NULL, one too large."""
    for number in range(count):
        yield number, None if number % 50 == 7 else GOOD if number != 13 else "{\\rtf1 " + "a" * 70_000_000 + "}"


def check(found, failures, count):
    """What every script has to make of the rows."""
    for number, markdown in found:
        expected = None if number % 50 == 7 or number == 13 else "**Memo** \u00fc\n"
        assert markdown == expected, (number, markdown)
    assert len(failures) == 1 and failures[0][0] == 13 and "larger than the limit" in failures[0][1], failures
    assert len(found) == count


def fill(path, count):
    with sqlite3.connect(path) as database:
        database.execute("CREATE TABLE memo (id INTEGER PRIMARY KEY, note TEXT, markdown TEXT)")
        database.executemany("INSERT INTO memo (id, note) VALUES (?, ?)", rows(count))


def read(path):
    with sqlite3.connect(path) as database:
        found = database.execute("SELECT id, markdown FROM memo ORDER BY id").fetchall()
        return found, database.execute("SELECT id, message FROM memo_failure").fetchall()


def run_sqlite(folder, extension):
    shutil.copy(extension, folder / "legacybridge_sqlite.so")
    fill(folder / "a.db", 200)
    for _ in range(2):  # the second time nothing changes
        script = SCRIPTS["sqlite.sql"] + SCRIPTS["sqlite-losses.sql"]
        told = subprocess.run(["sqlite3", "-bail", "a.db"], input=script, cwd=folder, text=True, capture_output=True, check=True)
        assert told.stdout == "header_footer|195|195\n" and not told.stderr, told
        check(*read(folder / "a.db"), 200)


def run_odbc(folder):
    (folder / "odbc.py").write_text(SCRIPTS["odbc.py"], encoding="utf-8")
    fill(folder / "b.db", 2500)
    with sqlite3.connect(folder / "b.db") as database:
        database.execute("CREATE TABLE memo_failure (id int PRIMARY KEY, status int, message text)")
    for _ in range(2):
        subprocess.run([sys.executable, "odbc.py", f"Driver=SQLite3;Database={folder / 'b.db'}"], cwd=folder, check=True)
        check(*read(folder / "b.db"), 2500)


def run_dbf(folder):
    import dbf

    # Not dbf.py: the package of that name would not be found.
    (folder / "dbf.py.txt").write_text(SCRIPTS["dbf.py"], encoding="utf-8")
    for kind in ["vfp", "fp", "db3"]:
        table = dbf.Table(str(folder / f"{kind}.dbf"), "id N(6,0); note M", dbf_type=kind, codepage="cp1252")
        table.open(dbf.READ_WRITE)
        for number in range(100):
            table.append({"id": number} if number % 50 == 7 else {"id": number, "note": GOOD})
        table.close()
        target = folder / f"{kind}.db"
        for _ in range(2):
            subprocess.run([sys.executable, "dbf.py.txt", f"{kind}.dbf", str(target)], cwd=folder, check=True)
        with sqlite3.connect(target) as database:
            found = database.execute("SELECT id, markdown, failure FROM memo ORDER BY id").fetchall()
        for number, markdown, failure in found:
            empty = (number - 1) % 50 == 7
            assert failure is None and (not markdown if empty else markdown == "**Memo** \u00fc\n"), (kind, number, markdown)
        assert len(found) == 100


def main():
    if sys.argv[1] != "run":
        print(SCRIPTS[sys.argv[1]])
        return
    os.environ["PYTHONPATH"] = str(PROJECT / "bindings" / "python")
    has = lambda name: importlib.util.find_spec(name) is not None  # noqa: E731
    with tempfile.TemporaryDirectory() as scratch:
        folder = pathlib.Path(scratch)
        run_sqlite(folder, sys.argv[2])
        print("docs/columns.md: sqlite.sql, sqlite-losses.sql")
        drivers = subprocess.run(["odbcinst", "-q", "-d"], text=True, capture_output=True).stdout if shutil.which("odbcinst") else ""
        if has("pyodbc") and "[SQLite3]" in drivers:
            run_odbc(folder)
            print("docs/columns.md: odbc.py with SQLite's driver")
        else:
            print("docs/columns.md: odbc.py not run here: no pyodbc, or no ODBC driver (Debian: unixodbc libsqliteodbc)")
        if has("dbf") and has("dbfread"):
            run_dbf(folder)
            print("docs/columns.md: dbf.py")
        else:
            print("docs/columns.md: dbf.py not run here: no packages dbf and dbfread")


if __name__ == "__main__":
    main()
