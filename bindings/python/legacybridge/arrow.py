"""Columns of pyarrow's: a document a row, converted in one call of the library's.

    from legacybridge import arrow
    table = table.append_column("markdown", arrow.to_markdown(table["note"]))

In       arrays and chunked arrays of string, binary, their large and view kinds, or dictionaries of them; slices too.
Out      large_string, or large_binary where the options name a CodePage; chunked where the input is. The
         buffers are the library's own, and go back to it with the array.
Errors   a row that fails is NULL, or ends the call with ``LegacyBridgeError`` (``errors="raise"``).
Limits   2^31 - 1 rows in a chunk.
"""

import functools
from ctypes import c_int32, c_int64
from typing import Any, Optional, Union

import pyarrow  # type: ignore[import-not-found,import-untyped,unused-ignore]
import pyarrow.compute as compute  # type: ignore[import-not-found,import-untyped,unused-ignore]

from . import Converter, Format, LegacyBridgeError, _OwnedColumn, status_text

__all__ = ["convert", "to_html", "to_markdown", "to_rtf", "to_text"]


@functools.lru_cache(maxsize=32)
def _converter(options: Optional[str]) -> Converter:
    return Converter(options)


def to_markdown(
    array: Any, options: Optional[str] = None, workers: int = 1, errors: str = "null",
    source: Format = Format.RTF,
) -> Any:
    """Converts a column of RTF to Markdown.

    >>> import pyarrow
    >>> to_markdown(pyarrow.array([r"{\\rtf1 {\\b Hello}}", None])).to_pylist()
    ['**Hello**\\n', None]
    """
    return convert(array, source, Format.MARKDOWN, options, workers, errors)


def to_text(
    array: Any, options: Optional[str] = None, workers: int = 1, errors: str = "null",
    source: Format = Format.RTF,
) -> Any:
    """Converts a column of RTF to plain text."""
    return convert(array, source, Format.TEXT, options, workers, errors)


def to_html(
    array: Any, options: Optional[str] = None, workers: int = 1, errors: str = "null",
    source: Format = Format.RTF,
) -> Any:
    """Converts a column of RTF to HTML."""
    return convert(array, source, Format.HTML, options, workers, errors)


def to_rtf(
    array: Any, options: Optional[str] = None, workers: int = 1, errors: str = "null",
    source: Format = Format.MARKDOWN,
) -> Any:
    """Converts a column of Markdown to RTF."""
    return convert(array, source, Format.RTF, options, workers, errors)


def convert(
    array: Any,
    source: Format,
    target: Format,
    options: Optional[str] = None,
    workers: int = 1,
    errors: str = "null",
    report: bool = False,
) -> Any:
    """Converts a column. With ``report`` each row becomes a struct:

    ``text``    the document, NULL where the row was NULL or failed;
    ``status``  0, 1 (``Row.NULL``) or the error's number;
    ``losses``  what could not be kept, as JSON; of a failed row ``{"error": "..."}``.

    >>> import pyarrow
    >>> rows = convert(pyarrow.array(["*x*"]), Format.MARKDOWN, Format.TEXT, report=True)
    >>> rows.type.names
    ['text', 'status', 'losses']
    >>> rows[0]["text"].as_py()
    'x\\n'
    """
    if errors not in ("null", "raise"):
        raise ValueError(f'errors is "null" or "raise", not {errors!r}')
    column = _Call(_converter(options), source, target, options, workers, errors, report)
    if isinstance(array, pyarrow.ChunkedArray):
        first = 0
        chunks = []
        for chunk in array.chunks:
            chunks.append(column.convert(chunk, first))
            first += len(chunk)
        return pyarrow.chunked_array(chunks, column.type)
    return column.convert(array, 0)


class _Call:
    """What is the same for all chunks of a column."""

    def __init__(
        self, converter: Converter, source: Format, target: Format, options: Optional[str],
        workers: int, errors: str, report: bool,
    ) -> None:
        self.handle = converter.handle
        self.source, self.target = source, target
        self.workers, self.errors, self.report = workers, errors, report
        # Text in another code page is bytes to Arrow.
        self.text: Any = (
            pyarrow.large_binary() if options and "codepage" in options.lower() else pyarrow.large_string())
        self.fields: Any = [
            pyarrow.field("text", self.text), pyarrow.field("status", pyarrow.int32()),
            pyarrow.field("losses", pyarrow.large_string()),
        ]
        self.type: Any = pyarrow.struct(self.fields) if report else self.text

    def convert(self, array: Any, first: int) -> Any:
        if pyarrow.types.is_dictionary(array.type):
            return self.dictionary(array, first)
        kind = array.type
        kinds = pyarrow.types
        if kinds.is_null(kind) or getattr(kinds, "is_string_view", kinds.is_null)(kind):
            array = array.cast(pyarrow.large_string())
        elif getattr(kinds, "is_binary_view", kinds.is_null)(kind):
            array = array.cast(pyarrow.large_binary())
        text = kinds.is_string(array.type) or kinds.is_large_string(array.type)
        if not text and not kinds.is_binary(array.type) and not kinds.is_large_binary(array.type):
            raise TypeError(f"a column of strings or binaries, not of {kind}")
        if not len(array):
            return pyarrow.array([], self.type)
        if text and self.source in (Format.RTF, Format.DETECT):
            array = _marked(array)
        return self.call(array, first)

    def dictionary(self, array: Any, first: int) -> Any:
        """Each document once, however many rows have it."""
        errors, self.errors = self.errors, "null"
        report, self.report = self.report, True
        kind, self.type = self.type, pyarrow.struct(self.fields)
        try:
            indices = array.indices
            made = self.convert(array.dictionary, 0).take(indices)
        finally:
            self.errors, self.report, self.type = errors, report, kind
        status = compute.fill_null(compute.struct_field(made, "status"), 1)
        text = compute.struct_field(made, "text")
        if errors == "raise":
            self.raise_first(status, first)
        if not report:
            return text
        losses = compute.fill_null(compute.struct_field(made, "losses"), "[]")
        return pyarrow.StructArray.from_arrays([text, status, losses], fields=self.fields)

    def call(self, array: Any, first: int) -> Any:
        kinds = pyarrow.types
        wide = kinds.is_large_string(array.type) or kinds.is_large_binary(array.type)
        validity, offsets, data = array.buffers()
        size = c_int64(data.size if data is not None else 0)
        owner = _OwnedColumn(
            self.handle, self.source, self.target, _address(data), size, _address(offsets), 64 if wide else 32,
            _address(validity), array.offset, len(array), self.workers, self.report)
        made, count = owner.data, len(array)

        def lend(pointer: int, size: int) -> Any:
            return pyarrow.foreign_buffer(pointer, size, base=owner)

        def texts(kind: Any, data: int, offsets: int, validity: Any) -> Any:
            end = owner.numbers(offsets, c_int64, count + 1)[count]
            return pyarrow.Array.from_buffers(
                kind, count, [validity, lend(offsets, 8 * (count + 1)), lend(data, end)])

        status = pyarrow.Array.from_buffers(pyarrow.int32(), count, [None, lend(made.statuses, 4 * count)])
        if made.failed and self.errors == "raise":
            self.raise_first(status, first)
        text = texts(self.text, made.data, made.offsets, lend(made.validity, (count + 7) // 8))
        if not self.report:
            return text
        losses = texts(pyarrow.large_string(), made.reports, made.report_offsets, None)
        return pyarrow.StructArray.from_arrays([text, status, losses], fields=self.fields)

    def raise_first(self, status: Any, first: int) -> None:
        for row, value in enumerate(status.to_pylist()):
            if value < 0:
                raise LegacyBridgeError(value, f"row {first + row}: {status_text(value)}")


def _address(buffer: Any) -> Union[int, None]:
    return buffer.address if buffer is not None else None


def _marked(array: Any) -> Any:
    """A mark before RTF beyond ASCII says that it is UTF-8, and not in the code page that it names."""
    plain = compute.fill_null(compute.string_is_ascii(array), True)
    if compute.all(plain).as_py():
        return array
    mark = pyarrow.scalar("\ufeff", array.type)
    return compute.if_else(
        plain, array, compute.binary_join_element_wise(mark, array, pyarrow.scalar("", array.type)))
