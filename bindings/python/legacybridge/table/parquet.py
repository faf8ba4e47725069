"""Parquet. What is written is appended as streams of Arrow's, a batch each, and becomes Parquet in the end."""

import os
from typing import Any, Iterator, List, Optional, Tuple

import pyarrow  # type: ignore[import-not-found,import-untyped,unused-ignore]
import pyarrow.parquet as parquet  # type: ignore[import-not-found,import-untyped,unused-ignore]

from .batch import BYTES, ROWS, Batch, Field, array
from .files import Appended, unique

# So many bytes of batches make a row group.
GROUP = 64 << 20


class Reader:
    """``position`` is the row group, and the rows of it that are done."""

    encoding = "utf-8"

    def __init__(self, path: str, choices: Any, facts: Any, column: str) -> None:
        # A row group is read a piece at a time, and not whole ahead.
        self.file = parquet.ParquetFile(path, pre_buffer=False, buffer_size=1 << 20)
        schema = self.file.schema_arrow
        unique(schema.names, path)
        self.fields = [Field(field.name, _flat(field.type)) for field in schema]
        self.facts = facts
        self.position: Any = None
        self.done, self.total = 0, max(1, self.file.metadata.num_rows)

    @property
    def fraction(self) -> float:
        return float(self.done / self.total)

    def batches(self, position: Any) -> Iterator[Batch]:
        first, skipped = position or (0, 0)
        metadata = self.file.metadata
        self.done = skipped + sum(metadata.row_group(group).num_rows for group in range(first))
        for group in range(first, self.file.num_row_groups):
            facts = metadata.row_group(group)
            size = max(1, facts.total_byte_size // max(1, facts.num_rows))
            done = 0
            for part in self.file.iter_batches(max(1, min(ROWS, BYTES // size)), row_groups=[group]):
                done += part.num_rows
                if done <= skipped:
                    continue
                self.position = (group, done)
                self.done += part.num_rows
                columns = [column.cast(field.type) for column, field in zip(part.columns, self.fields)]
                yield Batch(part.num_rows, columns, [])
            skipped = 0

    def close(self) -> None:
        self.file.close()


def _flat(kind: Any) -> Any:
    return kind.value_type if pyarrow.types.is_dictionary(kind) else kind


class Writer:
    def __init__(self, folder: str, name: str, fields: List[Field], state: Any, choices: Any, like: Any) -> None:
        self.made = os.path.join(folder, name + ".parquet")
        self.file = Appended(os.path.join(folder, name + ".arrows"), state)
        self.schema = pyarrow.schema([
            (field.name, field.type if field.type is not None else pyarrow.large_string()) for field in fields])

    def write(self, batch: Batch, problems: List[Tuple[int, str]]) -> None:
        columns = [array(column, field.type, problems, field.name) for column, field in zip(batch.columns, self.schema)]
        sink = pyarrow.BufferOutputStream()
        with pyarrow.ipc.new_stream(sink, self.schema) as stream:
            stream.write_batch(pyarrow.RecordBatch.from_arrays(columns, schema=self.schema))
        self.file.write(sink.getvalue())

    def state(self) -> Any:
        return self.file.sync()

    def finish(self) -> List[Tuple[str, Optional[str]]]:
        self.file.close()
        with open(self.file.path, "rb") as file, open(self.made, "wb") as made:
            with parquet.ParquetWriter(made, self.schema, compression="zstd") as writer:
                group: List[Any] = []
                while file.tell() < self.file.size:
                    with pyarrow.ipc.open_stream(file) as stream:
                        group.extend(stream)
                    if sum(part.nbytes for part in group) >= GROUP:
                        _write(writer, group)
                _write(writer, group)
            made.flush()
            os.fsync(made.fileno())
        return [(self.made, None)]

    def close(self) -> None:
        self.file.close()


def _write(writer: Any, group: List[Any]) -> None:
    if group:
        table = pyarrow.Table.from_batches(group)
        writer.write_table(table, row_group_size=table.num_rows)
        group.clear()
