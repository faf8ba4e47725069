"""SQLite. A table without rowids, and a view, is read from its start again where a run goes on."""

import json
import os
import sqlite3
from pathlib import Path
from typing import Any, Iterator, List, Optional, Tuple

from .batch import BYTES, KINDS, MISSING, ROWS, Batch, Field, TableError, kind_of, plain, values
from .files import Appended, unique


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


class Reader:
    """``facts`` are the number of rows and the kinds of the columns; ``position`` is the last rowid and the rows that are done."""

    encoding = "utf-8"

    def __init__(self, path: str, choices: Any, facts: Any, column: str) -> None:
        if not os.path.exists(path):
            raise TableError(f"{path}: not there")
        self.base = sqlite3.connect(Path(path).absolute().as_uri() + "?mode=ro", uri=True)
        self.base.text_factory = lambda raw: raw.decode("utf-8", "surrogateescape")
        tables = [name for name, in self.base.execute(
            "SELECT name FROM sqlite_master WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'")]
        if not choices.table and len(tables) != 1:
            raise TableError(f"{path} has the tables {', '.join(tables) or '(none)'}: say which by --table")
        self.table = choices.table or tables[0]
        if self.table not in tables:
            raise TableError(f"{path} has no table {self.table}")
        declared = self.base.execute(f"PRAGMA table_info({_quoted(self.table)})").fetchall()
        names = unique((row[1] for row in declared), path)
        self.key = next((name for name in ("rowid", "_rowid_", "oid") if name not in map(str.lower, names)), None)
        try:
            self.base.execute(f"SELECT {self.key} FROM {_quoted(self.table)} LIMIT 0")
            # A view of several tables has rowids without order or number.
            kind, = self.base.execute("SELECT type FROM sqlite_master WHERE name = ?", [self.table]).fetchone()
            self.key = self.key if kind == "table" else None
        except sqlite3.OperationalError:
            self.key = None
        self.facts = facts or self.scan(names)
        self.total, kinds = self.facts
        self.fields = [Field(row[1], KINDS.get(kind), row[2] or None) for row, kind in zip(declared, kinds)]
        self.position: Any = None
        self.done = 0

    def scan(self, names: List[str]) -> Any:
        asked = ", ".join(f"group_concat(DISTINCT typeof({_quoted(name)}))" for name in names)
        count, *kinds = self.base.execute(f"SELECT count(*), {asked} FROM {_quoted(self.table)}").fetchone()
        return count, [kind_of((kind or "null").split(",")) for kind in kinds]

    @property
    def fraction(self) -> float:
        return float(self.done / max(1, self.total))

    def batches(self, position: Any) -> Iterator[Batch]:
        last, self.done = position or (None, 0)
        names = ", ".join(_quoted(field.name) for field in self.fields)
        asked = f"SELECT {self.key or 0}, {names} FROM {_quoted(self.table)}"
        if self.key:
            where = "" if last is None else f" WHERE {self.key} > {int(last)}"
            cursor = self.base.execute(f"{asked}{where} ORDER BY {self.key}")
        else:
            cursor = self.base.execute(asked)
            for _ in range(self.done):
                cursor.fetchone()
        rows: List[Any] = []
        size = 0
        for row in cursor:
            rows.append(row)
            size += sum(len(value) for value in row if isinstance(value, (str, bytes)))
            if len(rows) >= ROWS or size >= BYTES:
                yield self.batch(rows)
                rows, size = [], 0
        if rows:
            yield self.batch(rows)

    def batch(self, rows: List[Any]) -> Batch:
        self.done += len(rows)
        self.position = (rows[-1][0], self.done)
        return Batch(len(rows), [list(column) for column in zip(*rows)][1:], [])

    def close(self) -> None:
        self.base.close()


class Writer:
    """Fills a database of its own, a transaction for each batch, which is copied packed in the end."""

    def __init__(self, folder: str, name: str, fields: List[Field], state: Any, choices: Any, like: Any) -> None:
        self.path, self.made = (os.path.join(folder, name + end) for end in (".working", ".db"))
        if state is None:
            Appended(self.path, None).close()
        self.base = sqlite3.connect(self.path, isolation_level=None)
        self.table = _quoted(like.table if isinstance(like, Reader) else choices.table or "memo")
        self.rows = state or 0
        if state is None:
            columns = ", ".join(f"{_quoted(field.name)} {_declared(field)}" for field in fields)
            self.base.execute(f"CREATE TABLE {self.table} ({columns})")
        else:
            # A batch may have been written and not been noted.
            self.base.execute(f"DELETE FROM {self.table} WHERE rowid > ?", [self.rows])
        self.insert = f"INSERT INTO {self.table} VALUES ({', '.join('?' * len(fields))})"

    def write(self, batch: Batch, problems: List[Tuple[int, str]]) -> None:
        columns = [[_value(value) for value in values(column)] for column in batch.columns]
        self.base.execute("BEGIN")
        self.base.executemany(self.insert, zip(*columns))
        self.base.execute("COMMIT")
        self.rows += batch.rows

    def state(self) -> Any:
        return self.rows

    def finish(self) -> List[Tuple[str, Optional[str]]]:
        if os.path.exists(self.made):
            os.remove(self.made)
        self.base.execute("VACUUM INTO ?", [self.made])
        self.base.close()
        return [(self.made, None)]

    def close(self) -> None:
        self.base.close()


def _declared(field: Field) -> str:
    if isinstance(field.origin, str):
        return field.origin
    return next((kind.upper() for kind, type_ in KINDS.items() if type_ == field.type), "")


def _value(value: Any) -> Any:
    if value is None or value is MISSING or isinstance(value, (bytes, float)):
        return None if value is MISSING else value
    if isinstance(value, int):
        return value if -(2**63) <= value < 2**63 else str(value)
    if isinstance(value, (bytearray, memoryview)):
        return bytes(value)
    made = plain(value)
    if isinstance(made, (dict, list)):
        made = json.dumps(made, ensure_ascii=False)
    try:
        made.encode("utf-8")
    except UnicodeEncodeError:
        return made.encode("utf-8", "surrogateescape")
    return made
