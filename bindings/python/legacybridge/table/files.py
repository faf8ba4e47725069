"""Which format a file has, and files that are appended to.

Each format is a module with ``Reader`` and ``Writer``:

    Reader(path, choices, facts, column)   facts are what a reader of the same file has found before, or None
        .facts .fields .encoding    .batches(position)    .position    .fraction
    Writer(folder, name, fields, state, choices, like)
        .write(batch, problems)    .state()    .finish() -> (path, end of its name) pairs    .close()

``position`` and ``state()`` are what a later run needs to go on after the last batch; both are JSON.
"""

import importlib
import os
from typing import Any, Dict, Iterable, List, Optional, Tuple

from .batch import TableError

# Ends of names, and the module for each.
FORMATS = {
    ".parquet": "parquet", ".csv": "csv", ".tsv": "csv", ".txt": "csv", ".jsonl": "lines", ".ndjson": "lines",
    ".db": "sqlite", ".sqlite": "sqlite", ".sqlite3": "sqlite", ".dbf": "dbf",
}


def module(path: str) -> Any:
    """The module for a file, by the end of its name."""
    end = os.path.splitext(path)[1].lower()
    if end not in FORMATS:
        raise TableError(f"{path}: its name has to end in one of {' '.join(FORMATS)}")
    try:
        return importlib.import_module("." + FORMATS[end], __package__)
    except ImportError as error:
        raise TableError(f"{path}: {error}; pip install \"legacybridge[table]\"") from error


def unique(names: Iterable[str], path: str) -> List[str]:
    found: Dict[str, None] = {}
    for name in names:
        if name in found:
            raise TableError(f"{path}: two columns have the name {name}")
        found[name] = None
    return list(found)


class Appended:
    """A file that is as long as was noted, and appended to."""

    def __init__(self, path: str, size: Optional[int]) -> None:
        self.path = path
        self.file = open(path, "r+b" if size is not None else "w+b")
        if size is not None:
            self.file.truncate(size)
        self.size = self.file.seek(0, os.SEEK_END)
        if size is not None and self.size != size:
            self.file.close()
            raise TableError(f"{path}: shorter than was noted")

    def write(self, data: Any) -> None:
        self.size += self.file.write(data)

    def sync(self) -> int:
        """What was written is on the disk; gives the size."""
        self.file.flush()
        os.fsync(self.file.fileno())
        return self.size

    def close(self) -> None:
        self.file.close()


class OneFile:
    """What writers have in common whose output is one file that is appended to."""

    file: Appended

    def state(self) -> Any:
        return self.file.sync()

    def finish(self) -> List[Tuple[str, Optional[str]]]:
        self.file.close()
        return [(self.file.path, None)]

    def close(self) -> None:
        self.file.close()
