"""A column of a table, converted from file to file; ends with whole outputs, or goes on where it was ended.

Shape    beside the output, a folder ``OUTPUT.part`` has what was written, and ``progress`` what of it counts:
         the reader's position and the writers' states, noted after each batch. In the end the outputs get
         their names, the report first, and the folder goes.
Errors   ``TableError`` where the job can't be done. What is wrong with a row is in the report, and never ends it.
"""

import json
import os
import shutil
from dataclasses import dataclass
from typing import Any, Callable, Dict, List, Optional, Tuple

import pyarrow  # type: ignore[import-not-found,import-untyped,unused-ignore]
import pyarrow.compute as compute  # type: ignore[import-not-found,import-untyped,unused-ignore]

from .. import Format, Row, arrow, status_text, version
from . import files
from .batch import Batch, Field, TableError, documents

__all__ = ["Job", "Result", "TableError"]

REPORT = [
    Field("row", pyarrow.int64()), Field("status", pyarrow.int32()), Field("error", pyarrow.large_string()),
    Field("losses", pyarrow.large_string()),
]


@dataclass
class Job:
    """What to do; the file formats are known by the ends of the names.

    ``name`` is the new column's, the target's if not said; that of ``column`` replaces it. ``table`` is of SQLite,
    ``encoding`` of CSV and JSON Lines.
    """

    source: str
    column: str
    output: str
    to: Format = Format.MARKDOWN
    origin: Format = Format.RTF
    report: Optional[str] = None
    options: Optional[str] = None
    workers: int = 1
    name: Optional[str] = None
    table: Optional[str] = None
    encoding: str = "utf-8"
    # Set by ``run``: when the source was changed last, in seconds.
    modified: float = 0

    def run(self, show: Optional[Callable[["Result", float], None]] = None) -> "Result":
        """Does it; ``show`` is called after each batch with what was done and the part of the whole."""
        return _Run(self).run(show)


@dataclass
class Result:
    """Counts of rows. ``resumed`` had been done by an earlier run."""

    rows: int = 0
    converted: int = 0
    null: int = 0
    failed: int = 0
    lossy: int = 0
    problems: int = 0
    resumed: int = 0
    # Why what an earlier run had left was not used.
    anew: Optional[str] = None


class _Run:
    def __init__(self, job: Job) -> None:
        self.job = job
        self.name = job.name or job.to.name.lower()
        self.outputs = [job.output, job.report] if job.report else [job.output]
        self.modules = [files.module(path) for path in self.outputs]
        self.reading = files.module(job.source)
        self.folder = job.output + ".part"
        self.notes = os.path.join(self.folder, "progress")
        self.options = job.options
        self.check()

    def check(self) -> None:
        job = self.job
        paths = [os.path.realpath(path) for path in [job.source] + self.outputs]
        if len(set(paths)) != len(paths):
            raise TableError("input, output and report have to be different files")
        try:
            facts = os.stat(job.source)
        except OSError as error:
            raise TableError(f"{job.source}: {error.strerror}") from error
        job.modified = facts.st_mtime
        # What the bytes of the outputs depend on.
        self.identity = [
            [os.path.basename(job.source), facts.st_size, facts.st_mtime_ns], job.column, self.outputs,
            int(job.to), int(job.origin), job.options, self.name, job.table, job.encoding, version()]

    def run(self, show: Optional[Callable[[Result, float], None]]) -> Result:
        noted = None
        result = Result()
        if os.path.exists(self.folder):
            noted, result.anew = self.noted()
        else:
            for path in self.outputs:
                if os.path.exists(path):
                    raise TableError(f"{path}: is there already")
        os.makedirs(self.folder, exist_ok=True)
        with _Alone(os.path.join(self.folder, "lock"), self.job.output):
            if noted is None:
                for entry in os.listdir(self.folder):
                    if entry != "lock":
                        os.remove(os.path.join(self.folder, entry))
                noted = {"identity": self.identity}
            else:
                result = Result(**noted["result"])
                result.resumed = result.rows
            if "made" not in noted:
                noted["made"] = self.convert(noted, result, show)
                self.note(noted)
            for part, path in noted["made"]:
                if os.path.exists(part):
                    os.replace(part, path)
        shutil.rmtree(self.folder)
        return result

    def noted(self) -> Tuple[Optional[Dict[str, Any]], Optional[str]]:
        """What an earlier run has noted, or why it is of no use."""
        try:
            with open(self.notes, encoding="utf-8") as file:
                noted: Dict[str, Any] = json.load(file)
        except FileNotFoundError:
            return None, None
        except ValueError:
            return None, "what it noted can't be read"
        if noted["identity"] != json.loads(json.dumps(self.identity)):
            return None, "it had another input, other options or another version"
        return noted, None

    def note(self, noted: Dict[str, Any]) -> None:
        with open(self.notes + ".new", "w", encoding="utf-8") as file:
            json.dump(noted, file)
            file.flush()
            os.fsync(file.fileno())
        os.replace(self.notes + ".new", self.notes)

    def convert(self, noted: Dict[str, Any], result: Result, show: Any) -> List[Tuple[str, str]]:
        job = self.job
        reader = self.reading.Reader(job.source, job, noted.get("facts"), job.column)
        writers: List[Any] = []
        try:
            names = [field.name for field in reader.fields]
            if job.column not in names:
                raise TableError(f"{job.source} has no column {job.column}; it has {', '.join(names)}")
            if self.name in names and self.name != job.column:
                raise TableError(f"{job.source} has a column {self.name} already: give another name by --as")
            fields = [field for field in reader.fields if field.name != self.name]
            # Text in a code page is bytes to all but DBF, which has such text.
            coded = "codepage" in (job.options or "").lower()
            fields.append(Field(self.name, pyarrow.large_binary() if coded else pyarrow.large_string()))
            states = noted.get("states", [None, None])
            for module, name, shape, state in zip(self.modules, ("output", "report"), (fields, REPORT), states):
                writers.append(module.Writer(self.folder, name, shape, state, job, reader))
            page = getattr(writers[0], "code_page", None)
            self.options = f"{job.options or ''};CodePage={page}" if page and not coded else job.options
            for batch in reader.batches(noted.get("position")):
                self.batch(batch, reader, writers, result)
                noted.update(
                    facts=reader.facts, position=reader.position, result=vars(result),
                    states=[writer.state() for writer in writers])
                self.note(noted)
                if show:
                    show(result, reader.fraction)
            noted["result"] = vars(result)
            made: List[Tuple[str, str]] = []
            for writer, path in reversed(list(zip(writers, self.outputs))):
                for part, end in writer.finish():
                    made.append((part, path if end is None else os.path.splitext(path)[0] + end))
            return made
        finally:
            reader.close()
            for writer in writers:
                writer.close()

    def batch(self, batch: Batch, reader: Any, writers: List[Any], result: Result) -> None:
        job = self.job
        place = [field.name for field in reader.fields].index(job.column)
        problems = list(batch.problems)
        made = arrow.convert(
            documents(batch.columns[place], reader.encoding, problems), job.origin, job.to, self.options,
            workers=job.workers, report=True)
        text, status, losses = (made.field(index) for index in range(3))
        columns = [column for column, field in zip(batch.columns, reader.fields) if field.name != self.name]
        writers[0].write(Batch(batch.rows, columns + [text], []), problems)
        told = _told(status, losses, problems)
        if len(writers) > 1 and told:
            rows = sorted(told)
            writers[1].write(Batch(len(rows), [
                [result.rows + row for row in rows], *(list(column) for column in zip(*(told[row] for row in rows))),
            ], []), [])
        null = compute.sum(compute.equal(status, int(Row.NULL))).as_py() or 0
        failed = compute.sum(compute.less(status, 0)).as_py() or 0
        result.rows += batch.rows
        result.null += null
        result.failed += failed
        result.converted += batch.rows - null - failed
        result.lossy += sum(one[2] != "[]" for one in told.values() if one[0] == 0)
        result.problems += len({row for row, _ in problems})


def _told(status: Any, losses: Any, problems: List[Tuple[int, str]]) -> Dict[int, Tuple[int, Optional[str], str]]:
    """The rows to report: status, what is wrong, what was lost."""
    told: Dict[int, Tuple[int, Optional[str], str]] = {}
    wanted = compute.or_(compute.less(status, 0), compute.and_(
        compute.equal(status, 0), compute.not_equal(losses, "[]")))
    rows = compute.indices_nonzero(wanted)
    for row, code, what in zip(rows.to_pylist(), status.take(rows).to_pylist(), losses.take(rows).to_pylist()):
        if code < 0:
            found = json.loads(what).get("error") if what else None
            told[row] = (code, found or status_text(code), "[]")
        else:
            told[row] = (code, None, what)
    for row, problem in problems:
        code, before, what = told.get(row, (0, None, "[]"))
        told[row] = (code, f"{before}; {problem}" if before else problem, what)
    return told


class _Alone:
    """While it lasts, no other run works on the same output."""

    def __init__(self, path: str, output: str) -> None:
        self.file = open(path, "w")
        try:
            if os.name == "nt":
                import msvcrt

                msvcrt.locking(self.file.fileno(), msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined,unused-ignore]
            else:
                import fcntl

                fcntl.flock(self.file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            self.file.close()
            raise TableError(f"{output}: another run is at it") from error

    def __enter__(self) -> None:
        pass

    def __exit__(self, *_: Any) -> None:
        self.file.close()
