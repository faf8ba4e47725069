"""JSON Lines: an object on each line. The file is read once before, for the names and kinds of its values."""

import json
import os
from typing import Any, Dict, Iterator, List, Optional, Set, Tuple

from .batch import BYTES, KINDS, MISSING, ROWS, Batch, Field, kind_of, plain, values as listed
from .files import Appended, OneFile


class Reader:
    """``facts`` are pairs of a name and a kind; ``position`` is the place where the next line begins."""

    def __init__(self, path: str, choices: Any, facts: Any, column: str) -> None:
        self.encoding = choices.encoding
        self.file = open(path, "rb")
        self.size = max(1, os.path.getsize(path))
        self.place = 0
        self.position: Any = None
        self.facts = facts or self.scan()
        self.fields = [Field(name, KINDS.get(kind)) for name, kind in self.facts]

    def scan(self) -> List[Tuple[str, str]]:
        kinds: Dict[str, Set[str]] = {}
        for line in self.file:
            row = self.row(line)
            for name, value in row.items() if isinstance(row, dict) else ():
                kinds.setdefault(name, set()).add(_kind(value))
        return [(name, kind_of(found)) for name, found in kinds.items()]

    def row(self, line: bytes) -> Any:
        """An object, None of a line of blanks, or what is wrong."""
        shown = line.decode(self.encoding, "surrogateescape").lstrip("\ufeff").strip()
        if not shown:
            return None
        try:
            row = json.loads(shown)
        except (ValueError, RecursionError) as error:
            return f"no JSON: {error}: {shown[:200]}"
        return row if isinstance(row, dict) else f"no object: {shown[:200]}"

    @property
    def fraction(self) -> float:
        return self.place / self.size

    def batches(self, position: Any) -> Iterator[Batch]:
        self.place = position or 0
        self.file.seek(self.place)
        rows: List[Dict[str, Any]] = []
        problems: List[Tuple[int, str]] = []
        begin = self.place
        for line in self.file:
            self.place += len(line)
            row = self.row(line)
            if row is None:
                continue
            if isinstance(row, str):
                problems.append((len(rows), row))
                row = {}
            rows.append(row)
            if len(rows) >= ROWS or self.place - begin >= BYTES:
                yield self.batch(rows, problems)
                rows, problems, begin = [], [], self.place
        if rows:
            yield self.batch(rows, problems)

    def batch(self, rows: List[Dict[str, Any]], problems: List[Tuple[int, str]]) -> Batch:
        self.position = self.place
        return Batch(len(rows), [[row.get(field.name, MISSING) for row in rows] for field in self.fields], problems)

    def close(self) -> None:
        self.file.close()


def _kind(value: Any) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, int):
        return "integer" if -(2**63) <= value < 2**63 else "mixed"
    return "real" if isinstance(value, float) else "text" if isinstance(value, str) else "mixed"


class Writer(OneFile):
    def __init__(self, folder: str, name: str, fields: List[Field], state: Any, choices: Any, like: Any) -> None:
        self.file = Appended(os.path.join(folder, name + ".jsonl"), state)
        self.names = [field.name for field in fields]

    def write(self, batch: Batch, problems: List[Tuple[int, str]]) -> None:
        columns = [listed(column) for column in batch.columns]
        for values in zip(*columns):
            row = {name: plain(value) for name, value in zip(self.names, values) if value is not MISSING}
            try:
                line = json.dumps(row, ensure_ascii=False).encode("utf-8")
            except UnicodeEncodeError:
                line = json.dumps(row).encode("ascii")
            self.file.write(line + b"\n")
