"""DBF with its memos (DBT, FPT), read by ``dbfread``. Records that are marked as deleted are left out.

Memos and characters are bytes in the table's code page. Those of the column to convert stay bytes if they are RTF,
which names its code pages itself.
"""

import itertools
from typing import Any, Iterator, List, Tuple

import pyarrow  # type: ignore[import-not-found,import-untyped,unused-ignore]
from dbfread import DBF, FieldParser  # type: ignore[import-not-found,import-untyped,unused-ignore]

from .batch import BYTES, ROWS, Batch, Field
from .dbf_writer import Writer

__all__ = ["Reader", "Writer"]

TYPES = {
    "L": pyarrow.bool_(), "D": pyarrow.date32(), "T": pyarrow.timestamp("ms"), "@": pyarrow.timestamp("ms"),
    "I": pyarrow.int64(), "+": pyarrow.int64(), "B": pyarrow.float64(), "O": pyarrow.float64(),
    "Y": pyarrow.decimal128(19, 4), "G": pyarrow.large_binary(), "P": pyarrow.large_binary(),
    "Q": pyarrow.large_binary(),
}


class Reader:
    """``position`` is how many records are done."""

    facts: Any = None

    def __init__(self, path: str, choices: Any, facts: Any, column: str) -> None:
        problems: List[str] = []

        class Parser(FieldParser):  # type: ignore[misc]
            def parse(self, field: Any, data: bytes) -> Any:
                try:
                    if field.name == column and field.type in "CVM":
                        return self.document(field, data)
                    value = FieldParser.parse(self, field, data)
                    return bytes(value) if isinstance(value, bytes) else value
                except Exception as error:  # whatever a broken field leads to: it is a problem of its row
                    problems.append(f"{field.name}: {error}")
                    return None

            def document(self, field: Any, data: bytes) -> Any:
                if field.type == "M":
                    found = self.get_memo(self._parse_memo_index(data))
                    if found is None:
                        return None
                    data = bytes(found)
                else:
                    data = data.rstrip(b"\0 ")
                return data if data.lstrip().startswith(b"{\\rtf") else self.decode_text(data)

        self.problems = problems
        plain = DBF(path, parserclass=Parser, ignore_missing_memofile=False)
        # A table that doesn't say its code page is taken for Windows' Western one.
        encoding = plain.encoding if plain.encoding != "ascii" else "cp1252"
        # Bytes that the code page does not have stay what they are.
        self.dbf = DBF(path, parserclass=Parser, encoding=encoding, char_decode_errors="surrogateescape")
        self.encoding = encoding
        self.driver = self.dbf.header.language_driver or 3
        self.fields = [
            Field(field.name, self.kind(field, column), (field.type, field.length, field.decimal_count))
            for field in self.dbf.fields if field.type != "0"]
        self.position: Any = None
        self.done = 0

    def kind(self, field: Any, column: str) -> Any:
        if field.type in "NF":
            return pyarrow.float64() if field.decimal_count else pyarrow.int64()
        if field.name == column and field.type in "CVM":
            return pyarrow.large_binary()
        return TYPES.get(field.type, pyarrow.large_string())

    @property
    def fraction(self) -> float:
        return float(self.done / max(1, self.dbf.header.numrecords))

    def batches(self, position: Any) -> Iterator[Batch]:
        self.done = position or 0
        records = itertools.islice(iter(self.dbf), self.done, None)
        names = [field.name for field in self.fields]
        rows: List[Any] = []
        found: List[Tuple[int, str]] = []
        size = 0
        self.problems.clear()
        for record in records:
            for problem in self.problems:
                found.append((len(rows), problem))
            self.problems.clear()
            row = [record[name] for name in names]
            size += sum(len(value) for value in row if isinstance(value, (str, bytes)))
            rows.append(row)
            if len(rows) >= ROWS or size >= BYTES:
                yield self.batch(rows, found)
                rows, found, size = [], [], 0
        if rows:
            yield self.batch(rows, found)

    def batch(self, rows: List[Any], found: List[Tuple[int, str]]) -> Batch:
        self.done += len(rows)
        self.position = self.done
        return Batch(len(rows), [list(column) for column in zip(*rows)], found)

    def close(self) -> None:
        self.dbf.unload()
