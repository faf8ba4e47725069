"""What the package promises, against the library in LEGACYBRIDGE_LIBRARY.

    LEGACYBRIDGE_LIBRARY=.../liblegacybridge.so python3 -m unittest tests.test_legacybridge
"""

import gc
import json
import os
import subprocess
import sys
import tempfile
import threading
import unittest
from pathlib import Path

import legacybridge as lb

TEXT = "# Title\n\nK\u00e4se *text* \U0001f642 \u20ac\n"


class Texts(unittest.TestCase):
    def test_there_and_back(self):
        rtf = lb.markdown_to_rtf(TEXT)
        self.assertTrue(rtf.startswith("{\\rtf"))
        self.assertTrue(rtf.isascii())
        self.assertEqual(lb.rtf_to_markdown(rtf), TEXT)
        self.assertEqual(lb.rtf_to_markdown(rtf.encode("ascii")), TEXT)
        self.assertEqual(lb.convert(rtf, lb.Format.DETECT, lb.Format.MARKDOWN), TEXT)

    def test_bytes(self):
        rtf = lb.convert(TEXT.encode(), lb.Format.MARKDOWN, lb.Format.RTF)
        self.assertIsInstance(rtf, bytes)
        self.assertEqual(lb.convert(rtf, lb.Format.RTF, lb.Format.MARKDOWN).decode(), TEXT)
        raw = b"{\\rtf1\\ansi\\ansicpg1251 \xcf}"
        self.assertEqual(lb.rtf_to_text(raw).strip(), "\u041f")

    def test_whatever_lends_bytes(self):
        for text in (bytearray(b"*x*"), memoryview(b"*x*")):
            self.assertEqual(lb.convert(text, lb.Format.MARKDOWN, lb.Format.TEXT), b"x\n")
            converted, _ = lb.convert_reporting(lb.Format.MARKDOWN, lb.Format.TEXT, text)
            self.assertEqual(converted, b"x\n")
        self.assertEqual(lb.rtf_to_text(memoryview(b"{\\rtf1 x}")), "x\n")
        for wrong in (None, 5, ["x"]):
            with self.assertRaises(TypeError):
                lb.Converter().convert(lb.Format.MARKDOWN, lb.Format.TEXT, wrong)

    def test_one_call(self):
        self.addCleanup(lb._converter.cache_clear)
        rtf = "{\\rtf1 a{\\v b}}"
        for data in (rtf.encode(), bytearray(rtf.encode()), memoryview(rtf.encode())):
            self.assertEqual(lb.convert(data, "rtf", "text"), b"a\n")
        self.assertEqual(lb.convert(rtf, "RTF", lb.Format.TEXT, LineEnds="CRLF"), "a\r\n")
        # Formats may be numbers, options numbers, truths and what would end an option.
        self.assertEqual(lb.convert("* a", 1, 1, Bullet="-", MaxInput=100, Untrusted=True), "- a\n")
        self.assertIsNone(lb.convert(None, "rtf", "text"))
        self.assertEqual(lb.convert(None, "rtf", "text", report=True), (None, []))
        made, losses = lb.convert(rtf, "rtf", "text", report=True, LineEnds="CRLF")
        self.assertEqual((made, losses[0].kind), ("a\r\n", "hidden_text"))
        for wrong in ({"Colour": "red"}, {"MaxInput": "much"}):
            with self.assertRaises(lb.LegacyBridgeError) as caught:
                lb.convert(None, "rtf", "text", **wrong)
            self.assertEqual(caught.exception.status, lb.Status.BAD_OPTION)
        # A value may hold what would end an option; this one no typeface has.
        with self.assertRaisesRegex(lb.LegacyBridgeError, 'not "A; }b" at byte 0'):
            lb.convert("x", "markdown", "rtf", BodyFont="A; }b")
        for wrong in ("doc", ""):
            with self.assertRaises(KeyError):
                lb.convert("x", "rtf", wrong)

    def test_letters(self):
        self.addCleanup(lb._converter.cache_clear)
        letter = "Dear {{name}},\n\n| a |\n|---|\n| {{#rows}}{{what}}{{/rows}} |\n"
        values = {"name": "\U0001f642 *x*", "rows": [{"what": "b"}, {"what": 3}]}
        filled = "Dear \U0001f642 *x*,\n\na\nb\n3\n"
        markdown, text = lb.Format.MARKDOWN, lb.Format.TEXT
        for given in (letter, letter.encode(), bytearray(letter.encode()), memoryview(letter.encode())):
            wanted = filled if isinstance(given, str) else filled.encode()
            self.assertEqual(lb.Converter().fill(markdown, text, given, values)[0], wanted)
            # JSON may be at hand already.
            made = lb.fill(given, json.dumps(values), "markdown", "text", LineEnds="CRLF")
            self.assertEqual(len(made), len(wanted) + 5)
        rtf = rb"{\rtf1\ansi\ansicpg1251 \'e4 {\field{\*\fldinst MERGEFIELD name}{\fldrslt x}}}"
        self.assertEqual(lb.fill(rtf, values, "rtf", "text").decode(), "\u0434 \U0001f642 *x*\n")
        for given in ("{{b}}", b"{{b}}"):
            self.assertEqual(lb.fill(given, {}, "markdown", "text", report=True)[1][0].kind, "field")
            with self.assertRaises(lb.LegacyBridgeError) as caught:
                lb.fill(given, {}, "markdown", "text", Strict="field")
            self.assertEqual(caught.exception.status, lb.Status.LOSS)
            self.assertEqual([loss.kind for loss in caught.exception.losses], ["field"])
            for wrong in ([], "name=x"):
                with self.assertRaises(lb.LegacyBridgeError) as caught:
                    lb.fill(given, wrong, "markdown", "text")
                self.assertEqual(caught.exception.status, lb.Status.BAD_ARGUMENT)
        with self.assertRaises(lb.LegacyBridgeError) as caught:
            lb.fill("a", "\ud83d", "markdown", "text")
        self.assertEqual(caught.exception.status, lb.Status.BAD_UTF16)
        with self.assertRaises(lb.LegacyBridgeError) as caught:
            lb.fill(b"a", "\ud83d", "markdown", "text")
        self.assertEqual(caught.exception.status, lb.Status.BAD_ENCODING)
        self.assertIsNone(lb.fill(None, values, "rtf", "text"))
        self.assertEqual(lb.fill(None, values, "rtf", "text", report=True), (None, []))
        self.assertEqual(lb.stats().outstanding_outputs, 0)

    def test_checks(self):
        sound = {"valid": True, "format": "markdown", "findings": []}
        for given in ("# a\n", b"# a\n", bytearray(b"# a\n"), memoryview(b"# a\n")):
            self.assertEqual(lb.check(given, "markdown"), sound)
            self.assertEqual(lb.Converter().check(lb.Format.MARKDOWN, given), sound)
        for given, offset in ("{\\rtf1 a}}", 18), (b"{\\rtf1 a}}", 9):
            found = lb.check(given)
            self.assertEqual((found["valid"], found["format"]), (False, "rtf"))
            self.assertEqual((found["findings"][0]["kind"], found["findings"][0]["offset"]), ("stray_brace", offset))
        with self.assertRaises(TypeError):
            lb.check(None)
        with self.assertRaises(lb.LegacyBridgeError) as caught:
            lb.check(b"x" * 11, MaxInput=10)
        self.assertEqual(caught.exception.status, lb.Status.LIMIT_REACHED)

    def test_examples(self):
        self.addCleanup(lb._converter.cache_clear)
        import doctest

        failed, tried = doctest.testmod(lb, verbose=False)
        self.assertEqual(failed, 0)
        self.assertGreater(tried, 3)

    def test_columns(self):
        rows = ["*a*", None, b"**b**", "", b"\xff", "\U0001f642" * 40]
        with lb.Converter("MaxInput=100") as converter:
            for workers in (1, 2):
                column = converter.convert_column(
                    lb.Format.MARKDOWN, lb.Format.TEXT, rows, workers=workers, reports=True)
                self.assertEqual(column.rows, ["a\n", None, b"b\n", "", None, None])
                self.assertEqual(column.statuses, [
                    0, lb.Row.NULL, 0, 0, lb.Status.BAD_ENCODING, lb.Status.LIMIT_REACHED])
                self.assertIn("MaxInput", column.errors[5])
                self.assertEqual(column.losses[0][0].kind, "font")
                self.assertEqual(column.losses[1], [])
            self.assertIsNone(converter.convert_column(
                lb.Format.MARKDOWN, lb.Format.TEXT, rows).losses)
            self.assertEqual(converter.convert_column(
                lb.Format.MARKDOWN, lb.Format.TEXT, []).rows, [])
            with self.assertRaises(lb.LegacyBridgeError):
                converter.convert_column(lb.Format.MARKDOWN, lb.Format.DETECT, rows)
        rtf = "{\\rtf1 \u6f22}"
        column = lb.Converter().convert_column(lb.Format.RTF, lb.Format.TEXT, [rtf, rtf.encode()])
        self.assertEqual(column.rows[0], "\u6f22\n")
        gc.collect()
        self.assertEqual(lb.stats().outstanding_outputs, 0)

    def test_arrays_of_pyarrow(self):
        try:
            import pyarrow
        except ImportError:
            self.skipTest("pyarrow is not there")
        for kind in (pyarrow.string(), pyarrow.large_string(), pyarrow.binary(), pyarrow.large_binary()):
            array = pyarrow.array(["*a*", None, "b", "", "**c**"], kind)
            for part in (array, array[1:4], array[2:2]):
                converted, statuses = lb.Converter().convert_arrow(
                    lb.Format.MARKDOWN, lb.Format.TEXT, part, workers=2)
                expected = [
                    None if row is None else lb.convert(row, lb.Format.MARKDOWN, lb.Format.TEXT)
                    for row in part.to_pylist()]
                self.assertEqual(converted.to_pylist(), expected)
                self.assertEqual(statuses, [int(row is None) for row in expected])
                converted.validate(full=True)

    def test_log(self):
        heard = []
        lb.set_log(lambda level, text: heard.append((level, text)), lb.LogLevel.TRACE)
        try:
            lb.convert("x", lb.Format.TEXT, lb.Format.TEXT)
            with self.assertRaises(lb.LegacyBridgeError):
                lb.Converter("Targt=Word")
        finally:
            lb.set_log(None)
        lb.convert("x", lb.Format.TEXT, lb.Format.TEXT)
        self.assertEqual([level for level, _ in heard], [lb.LogLevel.TRACE, lb.LogLevel.ERROR])
        self.assertTrue(heard[0][1].startswith("text to text: 2 bytes to "), heard)
        self.assertIn("Targt", heard[1][1])
        with self.assertRaises(lb.LegacyBridgeError):
            lb.set_log(print, 9)

    def test_errors_and_converters_travel(self):
        import pickle

        converter = pickle.loads(pickle.dumps(lb.Converter("LineEnds=CRLF")))
        self.assertEqual(converter.convert(lb.Format.TEXT, lb.Format.TEXT, "x"), "x\r\n")
        converter.close()
        error = pickle.loads(pickle.dumps(lb.LegacyBridgeError(-3, "why", [lb.Loss("a", 1, None)])))
        self.assertEqual((error.status, str(error), error.losses[0].count), (-3, "why", 1))
        self.assertIs(error.status, lb.Status.BAD_OPTION)
        # A status of a later library.
        self.assertEqual(lb.LegacyBridgeError(-99, "new").status, -99)

    def test_nothing_and_nul(self):
        self.assertEqual(lb.convert("", lb.Format.MARKDOWN, lb.Format.TEXT), "")
        self.assertEqual(lb.convert(b"", lb.Format.MARKDOWN, lb.Format.TEXT), b"")
        self.assertIn("b", lb.markdown_to_rtf("a\0b"))

    def test_options_and_report(self):
        with lb.Converter("Target=RichEdit;BodyFont=Arial") as converter:
            self.assertIn("Arial", converter.markdown_to_rtf("x"))
            self.assertEqual(converter.report(), [])
            converter.rtf_to_markdown("{\\rtf1{\\header a}{\\footer c}b}")
            (loss,) = converter.report()
            self.assertEqual((loss.kind, loss.count), ("header_footer", 2))
            self.assertEqual(lb.stats().live_handles, 1)
        self.assertEqual(lb.stats().live_handles, 0)
        # A closed converter converts nothing, and least of all with other options.
        self.assertEqual(converter.handle, -1)
        for closed in (converter, lb.Converter()):
            closed.close()
            with self.assertRaises(lb.LegacyBridgeError) as caught:
                closed.markdown_to_rtf("x")
            self.assertEqual(caught.exception.status, lb.Status.BAD_HANDLE)

    def test_reports_of_calls(self):
        rtf = "{\\rtf1 a{\\v b}}"
        for text in (rtf, rtf.encode()):
            result, losses = lb.convert_reporting(lb.Format.RTF, lb.Format.TEXT, text)
            self.assertEqual(result, "a\n" if text is rtf else b"a\n")
            self.assertEqual([(loss.kind, loss.count) for loss in losses], [("hidden_text", 1)])
        with lb.Converter("Strict=hidden_text") as converter:
            for text in (rtf, rtf.encode()):
                with self.assertRaises(lb.LegacyBridgeError) as caught:
                    converter.convert_reporting(lb.Format.RTF, lb.Format.TEXT, text)
                self.assertEqual(caught.exception.status, lb.Status.LOSS)
                self.assertEqual(caught.exception.losses[0].kind, "hidden_text")
                error = lb.last_error()
                self.assertEqual((error["status"], error["name"]), (-14, "LOSS"))
                self.assertIn("hidden_text", error["message"])
            converter.cancel()
            self.assertEqual(converter.rtf_to_text("{\\rtf1 a}"), "a\n")
        self.assertEqual(lb.stats().outstanding_outputs, 0)

    def test_time_is_limited(self):
        with lb.Converter("Timeout=1") as converter:
            with self.assertRaises(lb.LegacyBridgeError) as caught:
                converter.markdown_to_rtf("some *words*\n\n" * 300000)
            self.assertEqual(caught.exception.status, lb.Status.TIMEOUT)
        self.assertIn("Timeout", lb.status_text(lb.Status.TIMEOUT))

    def test_buffers(self):
        converter = lb.Converter()
        small = bytearray(4)
        needed = converter.convert_into(lb.Format.MARKDOWN, lb.Format.RTF, b"x", small)
        self.assertGreater(needed, 4)
        buffer = bytearray(needed + 1)
        same = converter.convert_into(lb.Format.MARKDOWN, lb.Format.RTF, b"x", buffer)
        self.assertEqual(same, needed)
        self.assertEqual(bytes(buffer[:-1]), lb.convert(b"x", lb.Format.MARKDOWN, lb.Format.RTF))

    def test_errors(self):
        with self.assertRaises(lb.LegacyBridgeError) as caught:
            lb.Converter("Colour=red")
        self.assertEqual(caught.exception.status, lb.Status.BAD_OPTION)
        self.assertIn("Colour", str(caught.exception))
        with self.assertRaises(lb.LegacyBridgeError) as caught:
            lb.convert(b"\xff", lb.Format.MARKDOWN, lb.Format.RTF)
        self.assertEqual(caught.exception.status, lb.Status.BAD_ENCODING)
        with self.assertRaises(lb.LegacyBridgeError) as caught:
            lb.markdown_to_rtf("\ud83d")
        self.assertEqual(caught.exception.status, lb.Status.BAD_UTF16)
        with self.assertRaises(lb.LegacyBridgeError) as caught:
            lb.Converter().convert_file(lb.Format.RTF, lb.Format.TEXT, "no such file", "x")
        self.assertEqual(caught.exception.status, lb.Status.IO)

    def test_nothing_is_left(self):
        for _ in range(50):
            lb.Converter("Target=Word").markdown_to_rtf("x")
        gc.collect()
        figures = lb.stats()
        self.assertEqual(figures.live_handles, 0)
        self.assertEqual(figures.outstanding_outputs, 0)
        self.assertEqual(figures.ignored_frees, 0)
        self.assertIn("legacybridge_memory_bytes", lb.metrics())
        self.assertEqual(lb.version().count("."), 2)
        self.assertEqual(lb.__version__, lb.version())

    def test_room_for_outputs(self):
        """Small outputs, those larger than the room that is kept for them, and a conversion within another's call."""
        small, large = b"x", b"\xe2\x82\xac" * 2700
        rtf = lb.convert(large, "markdown", "rtf")
        numbers = "".join(f"\\u{sign} ?" for sign in range(0x4e00, 0x4e00 + 700)).encode()
        for _ in range(2):
            self.assertEqual(lb.convert(small, "text", "text"), b"x\n")
            self.assertEqual(lb.rtf_to_text(rtf), large.decode() + "\n")
            self.assertEqual(len(lb.rtf_to_text(b"{\\rtf1 " + numbers + b"}")), 701)
        # Up to 8 KB go the short way, and this becomes more than 64 KB.
        dense = b"|a|b|\n|-|-|\n" + b"|x|y|\n" * 1200
        self.assertLess(len(dense), 8192)
        made = lb.convert(dense, "markdown", "html")
        self.assertEqual(made.decode(), lb.convert(dense.decode(), "markdown", "html"))
        self.assertGreater(len(lb.convert(dense, "markdown", "rtf")), 65536)
        inner = []

        def listen(level, text):
            lb.set_log(None)
            inner.append(lb.convert(b"inner", "text", "text"))

        lb.set_log(listen, lb.LogLevel.TRACE)
        self.assertEqual(lb.convert(b"outer", "text", "text"), b"outer\n")
        self.assertEqual(inner, [b"inner\n"])

    def test_threads(self):
        problems = []

        def work():
            for _ in range(50):
                if lb.rtf_to_markdown(lb.markdown_to_rtf(TEXT)) != TEXT:
                    problems.append("not the same")

        threads = [threading.Thread(target=work) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(problems, [])


class Files(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def test_files(self):
        source, rtf, back = (self.folder / name for name in ("in \u00e4.md", "a.rtf", "back.md"))
        source.write_bytes(TEXT.encode())
        converter = lb.Converter()
        converter.convert_file(lb.Format.MARKDOWN, lb.Format.RTF, source, rtf)
        converter.convert_file(lb.Format.RTF, lb.Format.MARKDOWN, str(rtf), back)
        self.assertEqual(back.read_bytes().decode(), TEXT)

    def test_folder(self):
        texts = self.folder / "texts"
        texts.mkdir()
        for number in range(20):
            (texts / f"{number}.md").write_text("# a\n")
        with lb.Batch(None, lb.Format.MARKDOWN, lb.Format.RTF, texts, self.folder / "out") as job:
            while not job.wait(0.05):
                pass
            status = job.status()
            self.assertEqual(status.state, lb.BatchState.FINISHED)
            self.assertEqual((status.total, status.converted, status.failed), (20, 20, 0))
            report = job.report()
            self.assertEqual(report["state"], "finished")
            self.assertEqual(len(report["files"]), 20)
        self.assertEqual(len(list((self.folder / "out").iterdir())), 20)

    def test_list(self):
        source = self.folder / "a.md"
        source.write_text("# a\n")
        files = [(source, self.folder / "a.rtf"), (self.folder / "none.md", self.folder / "b.rtf")]
        job = lb.Batch(None, lb.Format.MARKDOWN, lb.Format.RTF, files, options="Workers=2")
        self.assertTrue(job.wait())
        self.assertEqual(job.result(0).status, lb.Status.OK)
        self.assertEqual(job.result(1).status, lb.Status.IO)
        self.assertEqual(job.text(0, lb.BatchPart.INPUT), str(source))
        self.assertNotEqual(job.text(1, lb.BatchPart.MESSAGE), "")
        job.cancel()
        job.close()
        with self.assertRaises(lb.LegacyBridgeError):
            job.status()
        with self.assertRaises(TypeError):
            lb.Batch(None, lb.Format.MARKDOWN, lb.Format.RTF, self.folder)


class Loading(unittest.TestCase):
    def run_python(self, code, **environment):
        return subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True,
            env={**os.environ, **environment}, cwd=Path(__file__).parent.parent)

    def test_a_library_that_is_not_there(self):
        done = self.run_python("import legacybridge", LEGACYBRIDGE_LIBRARY="/no/such/library")
        self.assertIn("ImportError: the library LegacyBridge was not found", done.stderr)

    def test_parts(self):
        code = (
            "import ctypes, legacybridge as lb\n"
            "from legacybridge import _native\n"
            "c = lb.Converter(''); lb.startup(); lb.shutdown(); print(len(c.markdown_to_rtf('x')) > 9)\n"
            # Another part of the process, with a converter of its own, that the module's end must leave alone.
            "other = _native.load(); other.legacybridge_startup()\n"
            "handle = ctypes.c_int32(); other.legacybridge_create(b'', ctypes.byref(handle))\n"
            "lb._leave(); print(lb._counted, lb.stats().live_handles)\n"
            "other.legacybridge_shutdown(); print(lb.stats().live_handles)\n"
        )
        output = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
        self.assertEqual(output.stdout.split(), ["True", "0", "2", "0"])

    @unittest.skipIf(sys.platform == "win32", "Linux's names")
    def test_not_from_the_current_folder(self):
        package = os.path.dirname(os.path.dirname(os.path.abspath(lb.__file__)))
        with tempfile.TemporaryDirectory() as folder:
            for name in ("liblegacybridge.so", "liblegacybridge.so.1"):
                os.symlink(os.environ["LEGACYBRIDGE_LIBRARY"], os.path.join(folder, name))
            os.mkdir(os.path.join(folder, "below"))
            for path in (None, "", ".", ":/lib", "/lib:", "below/..", ".."):
                environment = dict(os.environ, PYTHONPATH=package, LD_LIBRARY_PATH=path or "")
                del environment["LEGACYBRIDGE_LIBRARY"]
                if path is None:
                    del environment["LD_LIBRARY_PATH"]
                where = os.path.join(folder, "below") if path == ".." else folder
                code = "from legacybridge import _native; _native.load(); print(open('/proc/self/maps').read())"
                output = subprocess.run(
                    [sys.executable, "-c", code], cwd=where, env=environment, capture_output=True, text=True)
                # Where the system has one installed it is that one.
                self.assertNotIn(os.path.realpath(os.environ["LEGACYBRIDGE_LIBRARY"]), output.stdout, path)
                self.assertTrue(output.stdout or "ImportError" in output.stderr, output.stderr)

    def test_shutdown(self):
        done = self.run_python(
            "import legacybridge as lb; c = lb.Converter('Target=Word'); c.markdown_to_rtf('x');"
            "lb.shutdown(); print(lb.stats().memory_in_use)")
        self.assertEqual((done.stdout, done.stderr), ("0\n", ""))


if __name__ == "__main__":
    unittest.main()
