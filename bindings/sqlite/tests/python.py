"""The extension in Python's sqlite3: python.py EXTENSION. 77 where this Python loads none."""

import gc
import sqlite3
import sys
import threading

if not hasattr(sqlite3.Connection, "enable_load_extension"):
    sys.exit(77)


def connected():
    connection = sqlite3.connect(":memory:", check_same_thread=False)
    connection.enable_load_extension(True)
    connection.load_extension(sys.argv[1])
    return connection


# Connections that come and go, each with converters of its own.
for number in range(200):
    connection = connected()
    for size in range(100, 130):
        row = connection.execute("SELECT rtf_to_text(?, ?)", (b"{\\rtf1 a}", f"MaxInput={size}")).fetchone()
        assert row == ("a\n",), row
    connection.close()

# Values of every type, and an error that says its words.
connection = connected()
for value, expected in [("{\\rtf1 é}", "é\n"), (b"{\\rtf1 \xe9}", "é\n"), (None, None), (b"", ""), (7, "7\n")]:
    found = connection.execute("SELECT rtf_to_text(?)", (value,)).fetchone()[0]
    assert found == expected, (value, found)
try:
    connection.execute("SELECT rtf_to_text('x', 'Nonsense=1')").fetchone()
    raise AssertionError("an unknown option is an error")
except sqlite3.OperationalError as error:
    assert 'rtf_to_text: unknown option "Nonsense"' in str(error), error

# Documents go on while threads come and go.
def work():
    own = connected()
    for number in range(500):
        assert own.execute("SELECT rtf_to_markdown(?)", (f"{{\\rtf1 {{\\b {number}}}}}",)).fetchone()[0] == f"**{number}**\n"
    own.close()


threads = [threading.Thread(target=work) for _ in range(4)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()

# A database in UTF-16.
connection = connected()
connection.execute("PRAGMA encoding = 'UTF-16'")
connection.execute("CREATE TABLE memo (note TEXT, markdown TEXT)")
connection.execute("INSERT INTO memo VALUES (?, NULL)", ("{\\rtf1 {\\i \u03a9 \U0001f600}}",))
connection.execute("UPDATE memo SET markdown = rtf_to_markdown(note)")
assert connection.execute("SELECT markdown FROM memo").fetchone()[0] == "*\u03a9 \U0001f600*\n"

# Outputs outlive the statement that made them.
rows = [row[0] for row in connection.execute("WITH RECURSIVE n(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n LIMIT 2000) "
                                             "SELECT markdown_to_rtf('*' || n || '*') FROM n")]
connection.close()
gc.collect()
assert len(rows) == 2000 and all(row.startswith("{\\rtf1") for row in rows)
print("SQLite from Python: connections, threads, types, UTF-16")
