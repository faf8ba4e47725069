r"""RTF, Markdown, HTML and plain text into each other.

>>> import legacybridge
>>> legacybridge.convert(r"{\rtf1 {\b Hello}}", "rtf", "markdown", Bullet="-")
'**Hello**\n'
>>> legacybridge.rtf_to_text(b"{\\rtf1\\ansi K\\'e4se}")
'Käse\n'

Text     ``str`` in and out; ``bytes`` in gives ``bytes``, in UTF-8 or what the option CodePage says.
         RTF as ``str`` may hold any character; RTF as ``bytes`` is what stands in files.
         Whatever lends its bytes (bytearray, memoryview) is taken as ``bytes`` are.
Columns  ``convert_column`` takes many documents in one call, ``convert_arrow`` an array of pyarrow's.
Errors   ``LegacyBridgeError``, which has ``status`` and the library's message.
Threads  one converter may be used by many threads at once; other threads run during conversions.
"""

import atexit
import ctypes
import enum
import functools
import json
import os
import sys
import threading
from ctypes import byref, c_char_p, c_int32, c_int64, c_void_p, sizeof
from dataclasses import dataclass
from types import TracebackType
from typing import (
    Any, Callable, Dict, Iterable, List, Optional, Sequence, Tuple, Type, Union, overload,
)

from ._native import BatchResult, BatchStatus, ColumnData, LogCallback, Stats, load

__all__ = [
    "Batch", "BatchFile", "BatchPart", "BatchResult", "BatchState", "BatchStatus", "Column", "Converter",
    "Format", "LegacyBridgeError", "LogLevel", "Loss", "Row", "Stats", "Status", "check", "convert",
    "convert_reporting", "fill", "last_error", "markdown_to_rtf", "metrics", "rtf_to_markdown", "rtf_to_text",
    "set_log", "shutdown", "startup", "stats", "status_text", "version",
]

Path = Union[str, "os.PathLike[str]"]
Bytes = Union[bytes, bytearray, memoryview]

__version__ = "0.1.0"

_library: Any = load()
_into: Any = _library.legacybridge_convert_into
_UTF16 = "utf-16-le" if sys.byteorder == "little" else "utf-16-be"


class Format(enum.IntEnum):
    """What a text is; DETECT is for inputs only."""

    DETECT = 0
    MARKDOWN = 1
    RTF = 2
    TEXT = 3
    HTML = 4
    CSV = 5
    JSON = 6


class Status(enum.IntEnum):
    """The library's statuses, as legacybridge.h tells them."""

    OK = 0
    NULL_POINTER = -1
    BAD_HANDLE = -2
    BAD_OPTION = -3
    BAD_ARGUMENT = -4
    BAD_ENCODING = -5
    BAD_UTF16 = -6
    LIMIT_REACHED = -7
    MEMORY_LIMIT = -8
    BUSY = -9
    BUFFER_TOO_SMALL = -10
    IO = -11
    CANCELLED = -12
    INTERNAL = -13
    LOSS = -14
    TIMEOUT = -15


class BatchState(enum.IntEnum):
    """The state of a batch job; FINISHED and CANCELLED are over."""

    LISTING = 1
    RUNNING = 2
    CANCELLING = 3
    FINISHED = 4
    CANCELLED = 5


class BatchFile(enum.IntEnum):
    """The status of a file of a batch job that is greater than 0."""

    WAITING = 1
    CONVERTING = 2
    SKIPPED = 3


class Row(enum.IntEnum):
    """The status of a row of a column that is greater than 0."""

    NULL = 1


class LogLevel(enum.IntEnum):
    """How much a message of the log matters."""

    ERROR = 1
    WARNING = 2
    INFORMATION = 3
    TRACE = 4


class BatchPart(enum.IntEnum):
    """The texts of a file of a batch job."""

    INPUT = 1
    OUTPUT = 2
    MESSAGE = 3
    LOSSES = 4


class LegacyBridgeError(Exception):
    """A call that failed; the message is the library's.

    ``losses`` is what ``convert_reporting`` could not keep until it failed.
    """

    def __init__(self, status: int, message: str, losses: Optional[List["Loss"]] = None) -> None:
        super().__init__(message)
        # A later library may have statuses that this package does not know.
        known = status in Status._value2member_map_
        self.status: int = Status(status) if known else status
        self.losses = losses or []

    def __reduce__(self) -> Tuple[Any, ...]:
        return type(self), (int(self.status), str(self), self.losses)


@dataclass(frozen=True)
class Loss:
    """Something that could not be kept; ``first`` is its place in bytes, or None."""

    kind: str
    count: int
    first: Optional[int]


def _check(status: int, losses: Optional[List[Loss]] = None) -> None:
    if status >= 0:
        return
    buffer = ctypes.create_string_buffer(600)
    _library.legacybridge_last_error(buffer, len(buffer))
    raise LegacyBridgeError(status, buffer.value.decode("utf-8", "replace"), losses)


def _take(pointer: c_void_p, length: c_int32) -> bytes:
    """An output becomes bytes and goes back to the library."""
    try:
        return ctypes.string_at(pointer, length.value) if length.value else b""
    finally:
        _library.legacybridge_free(pointer)


class _Room:
    """Where a thread's small outputs are written, which saves fetching them and giving them back."""

    SIZE = 64 << 10
    # Inputs up to here; few become as large as the room, and those are converted once more.
    INPUT = 8 << 10

    def __init__(self) -> None:
        buffer, self.length = ctypes.create_string_buffer(self.SIZE), c_int32()
        self.place, self.needed = ctypes.addressof(buffer), byref(self.length)
        self.view = memoryview(buffer).cast("B")


class _Rooms(threading.local):
    free: Optional[_Room] = None


_rooms = _Rooms()


def _convert(handle: int, source: int, target: int, text: bytes, take: Callable[[Any], Any]) -> Any:
    """Converts bytes; ``take`` makes the result of what is lent to it."""
    if len(text) <= _Room.INPUT:
        # A log's listener may convert before this output is taken: it finds no room, and makes its own.
        room, _rooms.free = _rooms.free or _Room(), None
        try:
            status = _into(handle, source, target, text, len(text), room.place, _Room.SIZE, room.needed)
            if not status:
                return take(room.view[:room.length.value])
        finally:
            _rooms.free = room
        if status != Status.BUFFER_TOO_SMALL:
            _check(status)
    output, length = c_void_p(), c_int32()
    _check(_library.legacybridge_convert(handle, source, target, text, len(text), byref(output), byref(length)))
    return take(_take(output, length))


def _text(output: Any) -> str:
    return str(output, "utf-8")


def _bytes(text: Any) -> bytes:
    if isinstance(text, bytes):
        return text
    if isinstance(text, (bytearray, memoryview)):
        return bytes(text)
    raise TypeError(f"a document is str or bytes, not {type(text).__name__}")


def _path(path: Path) -> bytes:
    # What is no UTF-8 the library refuses in words of its own.
    return os.fspath(path).encode("utf-8", "surrogateescape")


def _losses(text: str) -> List[Loss]:
    return [Loss(item["kind"], item["count"], item["first"]) for item in json.loads(text)]


class Converter:
    """A converter; without options the library's built-in one. A context manager."""

    # What no function takes: one that could not be made, or is closed, converts nothing.
    _NONE = -1

    def __init__(self, options: Optional[str] = None) -> None:
        self._handle = self._NONE
        self._options = options
        if options is None:
            self._handle = 0
        else:
            handle = c_int32()
            _check(_library.legacybridge_create(options.encode("utf-8"), byref(handle)))
            self._handle = handle.value

    def close(self) -> None:
        """Destroys the converter; its methods fail from here on."""
        handle, self._handle = self._handle, self._NONE
        if handle > 0:
            _library.legacybridge_destroy(handle)

    def __reduce__(self) -> Tuple[Any, ...]:
        # Another process makes one of its own.
        return type(self), (self._options,)

    def __enter__(self) -> "Converter":
        return self

    def __exit__(
        self,
        kind: Optional[Type[BaseException]],
        error: Optional[BaseException],
        trace: Optional[TracebackType],
    ) -> None:
        self.close()

    def __del__(self) -> None:
        if getattr(self, "_handle", 0) > 0:
            self.close()

    @property
    def handle(self) -> int:
        """The library's handle; 0 for the built-in converter, -1 for a closed one."""
        return self._handle

    @overload
    def convert(self, source: Format, target: Format, text: str) -> str: ...

    @overload
    def convert(self, source: Format, target: Format, text: Bytes) -> bytes: ...

    def convert(self, source: Format, target: Format, text: Union[str, Bytes]) -> Union[str, bytes]:
        """Converts a document: str gives str, bytes give bytes."""
        if isinstance(text, str):
            output, length = c_void_p(), c_int32()
            # UTF-16, because RTF as str may hold characters beyond ASCII.
            units = text.encode(_UTF16, "surrogatepass")
            _check(_library.legacybridge_convert_utf16(
                self._handle, source, target, units, len(units) // 2, byref(output), byref(length)))
            length.value *= 2
            return _take(output, length).decode(_UTF16)
        made: bytes = _convert(self._handle, source, target, _bytes(text), bytes)
        return made

    @overload
    def convert_reporting(
        self, source: Format, target: Format, text: str
    ) -> Tuple[str, List[Loss]]: ...

    @overload
    def convert_reporting(
        self, source: Format, target: Format, text: Bytes
    ) -> Tuple[bytes, List[Loss]]: ...

    def convert_reporting(
        self, source: Format, target: Format, text: Union[str, Bytes]
    ) -> Tuple[Union[str, bytes], List[Loss]]:
        """Converts a document, and says what this very call could not keep.

        Where it fails, ``LegacyBridgeError.losses`` says what had been lost until then.
        """
        return self._reporting("convert_reporting", source, target, text)

    @overload
    def fill(
        self, source: Format, target: Format, text: str, values: Any
    ) -> Tuple[str, List[Loss]]: ...

    @overload
    def fill(
        self, source: Format, target: Format, text: Bytes, values: Any
    ) -> Tuple[bytes, List[Loss]]: ...

    def fill(
        self, source: Format, target: Format, text: Union[str, Bytes], values: Any
    ) -> Tuple[Union[str, bytes], List[Loss]]:
        """Fills a document with values and converts it, and says what this very call could not keep.

        ``values`` is a dict, or JSON as str: what ``{{name}}`` stands for, and Word's merge fields.
        """
        return self._reporting(
            "fill", source, target, text, values if isinstance(values, str) else json.dumps(values))

    def _reporting(
        self, call: str, source: Format, target: Format, text: Union[str, Bytes], *more: str
    ) -> Tuple[Union[str, bytes], List[Loss]]:
        """Calls a function that reports, with a document and what else goes in."""
        output, length, report, size = c_void_p(), c_int32(), c_void_p(), c_int32()
        given: List[Any] = []
        if isinstance(text, str):
            call += "_utf16"
            for piece in (text, *more):
                units = piece.encode(_UTF16, "surrogatepass")
                given += units, len(units) // 2
        else:
            for data in (_bytes(text), *(piece.encode("utf-8", "surrogatepass") for piece in more)):
                given += data, len(data)
        status = getattr(_library, "legacybridge_" + call)(
            self._handle, source, target, *given, byref(output), byref(length), byref(report), byref(size))
        if isinstance(text, str):
            length.value *= 2
            size.value *= 2
        told = _take(report, size).decode(_UTF16 if isinstance(text, str) else "ascii")
        losses = _losses(told or "[]")
        _check(status, losses)
        result = _take(output, length)
        return (result.decode(_UTF16) if isinstance(text, str) else result), losses

    def check(self, source: Format, text: Union[str, Bytes]) -> Dict[str, Any]:
        """Says what is wrong with a document: ``valid``, ``format`` and ``findings``.

        Offsets are bytes; of a str those of its UTF-16, two for each unit.
        """
        output, length = c_void_p(), c_int32()
        if isinstance(text, str):
            units = text.encode(_UTF16, "surrogatepass")
            _check(_library.legacybridge_check_utf16(
                self._handle, source, units, len(units) // 2, byref(output), byref(length)))
            length.value *= 2
            told = _take(output, length).decode(_UTF16)
        else:
            text = _bytes(text)
            _check(_library.legacybridge_check(
                self._handle, source, text, len(text), byref(output), byref(length)))
            told = _take(output, length).decode("ascii")
        found: Dict[str, Any] = json.loads(told)
        return found

    def cancel(self) -> None:
        """Ends the conversions that other threads run with this converter now."""
        _check(_library.legacybridge_cancel(self._handle))

    def convert_into(self, source: Format, target: Format, text: Bytes, buffer: bytearray) -> int:
        """Converts into a buffer and returns how many bytes the result has.

        If that is not less than the buffer's length, nothing was written: there must be room for a
        NUL too.
        """
        text = _bytes(text)
        needed = c_int32()
        room = (ctypes.c_char * len(buffer)).from_buffer(buffer)
        status = _library.legacybridge_convert_into(
            self._handle, source, target, text, len(text), room, len(buffer), byref(needed))
        if status != Status.BUFFER_TOO_SMALL:
            _check(status)
        return needed.value

    def convert_column(
        self,
        source: Format,
        target: Format,
        rows: Sequence[Union[str, Bytes, None]],
        workers: int = 1,
        reports: bool = False,
    ) -> "Column":
        """Converts many documents in one call, by threads of the library's own.

        None is NULL and stays None. A row that fails fails no other: see ``Column.statuses``. str gives
        str, unless the option CodePage says that text is not in UTF-8; bytes give bytes.
        """
        # A mark says that a row is UTF-16, in which RTF may hold any character.
        mark = "\ufeff".encode(_UTF16)
        pieces = [
            b"" if row is None
            else mark + row.encode(_UTF16, "surrogatepass") if isinstance(row, str)
            else _bytes(row)
            for row in rows
        ]
        offsets = (c_int64 * (len(pieces) + 1))()
        validity = bytearray((len(pieces) + 7) // 8)
        end = 0
        for index, (row, piece) in enumerate(zip(rows, pieces)):
            end += len(piece)
            offsets[index + 1] = end
            if row is not None:
                validity[index // 8] |= 1 << index % 8
        data = b"".join(pieces)
        column = _OwnedColumn(
            self._handle, source, target, data, c_int64(end), offsets, 64, bytes(validity),
            0, len(pieces), workers, reports)
        return Column._of(column, [isinstance(row, str) for row in rows])

    def convert_arrow(
        self, source: Format, target: Format, array: Any, workers: int = 1
    ) -> Tuple[Any, List[int]]:
        """Converts an array of pyarrow's, of strings or binaries, and gives one, without a copy of
        either; and the status of each row."""
        import pyarrow  # type: ignore[import-not-found,import-untyped,unused-ignore]

        kinds = pyarrow.types
        text = kinds.is_string(array.type) or kinds.is_large_string(array.type)
        if not text and not kinds.is_binary(array.type) and not kinds.is_large_binary(array.type):
            raise TypeError(f"an array of strings or binaries, not of {array.type}")
        wide = kinds.is_large_string(array.type) or kinds.is_large_binary(array.type)
        validity, offsets, data = array.buffers()

        def address(buffer: Any) -> Optional[int]:
            return buffer.address if buffer is not None else None

        size = c_int64(data.size if data is not None else 0)
        owner = _OwnedColumn(
            self._handle, source, target, address(data), size, address(offsets), 64 if wide else 32,
            address(validity), array.offset, len(array), workers, False)
        count, made = owner.data.count, owner.data

        def lend(pointer: int, size: int) -> Any:
            return pyarrow.foreign_buffer(pointer, size, base=owner)

        end = owner.numbers(made.offsets, c_int64, count + 1)[count]
        converted = pyarrow.Array.from_buffers(
            pyarrow.large_string() if text else pyarrow.large_binary(), count,
            [
                lend(made.validity, max(1, (count + 7) // 8)), lend(made.offsets, 8 * (count + 1)),
                lend(made.data, end),
            ])
        return converted, list(owner.numbers(made.statuses, c_int32, count))

    def markdown_to_rtf(self, markdown: str) -> str:
        """Converts Markdown to RTF."""
        return self.convert(Format.MARKDOWN, Format.RTF, markdown)

    def rtf_to_markdown(self, rtf: Union[str, Bytes]) -> str:
        """Converts RTF to Markdown."""
        return self._from_rtf(Format.MARKDOWN, rtf)

    def rtf_to_text(self, rtf: Union[str, Bytes]) -> str:
        """Converts RTF to plain text."""
        return self._from_rtf(Format.TEXT, rtf)

    def _from_rtf(self, target: Format, rtf: Union[str, Bytes]) -> str:
        if not isinstance(rtf, str):
            # Bytes beyond ASCII count by the code pages that the RTF names.
            made: str = _convert(self._handle, Format.RTF, target, _bytes(rtf), _text)
            return made
        return self.convert(Format.RTF, target, rtf)

    def convert_file(self, source: Format, target: Format, input: Path, output: Path) -> None:
        """Converts one file to another."""
        _check(_library.legacybridge_convert_file(
            self._handle, source, target, _path(input), _path(output)))

    def report(self) -> List[Loss]:
        """What the last conversion could not keep."""
        text, length = c_void_p(), c_int32()
        _check(_library.legacybridge_report(self._handle, byref(text), byref(length)))
        return _losses(_take(text, length).decode("ascii"))


class _OwnedColumn:
    """A column of the library's, which goes back to it when nobody needs it any more."""

    def __init__(
        self, handle: int, source: Format, target: Format, data: Any, size: c_int64, offsets: Any,
        bits: int, validity: Any, first: int, count: int, workers: int, reports: bool,
    ) -> None:
        self.data = ColumnData(struct_size=sizeof(ColumnData))
        options = f"Workers={workers};Reports={'Yes' if reports else 'No'}".encode("ascii")
        _check(_library.legacybridge_convert_column(
            handle, source, target, data, ctypes.addressof(size), offsets, bits, validity, first, count,
            options, byref(self.data)))

    def numbers(self, pointer: int, kind: Any, count: int) -> Any:
        return (kind * count).from_address(pointer)

    def bytes(self, pointer: int, offsets: Any, row: int) -> bytes:
        start, end = offsets[row], offsets[row + 1]
        return ctypes.string_at(pointer + start, end - start)

    def __del__(self) -> None:
        if self.data.data:
            _library.legacybridge_free_column(byref(self.data))


@dataclass(frozen=True)
class Column:
    """What became of a column of documents.

    ``rows``      what each row became; None where it was None, or failed.
    ``statuses``  0, ``Row.NULL`` or the row's error.
    ``losses``    what could not be kept of each row, if reports were asked for.
    ``errors``    why rows failed, by their number, if reports were asked for.
    """

    rows: List[Union[str, bytes, None]]
    statuses: List[int]
    losses: Optional[List[List[Loss]]]
    errors: Dict[int, str]

    @classmethod
    def _of(cls, owner: _OwnedColumn, texts: List[bool]) -> "Column":
        made = owner.data
        offsets = owner.numbers(made.offsets, c_int64, made.count + 1)
        statuses = list(owner.numbers(made.statuses, c_int32, made.count))
        rows: List[Union[str, bytes, None]] = []
        for row, (status, text) in enumerate(zip(statuses, texts)):
            if status != Status.OK:
                rows.append(None)
                continue
            output = owner.bytes(made.data, offsets, row)
            rows.append(output.decode("utf-8") if text else output)
        losses: Optional[List[List[Loss]]] = None
        errors: Dict[int, str] = {}
        if made.reports:
            losses = []
            offsets = owner.numbers(made.report_offsets, c_int64, made.count + 1)
            for row, status in enumerate(statuses):
                report = owner.bytes(made.reports, offsets, row).decode("ascii")
                if status < 0:
                    errors[row] = json.loads(report)["error"]
                losses.append(_losses(report) if status >= 0 else [])
        return cls(rows, statuses, losses, errors)


class Batch:
    """A job that converts files in threads of the library's own. A context manager.

    ``files`` is a folder, with ``output`` the folder to write to; or pairs of an input and its
    output. Closing cancels what has not begun.
    """

    def __init__(
        self,
        converter: Optional[Converter],
        source: Format,
        target: Format,
        files: Union[Path, Iterable[Tuple[Path, Path]]],
        output: Optional[Path] = None,
        options: Optional[str] = None,
    ) -> None:
        self._job = 0
        handle = converter.handle if converter is not None else 0
        choices = options.encode("utf-8") if options is not None else None
        job = c_int32()
        if isinstance(files, (str, os.PathLike)):
            if output is None:
                raise TypeError("a folder of files needs an output folder")
            _check(_library.legacybridge_batch_start(
                handle, source, target, _path(files), _path(output), choices, byref(job)))
        else:
            pairs = [(_path(one), _path(other)) for one, other in files]
            names = c_char_p * len(pairs)
            inputs = names(*[one for one, _ in pairs])
            outputs = names(*[other for _, other in pairs])
            _check(_library.legacybridge_batch_start_list(
                handle, source, target, inputs, outputs, len(pairs), choices, byref(job)))
        self._job = job.value

    def close(self) -> None:
        """Cancels what has not begun, waits for what has, and gives the job back."""
        job, self._job = self._job, 0
        if job:
            _library.legacybridge_batch_free(job)

    def __enter__(self) -> "Batch":
        return self

    def __exit__(
        self,
        kind: Optional[Type[BaseException]],
        error: Optional[BaseException],
        trace: Optional[TracebackType],
    ) -> None:
        self.close()

    def __del__(self) -> None:
        if getattr(self, "_job", 0):
            self.close()

    def wait(self, seconds: Optional[float] = None) -> bool:
        """Waits, without a time as long as it takes; True when the job is over."""
        milliseconds = -1 if seconds is None else min(int(seconds * 1000), 2**31 - 1)
        status = _library.legacybridge_batch_wait(self._job, milliseconds)
        if status == Status.BUSY:
            return False
        if status != Status.CANCELLED:
            _check(status)
        return True

    def cancel(self) -> None:
        """Asks the job to begin no further document."""
        _check(_library.legacybridge_batch_cancel(self._job))

    def status(self) -> BatchStatus:
        """How far the job is."""
        status = BatchStatus(struct_size=sizeof(BatchStatus))
        _check(_library.legacybridge_batch_status(self._job, byref(status)))
        return status

    def result(self, index: int) -> BatchResult:
        """What has become of one file."""
        result = BatchResult(struct_size=sizeof(BatchResult))
        _check(_library.legacybridge_batch_result(self._job, index, byref(result)))
        return result

    def text(self, index: int, part: BatchPart) -> str:
        """One text of one file; index -1 is the file that was begun last."""
        text, length = c_void_p(), c_int32()
        _check(_library.legacybridge_batch_text(
            self._job, index, part, byref(text), byref(length)))
        return _take(text, length).decode("utf-8")

    def report(self) -> Dict[str, Any]:
        """The report of the job, as legacybridge_batch_report tells it."""
        text, length = c_void_p(), c_int32()
        _check(_library.legacybridge_batch_report(self._job, byref(text), byref(length)))
        report: Dict[str, Any] = json.loads(_take(text, length))
        return report


_default = Converter()


@functools.lru_cache(maxsize=32)
def _converter(options: str) -> Converter:
    return Converter(options)


def _option(key: str, value: Any) -> str:
    if isinstance(value, bool):
        return f"{key}={'Yes' if value else 'No'}"
    # In braces it may hold anything.
    return f"{key}={{{str(value).replace('}', '}}')}}}"


def _format(one: Union[Format, str]) -> Format:
    return Format[one.upper()] if isinstance(one, str) else Format(one)


def _with(options: Dict[str, Any]) -> Converter:
    """The converter that is kept for these options."""
    return _converter(";".join(_option(*one) for one in options.items())) if options else _default


def convert(
    data: Any, source: Union[Format, str], target: Union[Format, str], report: bool = False, **options: Any
) -> Any:
    r"""Converts a document: str gives str, what lends bytes gives bytes, None gives None.

    Formats may be said by name; options are those of ``Converter``, each a keyword, True and False for Yes and
    No. With ``report`` it gives a pair: the document, and what this very call could not keep.

    >>> convert("# Hello", "markdown", "text")
    'Hello\n'
    >>> convert(rb"{\rtf1 a{\v b}}", Format.RTF, Format.TEXT, report=True)
    (b'a\n', [Loss(kind='hidden_text', count=1, first=12)])
    """
    start, end, single = _format(source), _format(target), _with(options)
    if data is None:
        return (None, []) if report else None
    return single.convert_reporting(start, end, data) if report else single.convert(start, end, data)


def fill(
    data: Any, values: Any, source: Union[Format, str], target: Union[Format, str], report: bool = False,
    **options: Any
) -> Any:
    r"""Fills a document with values and converts it; all else is as in ``convert``.

    >>> fill("Dear {{name}},", {"name": "Ms *Smith*"}, "markdown", "text")
    'Dear Ms *Smith*,\n'
    >>> fill("{{#rows}}{{.}};{{/rows}}", '{"rows": [1, 2]}', "text", "text")
    '1;2;\n'
    """
    start, end, single = _format(source), _format(target), _with(options)
    if data is None:
        return (None, []) if report else None
    filled = single.fill(start, end, data, values)
    return filled if report else filled[0]


def check(data: Any, source: Union[Format, str] = Format.DETECT, **options: Any) -> Dict[str, Any]:
    r"""What is wrong with a document: ``valid``, ``format`` and ``findings``, as ``Converter.check`` gives it.

    >>> [(one["kind"], one["line"]) for one in check(b"# a\n\n### b\n", "markdown")["findings"]]
    [('skipped_level', 3)]
    """
    return _with(options).check(_format(source), data)


@overload
def convert_reporting(source: Format, target: Format, text: str) -> Tuple[str, List[Loss]]: ...


@overload
def convert_reporting(source: Format, target: Format, text: Bytes) -> Tuple[bytes, List[Loss]]: ...


def convert_reporting(
    source: Format, target: Format, text: Union[str, Bytes]
) -> Tuple[Union[str, bytes], List[Loss]]:
    """``Converter.convert_reporting`` with default options."""
    return _default.convert_reporting(source, target, text)


def markdown_to_rtf(markdown: str) -> str:
    """Converts Markdown to RTF with default options."""
    return _default.markdown_to_rtf(markdown)


def rtf_to_markdown(rtf: Union[str, Bytes]) -> str:
    """Converts RTF to Markdown with default options."""
    return _default.rtf_to_markdown(rtf)


def rtf_to_text(rtf: Union[str, Bytes]) -> str:
    """Converts RTF to plain text with default options."""
    return _default.rtf_to_text(rtf)


def version() -> str:
    """The library's version."""
    text: bytes = _library.legacybridge_version()
    return text.decode("ascii")


def status_text(status: int) -> str:
    """What a status means, in English words."""
    text: bytes = _library.legacybridge_status_text(status)
    return text.decode("ascii")


def last_error() -> Dict[str, Any]:
    """The last error of this thread: status, name, message, offset; status 0 if there is none."""
    buffer = ctypes.create_string_buffer(_library.legacybridge_last_error_json(None, 0) + 1)
    _library.legacybridge_last_error_json(buffer, len(buffer))
    error: Dict[str, Any] = json.loads(buffer.value)
    return error


def stats() -> Stats:
    """What the library holds and has done."""
    figures = Stats(struct_size=sizeof(Stats))
    _check(_library.legacybridge_stats(byref(figures)))
    return figures


_listener: Any = None


def set_log(listen: Optional[Callable[[int, str], None]], level: int = LogLevel.WARNING) -> None:
    """Has ``listen`` called with a level and a message, at the end of calls; None: no more."""
    global _listener
    callback: Any = None
    if listen is not None:
        hear = listen
        callback = LogCallback(lambda kind, text: hear(kind, text.decode("utf-8", "replace")))
    _check(_library.legacybridge_set_log(callback or LogCallback(), level))
    # Kept for as long as the library may call it.
    _listener = callback


def metrics() -> str:
    """The figures in the Prometheus text format."""
    text, length = c_void_p(), c_int32()
    _check(_library.legacybridge_metrics(byref(text), byref(length)))
    return _take(text, length).decode("ascii")


# How often this module has counted itself as a part of the program that uses the library.
_counted = 0


def startup() -> None:
    """Counts one more part of the program that uses the library. The module counts itself once."""
    global _counted
    _check(_library.legacybridge_startup())
    _counted += 1


def shutdown() -> None:
    """Counts one part less; the last one gives back everything that the library holds, and converters made
    before are useless then. At the end of the program it need not be called."""
    global _counted
    _counted = max(_counted - 1, 0)
    _check(_library.legacybridge_shutdown())


def _leave() -> None:
    """Takes back what the module counted: the program that Python is a part of may go on."""
    while _counted > 0:
        shutdown()


startup()
atexit.register(_leave)
