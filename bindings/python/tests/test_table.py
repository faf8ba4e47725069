"""``python -m legacybridge table``: every format into every other, ended and gone on with, and rows that fail.

    LEGACYBRIDGE_LIBRARY=.../liblegacybridge.so python3 -m unittest tests.test_table

Limits   needs pyarrow and dbfread. LEGACYBRIDGE_TABLE_ROWS=1000000 makes the test of memory the real one.
"""

import contextlib
import csv
import datetime
import io
import json
import os
import signal
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
import unittest
from pathlib import Path

import legacybridge as lb

try:
    import dbfread
    import pyarrow
    import pyarrow.parquet as parquet
    from legacybridge.table import Job, TableError, batch, command
except ImportError:
    dbfread = None

PACKAGE = Path(__file__).parent.parent
RTF = [
    "{\\rtf1 {\\b x}{\\v hidden}}", None, "{\\rtf1 K\\'e4se, \\\"\\line;\r\n\tb}", "no RTF, two\nlines", "",
    "{\\rtf1 " + "y" * 400 + "}",
]
OPTIONS = "MaxInput=300"


def expected(options=OPTIONS):
    made = []
    with lb.Converter(options) as single:
        for note in RTF:
            try:
                made.append(None if note is None else single.rtf_to_markdown(note))
            except lb.LegacyBridgeError:
                made.append(None)
    return made


def write(path, notes):
    """A table with the columns ``id`` and ``note``, in the format of its name."""
    rows = list(enumerate(notes))
    if path.suffix == ".parquet":
        parquet.write_table(pyarrow.table({
            "id": [row for row, _ in rows], "note": pyarrow.array([note for _, note in rows], pyarrow.string())}),
            path, row_group_size=4)
    elif path.suffix == ".csv":
        with open(path, "w", newline="", encoding="utf-8") as file:
            csv.writer(file, delimiter=";").writerows([("id", "note"), *rows])
    elif path.suffix == ".jsonl":
        path.write_text("".join(json.dumps({"id": row, "note": note}) + "\n" for row, note in rows))
    elif path.suffix == ".db":
        with contextlib.closing(sqlite3.connect(path)) as base:
            base.execute("CREATE TABLE memo (id INTEGER PRIMARY KEY, note TEXT)")
            base.executemany("INSERT INTO memo VALUES (?, ?)", rows)
            base.commit()
    else:
        # By way of JSON Lines, with the writer that is on trial; its tables are read by dbfread below.
        lines = path.with_suffix(".jsonl")
        write(lines, notes)
        Job(str(lines), "id", str(path), lb.Format.TEXT, lb.Format.TEXT, name="plain").run()
        lines.unlink()


def read(path):
    """The rows as dictionaries."""
    if path.suffix == ".parquet":
        return parquet.read_table(path).to_pylist()
    if path.suffix == ".csv":
        with open(path, newline="", encoding="utf-8") as file:
            delimiter = ";" if ";" in file.readline() else ","
            file.seek(0)
            return list(csv.DictReader(file, delimiter=delimiter))
    if path.suffix == ".jsonl":
        return [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    if path.suffix == ".db":
        with contextlib.closing(sqlite3.connect(path)) as base:
            base.row_factory = sqlite3.Row
            return [dict(row) for row in base.execute("SELECT * FROM memo")]
    return [{name.lower(): value for name, value in row.items()} for row in dbfread.DBF(path, encoding="cp1252")]


@unittest.skipIf(dbfread is None, "pyarrow or dbfread is not there")
class Tables(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def job(self, source, output, **more):
        column = "NOTE" if str(source).endswith(".dbf") else "note"
        return Job(str(self.folder / source), column, str(self.folder / output), **{"options": OPTIONS, **more})

    def rows(self, name):
        return read(self.folder / name)

    def test_each_format_into_each_other(self):
        ends = [".parquet", ".csv", ".jsonl", ".db", ".dbf"]
        for source in ends:
            write(self.folder / f"in{source}", RTF)
            for target in ends:
                with self.subTest(source=source, target=target):
                    output = f"out-{source[1:]}{target}"
                    result = self.job("in" + source, output, report=str(self.folder / f"{output}.losses.jsonl")).run()
                    # A format without NULL, or without a difference between it and "".
                    null = "" if source == ".csv" or target == ".csv" else None
                    rows = [{name.lower(): value for name, value in row.items()} for row in self.rows(output)]
                    told = [row["markdown"] for row in rows]
                    for made, good in zip(told, expected()):
                        self.assertEqual(made or null, good or null)
                    self.assertEqual(len(told), len(RTF))
                    self.assertEqual([int(row["id"]) for row in rows], list(range(len(RTF))))
                    self.assertEqual((result.rows, result.failed), (len(RTF), 1))
                    report = {row["row"]: row for row in self.rows(f"{output}.losses.jsonl")}
                    self.assertEqual(report[5]["status"], lb.Status.LIMIT_REACHED)
                    self.assertIn("MaxInput", report[5]["error"])
                    self.assertIn("hidden_text", report[0]["losses"])
                    self.assertNotIn(1, report)
        self.assertEqual([entry for entry in os.listdir(self.folder) if entry.endswith(".part")], [])

    def test_reports_in_each_format(self):
        write(self.folder / "in.csv", RTF)
        for end in (".parquet", ".csv", ".jsonl"):
            self.job("in.csv", f"out{end}", report=str(self.folder / f"report{end}")).run()
            rows = {int(row["row"]): row for row in self.rows(f"report{end}")}
            self.assertEqual(int(rows[5]["status"]), lb.Status.LIMIT_REACHED)

    def test_values_that_are_no_documents(self):
        day, time_ = datetime.date(2026, 1, 2), datetime.datetime(2026, 1, 2, 3, 4, 5, 6000)
        given = {"a long name": 2**40, "b": 1.5, "c": True, "d": day, "e": time_, "f": b"\xff\0", "g": [1, "x"][:1],
                 "note": "{\\rtf1 x}"}
        null = dict.fromkeys(given)
        parquet.write_table(pyarrow.Table.from_pylist([given, null]), self.folder / "in.parquet")
        self.job("in.parquet", "out.parquet").run()
        self.assertEqual(self.rows("out.parquet"), [{**given, "markdown": "x\n"}, {**null, "markdown": None}])
        self.job("in.parquet", "out.jsonl").run()
        self.assertEqual(self.rows("out.jsonl")[0], {
            **given, "d": "2026-01-02", "e": "2026-01-02T03:04:05.006000", "f": "data:application/octet-stream;base64,/wA=",
            "markdown": "x\n"})
        self.job("in.parquet", "out.dbf").run()
        first, second = (list(row.values()) for row in dbfread.DBF(self.folder / "out.dbf"))
        first[4] = first[4].replace(microsecond=6000) if first[4] else None
        self.assertEqual(first[:7], [2**40, 1.5, True, day, time_, b"\xff\0", "[1]"])
        self.assertEqual(second[0], None)
        # The same once more keeps the fields of the table.
        self.job("out.dbf", "again.dbf", name="more").run()
        fields = [[(field.name, field.type, field.length) for field in dbfread.DBF(self.folder / name).fields]
                  for name in ("out.dbf", "again.dbf")]
        self.assertEqual([one for one in fields[0] if one[1] != "0"], [one for one in fields[1] if one[1] != "0"][:-1])

    def test_dbf_of_others(self):
        """Tables that another package writes, and what is written read by it."""
        try:
            import dbf
        except ImportError:
            self.skipTest("the package dbf is not there")
        kinds = {"vfp": "id N(6,0); b B; t T; name C(5); note M", "fp": "id N(6,0); name C(5); note M",
                 "db3": "id N(6,0); name C(5); note M"}
        for kind, columns in kinds.items():
            table = dbf.Table(str(self.folder / f"{kind}.dbf"), columns, dbf_type=kind, codepage="cp1252")
            table.open(dbf.READ_WRITE)
            for number, note in enumerate(RTF):
                more = {"b": 1.5, "t": datetime.datetime(2026, 1, 2, 3, 4, 5)} if kind == "vfp" else {}
                table.append({"id": number, "name": "\u00e4b", "note": note or "", **more})
            dbf.delete(table[3])
            table.close()
            self.job(f"{kind}.dbf", f"out-{kind}.dbf").run()
            self.job(f"{kind}.dbf", f"out-{kind}.jsonl").run()
            made = dbf.Table(str(self.folder / f"out-{kind}.dbf"))
            made.open()
            rows = self.rows(f"out-{kind}.jsonl")
            self.assertEqual([row["ID"] for row in rows], [0, 1, 2, 4, 5])
            for row, record in zip(rows, made):
                self.assertEqual((row["markdown"] or "").strip(), record.markdown.strip())
                self.assertEqual(record.name.strip(), "\u00e4b")
                self.assertEqual((row["ID"], row["NAME"]), (record.id, "\u00e4b"))
            self.assertEqual(rows[0]["markdown"], "**x**\n")
            if kind == "vfp":
                self.assertEqual((made[0].b, made[0].t), (1.5, datetime.datetime(2026, 1, 2, 3, 4, 5)))
            made.close()

    def test_text_that_is_not_utf8(self):
        raw = b"id,note,more\r\n0,{\\rtf1\\ansicpg1251 \xcf},caf\xe9\r\n"
        (self.folder / "in.csv").write_bytes(raw)
        self.job("in.csv", "out.csv").run()
        self.assertEqual((self.folder / "out.csv").read_bytes(),
                         b"id,note,more,markdown\r\n" + raw.splitlines()[1] + b",\"\xd0\x9f\n\"\r\n")
        self.job("in.csv", "out.parquet", report=str(self.folder / "report.jsonl")).run()
        self.assertEqual(self.rows("out.parquet")[0]["more"], "caf\ufffd")
        self.assertIn("not in UTF-8", self.rows("report.jsonl")[0]["error"])
        self.job("in.csv", "out.jsonl", encoding="cp1252").run()
        self.assertEqual(self.rows("out.jsonl")[0]["markdown"], "\u041f\n")
        self.assertEqual(self.rows("out.jsonl")[0]["more"], "caf\u00e9")
        # Markdown in a DBF is in its code page, and what that does not have is reported.
        write(self.folder / "wide.jsonl", ["{\\rtf1 \\u8364 ?\\u28450 ?}"])
        self.job("wide.jsonl", "wide.dbf", report=str(self.folder / "wide-report.jsonl")).run()
        self.assertTrue(self.rows("wide.dbf")[0]["markdown"].startswith("\u20ac"))

    def test_rows_that_are_broken(self):
        (self.folder / "in.jsonl").write_text('{"note": "a"}\nno JSON\n[1]\n\n{"note": 7, "x": {"y": null}}\n{"note": "\\ud800"}\n')
        result = self.job("in.jsonl", "out.jsonl", report=str(self.folder / "r.jsonl")).run()
        self.assertEqual(self.rows("out.jsonl")[3], {"note": 7, "x": {"y": None}, "markdown": "7\n"})
        report = {row["row"]: row["error"] for row in self.rows("r.jsonl") if row["error"]}
        self.assertEqual((result.rows, sorted(report)), (5, [1, 2, 4]))
        self.assertIn("no JSON", report[1])
        (self.folder / "in.csv").write_text('id,note\n1,a,b\n2\n\n"3\n4",c\n')
        self.job("in.csv", "out.csv", report=str(self.folder / "r2.jsonl")).run()
        self.assertEqual([(row["id"], row["markdown"]) for row in self.rows("out.csv")],
                         [("1", "a\n"), ("2", ""), ("3\n4", "c\n")])
        self.assertEqual([row["row"] for row in self.rows("r2.jsonl") if row["error"]], [0, 1])
        with contextlib.closing(sqlite3.connect(self.folder / "in.db")) as base:
            base.execute("CREATE TABLE memo (note, any)")
            base.executemany("INSERT INTO memo VALUES (?, ?)", [("a", 1), (b"{\\rtf1 \xe4}", "x"), (5, b"\xff")])
            base.commit()
        self.job("in.db", "out.db").run()
        self.assertEqual([list(row.values()) for row in self.rows("out.db")], [
            ["a", 1, "a\n"], [b"{\\rtf1 \xe4}", "x", "\u00e4\n"], [5, b"\xff", "5\n"]])
        self.job("in.db", "out.parquet").run()
        self.assertEqual([row["any"] for row in self.rows("out.parquet")],
                         ["1", "x", "data:application/octet-stream;base64,/w=="])

    def test_what_can_not_be_done(self):
        write(self.folder / "in.csv", RTF)
        (self.folder / "there.csv").write_text("")
        for source, output, more, words in [
            ("none.csv", "out.csv", {}, "No such file"), ("in.csv", "out.xls", {}, "has to end in"),
            ("in.csv", "in.csv", {}, "different files"), ("in.csv", "there.csv", {}, "already"),
            ("in.csv", "out.csv", {"name": "id"}, "--as"), ("in.csv", "out.csv", {"column": "x"}, "no column x"),
        ]:
            with self.assertRaisesRegex(TableError, words):
                job = self.job(source, output, **{key: value for key, value in more.items() if key != "column"})
                job.column = more.get("column", job.column)
                job.run()
            self.assertFalse((self.folder / "out.csv").exists())
        with self.assertRaises(lb.LegacyBridgeError):
            self.job("in.csv", "out.csv", options="Colour=red").run()
        told = io.StringIO()
        with contextlib.redirect_stderr(told):
            self.assertEqual(command.main(["table", "none.csv", "--column", "x", "-o", "y.csv"]), 1)
        self.assertIn("none.csv", told.getvalue())

    def test_ended_anywhere_and_gone_on_with(self):
        """After each batch, and in each step between, a run ends; the next makes the bytes of one that did not."""
        rows, batch.ROWS = batch.ROWS, 2
        modules = {}
        try:
            from legacybridge.table import csv as one, dbf, lines, parquet as two, sqlite

            for module in (one, dbf, lines, two, sqlite):
                modules[module], module.ROWS = module.ROWS, 2
            for end in (".parquet", ".csv", ".jsonl", ".db", ".dbf"):
                write(self.folder / f"in{end}", RTF * 2)
                names = [f"whole{end}", f"report{end}"]
                files = [name for name in names] + ["whole.fpt", "report.fpt"] * (end == ".dbf")
                self.job(f"in{end}", names[0], report=str(self.folder / names[1])).run()
                whole = [(self.folder / name).read_bytes() for name in files]
                for name in files:
                    (self.folder / name).unlink()
                runs = 0
                while True:
                    runs += 1
                    left = [runs % 3 + 1]

                    def stop(result, fraction):
                        left[0] -= 1
                        if not left[0]:
                            raise KeyboardInterrupt

                    try:
                        result = self.job(f"in{end}", names[0], report=str(self.folder / names[1])).run(stop)
                    except KeyboardInterrupt:
                        # A batch that was written and not noted.
                        for part in (self.folder / f"{names[0]}.part").iterdir():
                            if part.suffix in (".arrows", ".csv", ".jsonl", ".dbf", ".fpt"):
                                with open(part, "ab") as file:
                                    file.write(b"half a batch")
                        continue
                    break
                self.assertGreater(runs, 1)
                self.assertGreater(result.resumed, 0)
                self.assertEqual(result.rows, 2 * len(RTF))
                for name, good in zip(files, whole):
                    self.assertEqual((self.folder / name).read_bytes(), good, name)
        finally:
            batch.ROWS = rows
            for module, rows in modules.items():
                module.ROWS = rows

    def test_another_job_begins_anew(self):
        write(self.folder / "in.csv", RTF)

        def stop(result, fraction):
            raise KeyboardInterrupt

        with self.assertRaises(KeyboardInterrupt):
            self.job("in.csv", "out.csv").run(stop)
        result = self.job("in.csv", "out.csv", options="MaxInput=200").run()
        self.assertIn("other options", result.anew)
        self.assertEqual((result.resumed, result.rows), (0, len(RTF)))

    def test_two_at_once(self):
        write(self.folder / "in.csv", RTF)

        def other(result, fraction):
            with self.assertRaisesRegex(TableError, "another run"):
                self.job("in.csv", "out.csv").run()

        self.assertEqual(self.job("in.csv", "out.csv").run(other).rows, len(RTF))


@unittest.skipIf(dbfread is None or not sys.platform.startswith("linux"), "needs pyarrow and /proc")
class Large(unittest.TestCase):
    """A process of its own over many rows of 1 KB: its memory, and killed at any time."""

    ROWS = int(os.environ.get("LEGACYBRIDGE_TABLE_ROWS", "40000"))

    def test_memory_and_kills(self):
        with tempfile.TemporaryDirectory() as folder:
            source = os.path.join(folder, "notes.parquet")
            kind = pyarrow.schema([("id", pyarrow.int64()), ("note", pyarrow.string())])
            with parquet.ParquetWriter(source, kind) as writer:
                for first in range(0, self.ROWS, 100_000):
                    rows = range(first, min(self.ROWS, first + 100_000))
                    notes = ["{\\rtf1 %s}" % "".join(
                        "{\\b memo %d} of %d, {\\v %x}\\par " % (row, part, row * 7919 ^ part) for part in range(28))
                        for row in rows]
                    writer.write_table(pyarrow.table([list(rows), notes], schema=kind), row_group_size=1_000_000)
            size = sum(len(note) for note in notes) / len(notes)
            self.assertGreater(size, 900)

            def begin(output):
                return subprocess.Popen(
                    [sys.executable, "-m", "legacybridge", "table", source, "--column", "note", "-o",
                     os.path.join(folder, output + ".parquet"), "--report", os.path.join(folder, output + "-report.parquet"),
                     "--workers", "2"], cwd=PACKAGE, stderr=subprocess.PIPE)

            def peak(process, most):
                with contextlib.suppress(OSError, ValueError, IndexError):
                    with open(f"/proc/{process.pid}/status") as status:
                        return max(most, int(status.read().split("VmHWM:")[1].split()[0]))
                return most

            most, whole = 0, begin("whole")
            start = time.monotonic()
            while whole.poll() is None:
                most = peak(whole, most)
                time.sleep(0.02)
            seconds = time.monotonic() - start
            told = whole.communicate()[1].decode()
            self.assertEqual(whole.returncode, 0, told)
            kills = 0
            notes = os.path.join(folder, "killed.parquet.part", "progress")
            for part in (0.3, 0.5, 0.7):
                killed = begin("killed")
                while killed.poll() is None:
                    with contextlib.suppress(OSError, ValueError, KeyError):
                        with open(notes) as file:
                            if json.load(file)["result"]["rows"] >= part * self.ROWS:
                                killed.send_signal(signal.SIGKILL)
                                kills += 1
                                break
                    time.sleep(0.005)
                killed.communicate()
            last = begin("killed")
            told_last = last.communicate()[1].decode()
            self.assertEqual(last.returncode, 0, told_last)
            self.assertGreater(kills, 0)
            self.assertIn("by an earlier run", told_last)
            for end in (".parquet", "-report.parquet"):
                with open(os.path.join(folder, "whole" + end), "rb") as one, open(
                        os.path.join(folder, "killed" + end), "rb") as other:
                    while True:
                        block = one.read(1 << 20)
                        self.assertEqual(block, other.read(1 << 20))
                        if not block:
                            break
            print(f"{self.ROWS} rows of {size:.0f} bytes: {most // 1024} MB, {seconds:.1f} s, {kills} kills", file=sys.stderr)
            self.assertLess(most, 500 << 10)
            self.assertIn(f"{self.ROWS} rows", told)


if __name__ == "__main__":
    unittest.main()
