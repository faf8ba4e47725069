"""Rows on their way from a reader to a writer.

A column is a list of Python's values or an array of pyarrow's. Text that was no UTF-8 has the bytes as lone
surrogates (``surrogateescape``), so that nothing is lost before it is known who writes it.
"""

import base64
import datetime
import decimal
import json
from typing import Any, Dict, Iterable, List, NamedTuple, Tuple

import pyarrow  # type: ignore[import-not-found,import-untyped,unused-ignore]

# A batch ends with so many rows, or with the row that makes so many bytes.
ROWS = 8192
BYTES = 8 << 20

# What a row of JSON Lines does not have; to other formats it is NULL.
MISSING: Any = type("Missing", (), {"__repr__": lambda self: "MISSING", "__bool__": lambda self: False})()


class TableError(Exception):
    """The job can't be done, or not go on; what was done stays."""


class Field(NamedTuple):
    """A column: its type of pyarrow's, None if it has values of several types; and what its file says of it."""

    name: str
    type: Any
    origin: Any = None


class Batch(NamedTuple):
    """Rows; ``problems`` has what is wrong with one beside its document, by its number in the batch."""

    rows: int
    columns: List[Any]
    problems: List[Tuple[int, str]]


# Kinds of values as SQLite names them, and what they are to pyarrow; the others are mixed.
KINDS: Dict[str, Any] = {
    "integer": pyarrow.int64(), "real": pyarrow.float64(), "boolean": pyarrow.bool_(),
    "text": pyarrow.large_string(), "blob": pyarrow.large_binary(),
}


def kind_of(kinds: Iterable[str]) -> str:
    """One kind for a column that has these."""
    found = set(kinds) - {"null"}
    if found == {"integer", "real"}:
        return "real"
    return found.pop() if len(found) == 1 else "mixed" if found else "text"


def values(column: Any) -> List[Any]:
    found: List[Any] = column if isinstance(column, list) else column.to_pylist()
    return found


def plain(value: Any) -> Any:
    """A value as JSON has it."""
    if value is None or value is MISSING or isinstance(value, (bool, int, float, str)):
        return None if value is MISSING else value
    if isinstance(value, (bytes, bytearray, memoryview)):
        # Bytes beyond ASCII say themselves that they are bytes.
        raw = bytes(value)
        if raw.isascii():
            return raw.decode("ascii")
        return "data:application/octet-stream;base64," + base64.b64encode(raw).decode("ascii")
    if isinstance(value, (datetime.date, datetime.time)):
        return value.isoformat()
    if isinstance(value, decimal.Decimal):
        return str(value)
    if isinstance(value, dict):
        return {str(key): plain(one) for key, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(one) for one in value]
    return str(value)


def text(value: Any) -> Any:
    """A value as text; None stays None."""
    value = plain(value)
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    return json.dumps(value, ensure_ascii=False) if isinstance(value, (dict, list)) else repr(value)


def documents(column: Any, encoding: str, problems: List[Tuple[int, str]]) -> Any:
    """The column to convert, for ``legacybridge.arrow``.

    RTF of a file in another encoding than UTF-8 is the bytes that stand there, for it names its code pages
    itself; other text has the mark of UTF-8 where it is beyond ASCII.
    """
    if not isinstance(column, list):
        return column
    made: List[Any] = []
    for row, value in enumerate(column):
        if value is None or value is MISSING:
            made.append(None)
        elif isinstance(value, (bytes, bytearray)):
            made.append(value)
        else:
            note = value if isinstance(value, str) else text(value)
            if note.isascii():
                made.append(note.encode("ascii"))
            elif encoding != "utf-8" and note.lstrip().startswith("{\\rtf"):
                made.append(note.encode(encoding, "surrogateescape"))
            else:
                try:
                    made.append(b"\xef\xbb\xbf" + note.encode("utf-8"))
                except UnicodeEncodeError:
                    raw = _raw(note)
                    if raw is None:
                        problems.append((row, "half a character of UTF-16, converted as ?"))
                    made.append(raw or note.encode("utf-8", "replace"))
    return pyarrow.array(made, pyarrow.large_binary())


def _raw(note: str) -> Any:
    """The bytes that text has stood for; None if some of it stands for none."""
    try:
        return note.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        return None


def array(column: Any, kind: Any, problems: List[Tuple[int, str]], name: str) -> Any:
    """A column as an array of a type; a value that it can't have is NULL, and a problem."""
    if not isinstance(column, list):
        return column
    kind = kind if kind is not None else pyarrow.large_string()
    shown = pyarrow.types.is_string(kind) or pyarrow.types.is_large_string(kind)
    given = [None if value is MISSING else text(value) if shown else value for value in column]
    try:
        return pyarrow.array(given, kind)
    except (pyarrow.ArrowException, OverflowError, TypeError, ValueError):
        pass
    for row, value in enumerate(given):
        try:
            pyarrow.array([value], kind)
        except (pyarrow.ArrowException, OverflowError, TypeError, ValueError):
            if isinstance(value, str) and shown:
                given[row] = (_raw(value) or value.encode("utf-8", "replace")).decode("utf-8", "replace")
                problems.append((row, f"{name}: not in UTF-8; what could not be read is U+FFFD"))
            else:
                given[row] = None
                problems.append((row, f"{name}: {text(value)[:100]!r} is not of the type {kind}"))
    return pyarrow.array(given, kind)
