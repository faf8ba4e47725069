"""CPU microseconds for a memo from Python, beside the floor in C, all in one run: 200,000 rows of 2 KB in the mean,
made of the RTF of a folder (sql_documents.py), to Markdown.

    python3 benches/columns/python.py LIBRARY [FOLDER]    the folder of liblegacybridge.so; that of the RTF
                                                          ($LEGACYBRIDGE_CORPUS, else tests/documents)

Out      a table; three rounds (ROUNDS=), each with all ways by turns, and of each way the least. CPU time is of all
         threads of the process that converts; of two workers the time on the clock as well, which other
         work on the machine spoils.
Limits   needs pyarrow and a C compiler; DuckDB (with numpy), Polars and Spark where they are. ROWS= for fewer rows, WAYS= for those
         ways alone in whose names the word is.
"""

import os
import pathlib
import shutil
import struct
import subprocess
import sys
import tempfile
import time

PROJECT = pathlib.Path(__file__).resolve().parents[2]
ROWS = int(os.environ.get("ROWS", "200000"))
ROUNDS = int(os.environ.get("ROUNDS", "3"))
BATCH = 10_000  # rows of a chunk, as Spark has them

library = pathlib.Path(sys.argv[1]).resolve()
corpus = sys.argv[2] if len(sys.argv) > 2 else os.environ.get("LEGACYBRIDGE_CORPUS", PROJECT / "tests" / "documents")
os.environ["LEGACYBRIDGE_LIBRARY"] = str(library / "liblegacybridge.so")
sys.path.insert(0, str(PROJECT / "bindings" / "python"))

import pyarrow
import pyarrow.compute as compute
import pyarrow.parquet as parquet

import legacybridge as lb
from legacybridge import arrow


def documents(folder):
    made = subprocess.run(
        [sys.executable, PROJECT / "benches" / "columns" / "sql_documents.py", corpus, folder],
        check=True, stdout=subprocess.PIPE, text=True)
    data = (folder / "documents").read_bytes()
    found, place = [], 0
    while place < len(data):
        size, = struct.unpack_from("<i", data, place)
        found.append(data[place + 4:place + 4 + size])
        place += 4 + size
    return found, made.stdout.split()[1]


def floor(folder):
    program = folder / "floor"
    if not program.exists():
        shutil.copy(library / "liblegacybridge.so", folder / "liblegacybridge.so.1")
        subprocess.run(
            ["cc", "-O2", "-I", PROJECT / "include", PROJECT / "benches" / "columns" / "sql_floor.c", "-o", program,
             "-Wl,--no-as-needed", folder / "liblegacybridge.so.1", f"-Wl,-rpath,{folder}"], check=True)
    told = subprocess.run(
        [program, folder / "documents", str(ROWS)], check=True, stdout=subprocess.PIPE, text=True).stdout.split()
    return float(told[0]), int(told[1])


def length(array):
    return compute.sum(compute.binary_length(array)).as_py()


def family():
    """CPU seconds of the processes that this one has begun, and that they have."""
    ticks, children = {}, {}
    for entry in os.listdir("/proc"):
        if entry.isdigit():
            try:
                with open(f"/proc/{entry}/stat") as stat:
                    words = stat.read().rsplit(")", 1)[1].split()
            except OSError:
                continue
            children.setdefault(int(words[1]), []).append(int(entry))
            ticks[int(entry)] = sum(map(int, words[11:15]))
    total, left = 0, list(children.get(os.getpid(), []))
    while left:
        process = left.pop()
        total += ticks[process]
        left += children.get(process, [])
    return total / os.sysconf("SC_CLK_TCK")


class Ways:
    """Each way takes nothing and gives the bytes of Markdown that it made."""

    def __init__(self, folder, found):
        self.folder = folder
        self.found = found
        notes = [found[row % len(found)] for row in range(ROWS)]
        self.column = pyarrow.chunked_array(
            [pyarrow.array(notes[first:first + BATCH], pyarrow.binary()) for first in range(0, ROWS, BATCH)])
        self.part = 0.0  # CPU seconds of Spark's conversion
        self.spark = None

    def python(self):
        convert, found, count, made = lb.Converter().rtf_to_markdown, self.found, len(self.found), 0
        for row in range(ROWS):
            made += len(convert(found[row % count]))
        return None

    def arrow(self, workers=1):
        return length(arrow.to_markdown(self.column, workers=workers))

    def reports(self):
        made = arrow.convert(self.column, lb.Format.RTF, lb.Format.MARKDOWN, report=True)
        return sum(length(chunk.field(0)) for chunk in made.chunks)

    def duckdb(self):
        import duckdb

        base = duckdb.connect(config={"threads": 1})
        base.create_function("markdown", lambda note: arrow.to_markdown(note), ["BLOB"], "VARCHAR", type="arrow")
        notes = pyarrow.table({"note": self.column})  # noqa: F841, DuckDB sees it
        return base.sql("SELECT sum(strlen(markdown(note))) FROM notes").fetchall()[0][0]

    def polars(self):
        import polars

        series = polars.from_arrow(self.column)
        made = series.to_frame("note").select(polars.col("note").map_batches(
            lambda notes: polars.Series(arrow.to_markdown(notes.to_arrow())), return_dtype=polars.String))
        return made["note"].str.len_bytes().sum()

    def begin_spark(self):
        from pyspark.sql import SparkSession

        os.environ["PYSPARK_PYTHON"] = sys.executable
        os.environ["PYTHONPATH"] = os.pathsep.join(
            [str(PROJECT / "bindings" / "python"), str(PROJECT / "benches" / "columns")])
        builder = SparkSession.builder.master("local[1]")
        for key, value in {"spark.ui.enabled": "false", "spark.driver.host": "127.0.0.1", "spark.log.level": "ERROR",
                           "spark.driver.memory": "2g", "spark.sql.execution.arrow.maxRecordsPerBatch": BATCH}.items():
            builder = builder.config(key, value)
        self.spark = builder.getOrCreate()
        parquet.write_table(pyarrow.table({"note": self.column}), self.folder / "notes.parquet", row_group_size=BATCH)

    def mapped(self):
        from legacybridge import spark
        from pyspark.sql import functions

        spent = self.spark.sparkContext.accumulator(0.0)
        before = family()
        frame = self.spark.read.parquet(str(self.folder / "notes.parquet"))
        made = spark.convert(_Timed(frame, spent), "note")
        total = made.select(functions.sum(functions.octet_length("markdown"))).collect()[0][0]
        self.part, self.job = spent.value, family() - before
        return total


class _Timed:
    """A data frame that has what is mapped over it timed, apart from what gives it batches and takes them."""

    def __init__(self, frame, spent):
        self.frame, self.spent = frame, spent
        self.columns, self.schema = frame.columns, frame.schema

    def mapInArrow(self, function, schema):
        spent = self.spent

        def timed(parts):
            import time

            outside = 0.0

            def given():
                nonlocal outside
                while True:
                    before = time.process_time()
                    part = next(parts, None)
                    outside += time.process_time() - before
                    if part is None:
                        return
                    yield part

            before = time.process_time()
            made = function(given())
            for part in made:
                spent.add(time.process_time() - before - outside)
                yield part
                before, outside = time.process_time(), 0.0

        return self.frame.mapInArrow(timed, schema)


def main():
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        found, mean = documents(folder)
        ways = Ways(folder, found)
        table = {"Python, a call for each": ways.python, "Arrow": ways.arrow, "Arrow with reports": ways.reports,
                 "Arrow, two workers": lambda: ways.arrow(2), "DuckDB": ways.duckdb, "Polars": ways.polars}
        table["Spark, the conversion"] = ways.mapped
        table = {what: way for what, way in table.items() if os.environ.get("WAYS", "") in what}
        if ways.mapped in table.values():
            try:
                ways.begin_spark()
            except ImportError:
                del table["Spark, the conversion"]
        least, clock, sums, jobs = {}, {}, {}, []
        for _ in range(ROUNDS):
            spent, total = floor(folder)
            least["C"] = min(spent, least.get("C", spent))
            for what, way in table.items():
                try:
                    cpu, wall = time.process_time(), time.perf_counter()
                    made = way()
                    cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
                except ImportError:
                    continue
                if what.startswith("Spark"):
                    cpu = ways.part
                    jobs.append(ways.job * 1e6 / ROWS)
                spent = cpu * 1e6 / ROWS
                least[what] = min(spent, least.get(what, spent))
                clock[what] = min(wall, clock.get(what, wall))
                if made is not None:
                    sums[what] = made
        print(f"{ROWS} memos of {len(found)} documents, {mean} bytes in the mean; CPU microseconds a memo, of "
              f"{ROUNDS} rounds the least; load of the machine {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
        for what, spent in least.items():
            print(f"{what:26}{spent:8.2f}{spent / least['C']:8.2f}")
        if jobs:
            print(f"{'Spark, the whole job':26}{min(jobs):8.2f}")
        if "Arrow, two workers" in clock:
            print(f"two workers: {clock['Arrow'] / clock['Arrow, two workers']:.2f} times one on the clock")
        assert all(made == total for made in sums.values()), f"not the same Markdown: {total} {sums}"


main()
