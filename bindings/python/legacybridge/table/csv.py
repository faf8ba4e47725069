"""CSV, with a line of names. Separated by what the line of names has most of: comma, semicolon or tab."""

import csv
import io
import os
from typing import Any, Iterator, List, Optional, Tuple

import pyarrow  # type: ignore[import-not-found,import-untyped,unused-ignore]

from .batch import BYTES, ROWS, Batch, Field, TableError, text, values
from .files import Appended, OneFile, unique

# The most that C's long holds everywhere.
csv.field_size_limit(2**31 - 1)


class Reader:
    """``position`` is the place in the file where the next row begins."""

    def __init__(self, path: str, choices: Any, facts: Any, column: str) -> None:
        self.path, self.encoding, self.facts = path, choices.encoding, facts
        self.file = open(path, "rb")
        self.size = max(1, os.path.getsize(path))
        self.place = 0
        start = self.file.read(3)
        if start[:2] in (b"\xff\xfe", b"\xfe\xff"):
            raise TableError(f"{path}: UTF-16; save it as UTF-8")
        self.file.seek(3 if start == b"\xef\xbb\xbf" else 0)
        self.place = self.file.tell()
        first = self.file.readline().decode(self.encoding, "surrogateescape")
        self.file.seek(self.place)
        self.delimiter = max(",;\t", key=first.count)
        names = next(self.rows(), None)
        if not names:
            raise TableError(f"{path}: no line of names")
        self.fields = [Field(name, pyarrow.large_string()) for name in unique(names, path)]
        self.start = self.place
        self.position: Any = None

    def rows(self) -> Iterator[List[str]]:
        return csv.reader(self.lines(), delimiter=self.delimiter)

    def lines(self) -> Iterator[str]:
        for line in self.file:
            self.place += len(line)
            yield line.decode(self.encoding, "surrogateescape")

    @property
    def fraction(self) -> float:
        return self.place / self.size

    def batches(self, position: Any) -> Iterator[Batch]:
        self.place = position or self.start
        self.file.seek(self.place)
        width = len(self.fields)
        rows: List[List[str]] = []
        problems: List[Tuple[int, str]] = []
        begin = self.place
        source = self.rows()
        while True:
            try:
                row = next(source, None)
            except csv.Error as error:
                # What the reader has of the row is gone; the next line begins a new one.
                source = self.rows()
                row = []
                problems.append((len(rows), f"no CSV: {error}"))
            if row == []:  # an empty line
                if not problems or problems[-1][0] != len(rows):
                    continue
            elif row is not None and len(row) != width:
                problems.append((len(rows), f"{len(row)} cells where there are {width} columns: {row[width:]}"[:300]))
            if row is not None:
                rows.append(row[:width] + [""] * (width - len(row)))
            if rows and (row is None or len(rows) >= ROWS or self.place - begin >= BYTES):
                self.position = begin = self.place
                yield Batch(len(rows), [list(column) for column in zip(*rows)], problems)
                rows, problems = [], []
            if row is None:
                return

    def close(self) -> None:
        self.file.close()


class Writer(OneFile):
    def __init__(self, folder: str, name: str, fields: List[Field], state: Any, choices: Any, like: Any) -> None:
        self.file = Appended(os.path.join(folder, name + ".csv"), state)
        self.encoding = choices.encoding
        # As the table came.
        self.delimiter = like.delimiter if isinstance(like, Reader) else ","
        if state is None:
            self.rows([[field.name for field in fields]])

    def rows(self, rows: Any) -> None:
        text = io.StringIO(newline="")
        csv.writer(text, delimiter=self.delimiter).writerows(rows)
        try:
            data = text.getvalue().encode(self.encoding, "surrogateescape")
        except UnicodeEncodeError:
            data = text.getvalue().encode(self.encoding, "replace")
        self.file.write(data)

    def write(self, batch: Batch, problems: List[Tuple[int, str]]) -> None:
        columns = []
        for column in batch.columns:
            made = [text(value) for value in values(column)]
            for row, value in enumerate(made):
                if value is not None and not value.isascii():
                    try:
                        value.encode(self.encoding, "surrogateescape")
                    except UnicodeEncodeError as error:
                        problems.append((row, f"not in {self.encoding}: {value[error.start:error.end]!r}, written as ?"))
            columns.append(made)
        self.rows(zip(*columns))
