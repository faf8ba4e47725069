"""A DBF as Visual FoxPro has it, with an FPT for its memos.

Shape    records and memos are appended; what the headers count is written in the end. Numbers of a memo file
         are big-endian, the others little-endian.
Types    those of the table that was read, if that was a DBF; else N for whole numbers, B, L, D, T, and M for
         everything else. NULL is what FoxPro shows as empty, and for B a bit of ``_NullFlags``.
Limits   2 GB for each of the two files, 255 columns; names of ten characters.
Source   the formats as Visual FoxPro's help describes them ("Table File Structure", "Memo File Structure").
"""

import datetime
import os
import re
import struct
from typing import Any, List, NamedTuple, Optional, Tuple

import pyarrow  # type: ignore[import-not-found,import-untyped,unused-ignore]

from .batch import Batch, Field, TableError, text, values
from .files import Appended

MOST = 2**31 - 1
BLOCK = 64  # bytes in a block of the memo file


class Column(NamedTuple):
    name: bytes
    type: str
    width: int
    decimals: int
    flags: int


def _column(field: Field, taken: List[bytes]) -> Column:
    name = re.sub(r"\W", "_", field.name, flags=re.A).upper().encode("ascii")[:10] or b"_"
    number = 1
    while name in taken:
        number += 1
        end = b"_%d" % number
        name = name[:10 - len(end)] + end
    taken.append(name)
    kinds = pyarrow.types
    if isinstance(field.origin, tuple):
        old, width, decimals = field.origin
        letter = str({"+": "I", "@": "T", "O": "B", "V": "C"}.get(old, old))
        if letter in "CNFDLIBTY":
            return Column(name, letter, width, decimals, 2 if letter == "B" else 0)
        return Column(name, "M", 4, 0, 4 if letter in "GPQ" else 0)
    kind = field.type
    if kind is None:
        return Column(name, "M", 4, 0, 0)
    if kinds.is_integer(kind):
        return Column(name, "N", 20, 0, 0)
    if kinds.is_floating(kind):
        return Column(name, "B", 8, 6, 2)
    if kinds.is_boolean(kind):
        return Column(name, "L", 1, 0, 0)
    if kinds.is_date(kind):
        return Column(name, "D", 8, 0, 0)
    if kinds.is_timestamp(kind):
        return Column(name, "T", 8, 0, 0)
    return Column(name, "M", 4, 0, 4 if kinds.is_binary(kind) or kinds.is_large_binary(kind) else 0)


class Writer:
    def __init__(self, folder: str, name: str, fields: List[Field], state: Any, choices: Any, like: Any) -> None:
        from .dbf import Reader

        records, memos, rows = state or (None, None, 0)
        self.rows: int = rows
        taken: List[bytes] = []
        self.columns = [_column(field, taken) for field in fields]
        self.nullable = [column for column in self.columns if column.flags & 2]
        if len(fields) > 254:
            raise TableError("a DBF holds 255 columns")
        self.encoding, self.driver = (like.encoding, like.driver) if isinstance(like, Reader) else ("cp1252", 3)
        # Text in the table's own code page; what it does not have, the library reports.
        page = re.fullmatch(r"cp(\d+)", self.encoding)
        self.code_page = int(page.group(1)) if page else None
        self.flags = Column(b"_NullFlags", "0", (len(self.nullable) + 7) // 8, 0, 5)
        stored = self.columns + [self.flags] * bool(self.nullable)
        self.record = 1 + sum(column.width for column in stored)
        self.day = datetime.date.fromtimestamp(choices.modified)
        self.head = self.header(stored)
        self.records = Appended(os.path.join(folder, name + ".dbf"), records)
        self.memos = Appended(os.path.join(folder, name + ".fpt"), memos)
        if state is None:
            self.records.write(self.head)
            self.memos.write(struct.pack(">IHH504x", 512 // BLOCK, 0, BLOCK))

    def header(self, columns: List[Column]) -> bytes:
        place, described = 1, b""
        for column in columns:
            described += struct.pack(
                "<11scIBBB13x", column.name, column.type.encode("ascii"), place, column.width, column.decimals,
                column.flags)
            place += column.width
        size = 32 + len(described) + 1 + 263
        return struct.pack(
            "<BBBBIHH16xBB2x", 0x30, self.day.year % 100, self.day.month, self.day.day, 0, size, self.record,
            2, self.driver) + described + b"\r" + bytes(263)

    def write(self, batch: Batch, problems: List[Tuple[int, str]]) -> None:
        columns = [values(column) for column in batch.columns]
        made = bytearray()
        for row in range(batch.rows):
            made += b" "
            nulls = bit = 0
            for column, given in zip(self.columns, columns):
                value = given[row] if given[row] is not None else None
                try:
                    made += self.value(column, value, row, problems)
                except (ValueError, TypeError, OverflowError, struct.error):
                    problems.append((row, f"{column.name.decode()}: {text(value)[:100]!r} does not fit, left out"))
                    made += self.value(column, None, row, problems)
                if column.flags & 2:
                    nulls |= (value is None) << bit
                    bit += 1
            if self.nullable:
                made += nulls.to_bytes(self.flags.width, "little")
        self.records.write(made)
        self.rows += batch.rows
        if self.records.size > MOST or self.memos.size > MOST:
            raise TableError("a DBF and its memo file hold 2 GB each: write another format")

    def value(self, column: Column, value: Any, row: int, problems: List[Tuple[int, str]]) -> bytes:
        kind, width = column.type, column.width
        if kind == "M":
            return struct.pack("<I", 0 if not value and value is not False else self.memo(column, value, row, problems))
        if not value and value is not False and value != 0:
            return bytes(8) if kind in "BTY" else bytes(4) if kind == "I" else b" " * width
        if kind == "C":
            made = self.encoded(column, value, row, problems).ljust(width)
        elif kind in "NF":
            made = (f"{value:.{column.decimals}f}" if column.decimals else str(int(value))).rjust(width).encode("ascii")
        elif kind == "L":
            made = b"T" if value else b"F"
        elif kind == "D":
            made = value.strftime("%Y%m%d").rjust(8, "0").encode("ascii")
        elif kind == "T":
            milliseconds = ((value.hour * 60 + value.minute) * 60 + value.second) * 1000 + value.microsecond // 1000
            if value.microsecond % 1000:
                problems.append((row, f"{column.name.decode()}: {value} is kept to the millisecond"))
            made = struct.pack("<ii", value.toordinal() + 1721425, milliseconds)
        elif kind == "Y":
            made = struct.pack("<q", int(value * 10000))
        else:
            made = struct.pack("<i" if kind == "I" else "<d", value)
        if len(made) != width:
            raise ValueError
        return made

    def encoded(self, column: Column, value: Any, row: int, problems: List[Tuple[int, str]]) -> bytes:
        if isinstance(value, bytes):
            return value
        value = text(value)
        try:
            return value.encode(self.encoding, "surrogateescape")  # type: ignore[no-any-return]
        except UnicodeEncodeError as error:
            problems.append((row, f"{column.name.decode()}: {value[error.start:error.end]!r} is not in "
                                  f"{self.encoding}, written as ?"))
            return value.encode(self.encoding, "replace")  # type: ignore[no-any-return]

    def memo(self, column: Column, value: Any, row: int, problems: List[Tuple[int, str]]) -> int:
        data = self.encoded(column, value, row, problems)
        block = self.memos.size // BLOCK
        size = 8 + len(data)
        # 1 is text; to readers 0 is bytes.
        self.memos.write(struct.pack(">II", int(not column.flags & 4), len(data)) + data + bytes(-size % BLOCK))
        return block

    def state(self) -> Any:
        return self.records.sync(), self.memos.sync(), self.rows

    def finish(self) -> List[Tuple[str, Optional[str]]]:
        end = self.records.size
        self.records.write(b"\x1a")
        self.records.file.seek(4)
        self.records.file.write(struct.pack("<I", self.rows))
        self.memos.file.seek(0)
        self.memos.file.write(struct.pack(">I", self.memos.size // BLOCK))
        self.records.size = end
        for file in (self.memos, self.records):
            file.sync()
            file.close()
        # The memos first: a table without them can't be opened.
        return [(self.memos.path, ".fpt"), (self.records.path, None)]

    def close(self) -> None:
        self.records.close()
        self.memos.close()
