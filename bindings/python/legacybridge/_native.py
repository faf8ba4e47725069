"""The functions and structures of legacybridge.h, by ctypes."""

import ctypes
import os
import sys
from ctypes import POINTER, Structure, c_char_p, c_int32, c_int64, c_void_p
from ctypes.util import find_library
from typing import Any, Iterator

from ._zipped import copied

ABI_VERSION = 2


class Stats(Structure):
    """What the library holds and has done: ``legacybridge_stats_t``."""

    _fields_ = [
        ("struct_size", c_int32),
        ("active_conversions", c_int32),
        ("live_handles", c_int32),
        ("outstanding_outputs", c_int32),
        ("memory_in_use", c_int64),
        ("memory_peak", c_int64),
        ("memory_limit", c_int64),
        ("runtime_bytes", c_int64),
        ("conversions_done", c_int64),
        ("conversions_failed", c_int64),
        ("conversions_refused", c_int64),
        ("conversions_waited", c_int64),
        ("bytes_in", c_int64),
        ("bytes_out", c_int64),
        ("ignored_frees", c_int64),
        ("buffer_pool_hits", c_int64),
        ("buffer_pool_misses", c_int64),
        ("buffer_pool_idle", c_int64),
        ("buffer_pool_bytes", c_int64),
        ("string_pool_hits", c_int64),
        ("string_pool_misses", c_int64),
        ("string_pool_idle", c_int64),
        ("string_pool_bytes", c_int64),
        ("node_pool_hits", c_int64),
        ("node_pool_misses", c_int64),
        ("node_pool_idle", c_int64),
        ("node_pool_bytes", c_int64),
        ("workspace_pool_hits", c_int64),
        ("workspace_pool_misses", c_int64),
        ("workspace_pool_idle", c_int64),
        ("workspace_pool_bytes", c_int64),
        ("interner_entries", c_int64),
        ("interner_bytes", c_int64),
        ("interner_hits", c_int64),
        ("interner_misses", c_int64),
        ("interner_clears", c_int64),
        ("allocations", c_int64),
        ("block_pool_hits", c_int64),
        ("block_pool_misses", c_int64),
        ("block_pool_idle", c_int64),
        ("block_pool_bytes", c_int64),
        ("conversion_microseconds", c_int64),
        ("rtf_to_markdown_microseconds", c_int64),
        ("markdown_to_rtf_microseconds", c_int64),
        ("rtf_to_html_microseconds", c_int64),
        ("html_to_rtf_microseconds", c_int64),
        ("rtf_to_text_microseconds", c_int64),
    ]


class BatchStatus(Structure):
    """How far a batch job is: ``legacybridge_batch_status_t``."""

    _fields_ = [
        ("struct_size", c_int32),
        ("state", c_int32),
        ("total", c_int32),
        ("done", c_int32),
        ("converted", c_int32),
        ("failed", c_int32),
        ("skipped", c_int32),
        ("workers", c_int32),
        ("bytes_in", c_int64),
        ("bytes_out", c_int64),
        ("milliseconds", c_int64),
    ]


class BatchResult(Structure):
    """What has become of one file of a batch job: ``legacybridge_batch_result_t``."""

    _fields_ = [
        ("struct_size", c_int32),
        ("status", c_int32),
        ("losses", c_int32),
        ("microseconds", c_int32),
        ("bytes_in", c_int64),
        ("bytes_out", c_int64),
    ]


class ColumnData(Structure):
    """A column of documents that was converted: ``legacybridge_column_t``."""

    _fields_ = [
        ("struct_size", c_int32),
        ("count", c_int32),
        ("failed", c_int32),
        ("reserved", c_int32),
        ("data", c_void_p),
        ("offsets", c_void_p),
        ("statuses", c_void_p),
        ("reports", c_void_p),
        ("report_offsets", c_void_p),
        ("validity", c_void_p),
    ]


# What the log calls: a level and a message in UTF-8. stdcall on 32-bit Windows.
_callback: Any = getattr(ctypes, "WINFUNCTYPE", ctypes.CFUNCTYPE)
LogCallback: Any = _callback(None, c_int32, c_char_p)

# Name, what it returns, and its arguments by name.
FUNCTIONS: Any = {
    "legacybridge_abi_version": (c_int32, []),
    "legacybridge_version": (c_char_p, []),
    "legacybridge_version_number": (c_int32, []),
    "legacybridge_status_text": (c_char_p, [("status", c_int32)]),
    "legacybridge_create": (c_int32, [("options", c_char_p), ("handle", POINTER(c_int32))]),
    "legacybridge_destroy": (c_int32, [("handle", c_int32)]),
    "legacybridge_free": (None, [("output", c_void_p)]),
    "legacybridge_last_error": (c_int32, [("buffer", c_char_p), ("capacity", c_int32)]),
    "legacybridge_last_error_utf16": (c_int32, [("buffer", c_void_p), ("capacity", c_int32)]),
    "legacybridge_last_error_json": (c_int32, [("buffer", c_char_p), ("capacity", c_int32)]),
    "legacybridge_last_error_json_utf16": (c_int32, [("buffer", c_void_p), ("capacity", c_int32)]),
    "legacybridge_clear_error": (None, []),
    "legacybridge_startup": (c_int32, []),
    "legacybridge_shutdown": (c_int32, []),
    "legacybridge_convert": (c_int32, [
        ("handle", c_int32), ("from_format", c_int32), ("to_format", c_int32),
        ("input", c_char_p), ("input_len", c_int32),
        ("output", POINTER(c_void_p)), ("output_len", POINTER(c_int32)),
    ]),
    "legacybridge_convert_utf16": (c_int32, [
        ("handle", c_int32), ("from_format", c_int32), ("to_format", c_int32),
        ("input", c_void_p), ("input_len", c_int32),
        ("output", POINTER(c_void_p)), ("output_len", POINTER(c_int32)),
    ]),
    "legacybridge_convert_reporting": (c_int32, [
        ("handle", c_int32), ("from_format", c_int32), ("to_format", c_int32),
        ("input", c_char_p), ("input_len", c_int32),
        ("output", POINTER(c_void_p)), ("output_len", POINTER(c_int32)),
        ("report", POINTER(c_void_p)), ("report_len", POINTER(c_int32)),
    ]),
    "legacybridge_convert_reporting_utf16": (c_int32, [
        ("handle", c_int32), ("from_format", c_int32), ("to_format", c_int32),
        ("input", c_void_p), ("input_len", c_int32),
        ("output", POINTER(c_void_p)), ("output_len", POINTER(c_int32)),
        ("report", POINTER(c_void_p)), ("report_len", POINTER(c_int32)),
    ]),
    "legacybridge_fill": (c_int32, [
        ("handle", c_int32), ("from_format", c_int32), ("to_format", c_int32),
        ("input", c_char_p), ("input_len", c_int32),
        ("values", c_char_p), ("values_len", c_int32),
        ("output", POINTER(c_void_p)), ("output_len", POINTER(c_int32)),
        ("report", POINTER(c_void_p)), ("report_len", POINTER(c_int32)),
    ]),
    "legacybridge_fill_utf16": (c_int32, [
        ("handle", c_int32), ("from_format", c_int32), ("to_format", c_int32),
        ("input", c_void_p), ("input_len", c_int32),
        ("values", c_void_p), ("values_len", c_int32),
        ("output", POINTER(c_void_p)), ("output_len", POINTER(c_int32)),
        ("report", POINTER(c_void_p)), ("report_len", POINTER(c_int32)),
    ]),
    "legacybridge_check": (c_int32, [
        ("handle", c_int32), ("from_format", c_int32),
        ("input", c_char_p), ("input_len", c_int32),
        ("json", POINTER(c_void_p)), ("json_len", POINTER(c_int32)),
    ]),
    "legacybridge_check_utf16": (c_int32, [
        ("handle", c_int32), ("from_format", c_int32),
        ("input", c_void_p), ("input_len", c_int32),
        ("json", POINTER(c_void_p)), ("json_len", POINTER(c_int32)),
    ]),
    "legacybridge_cancel": (c_int32, [("handle", c_int32)]),
    "legacybridge_convert_into": (c_int32, [
        ("handle", c_int32), ("from_format", c_int32), ("to_format", c_int32),
        ("input", c_char_p), ("input_len", c_int32),
        ("buffer", c_void_p), ("capacity", c_int32), ("needed", POINTER(c_int32)),
    ]),
    "legacybridge_convert_file": (c_int32, [
        ("handle", c_int32), ("from_format", c_int32), ("to_format", c_int32),
        ("input_path", c_char_p), ("output_path", c_char_p),
    ]),
    "legacybridge_convert_file_utf16": (c_int32, [
        ("handle", c_int32), ("from_format", c_int32), ("to_format", c_int32),
        ("input_path", c_void_p), ("output_path", c_void_p),
    ]),
    "legacybridge_convert_column": (c_int32, [
        ("handle", c_int32), ("from_format", c_int32), ("to_format", c_int32),
        ("data", c_void_p), ("data_len", c_void_p), ("offsets", c_void_p), ("offset_bits", c_int32),
        ("validity", c_void_p), ("first", c_int32), ("count", c_int32), ("options", c_char_p),
        ("column", POINTER(ColumnData)),
    ]),
    "legacybridge_free_column": (None, [("column", POINTER(ColumnData))]),
    "legacybridge_batch_start": (c_int32, [
        ("handle", c_int32), ("from_format", c_int32), ("to_format", c_int32),
        ("input_folder", c_char_p), ("output_folder", c_char_p), ("options", c_char_p),
        ("job", POINTER(c_int32)),
    ]),
    "legacybridge_batch_start_list": (c_int32, [
        ("handle", c_int32), ("from_format", c_int32), ("to_format", c_int32),
        ("inputs", POINTER(c_char_p)), ("outputs", POINTER(c_char_p)), ("count", c_int32),
        ("options", c_char_p), ("job", POINTER(c_int32)),
    ]),
    "legacybridge_batch_status": (c_int32, [("job", c_int32), ("status", POINTER(BatchStatus))]),
    "legacybridge_batch_cancel": (c_int32, [("job", c_int32)]),
    "legacybridge_batch_wait": (c_int32, [("job", c_int32), ("milliseconds", c_int32)]),
    "legacybridge_batch_result": (c_int32, [
        ("job", c_int32), ("index", c_int32), ("result", POINTER(BatchResult)),
    ]),
    "legacybridge_batch_text": (c_int32, [
        ("job", c_int32), ("index", c_int32), ("part", c_int32),
        ("text", POINTER(c_void_p)), ("text_len", POINTER(c_int32)),
    ]),
    "legacybridge_batch_report": (c_int32, [
        ("job", c_int32), ("json", POINTER(c_void_p)), ("json_len", POINTER(c_int32)),
    ]),
    "legacybridge_batch_free": (c_int32, [("job", c_int32)]),
    "legacybridge_set_log": (c_int32, [("callback", LogCallback), ("level", c_int32)]),
    "legacybridge_stats": (c_int32, [("stats", POINTER(Stats))]),
    "legacybridge_report": (c_int32, [
        ("handle", c_int32), ("json", POINTER(c_void_p)), ("json_len", POINTER(c_int32)),
    ]),
    "legacybridge_metrics": (c_int32, [("text", POINTER(c_void_p)), ("len", POINTER(c_int32))]),
}


def _candidates() -> Iterator[str]:
    """Where the library may be, best first."""
    named = os.environ.get("LEGACYBRIDGE_LIBRARY")
    if named:
        # Named explicitly: nothing else will do.
        yield named
        return
    windows = sys.platform == "win32"
    here = os.path.dirname(os.path.abspath(__file__))
    names = ["legacybridge.dll"] if windows else ["liblegacybridge.so.1", "liblegacybridge.so"]
    arch = "x64" if sys.maxsize > 2**32 else "x86"
    beside = [os.path.join(folder, name) for folder in (here, os.path.join(here, arch)) for name in names]
    if os.path.isdir(here):
        yield from filter(os.path.exists, beside)
    else:
        yield from copied(globals().get("__loader__"), beside)
    if windows:
        # The program's folder and the PATH; ctypes itself looks in neither since Python 3.8. Never the
        # current folder, which may be anybody's.
        program = os.path.dirname(os.path.abspath(sys.executable))
        for folder in [program, *os.environ.get("PATH", "").split(os.pathsep)]:
            path = os.path.join(folder, names[0])
            if os.path.isabs(folder) and os.path.exists(path):
                yield path
    else:
        found = find_library("legacybridge")
        # The system looks in the folders of LD_LIBRARY_PATH too: not for us where one that is not absolute,
        # an empty one among them, has such a file, for it would be loaded from the current folder.
        searched = os.environ.get("LD_LIBRARY_PATH", "")
        loose = [folder for folder in searched.split(":") if not os.path.isabs(folder)] if searched else []
        for name in ([found] if found else []) + names:
            if not any(os.path.exists(os.path.join(folder, name)) for folder in loose):
                yield name


def load() -> Any:
    """Loads the library and declares its functions."""
    # stdcall on 32-bit Windows, the platform's C convention elsewhere.
    loader: Any
    if sys.platform == "win32":
        loader = ctypes.WinDLL
    else:
        loader = ctypes.CDLL
    problems = []
    for path in _candidates():
        try:
            library = loader(path)
        except OSError as error:
            problems.append(f"{path}: {error}")
            continue
        for name, (result, arguments) in FUNCTIONS.items():
            function = getattr(library, name)
            function.restype = result
            function.argtypes = [kind for _, kind in arguments]
        if library.legacybridge_abi_version() != ABI_VERSION:
            raise ImportError(f"{path} has another version than this package")
        return library
    raise ImportError(
        "the library LegacyBridge was not found; set LEGACYBRIDGE_LIBRARY to its path, or copy it "
        "into the package (" + ("; ".join(problems) or "there is none") + ")"
    )
