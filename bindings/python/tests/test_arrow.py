"""legacybridge.arrow, and the pieces of Python in docs/columns.md, as far as their packages are there.

    LEGACYBRIDGE_LIBRARY=.../liblegacybridge.so python3 -m unittest tests.test_arrow
"""

import doctest
import gc
import importlib.util
import os
import re
import tempfile
import unittest
from pathlib import Path

import legacybridge as lb

try:
    import pyarrow
    from legacybridge import arrow
except ImportError:
    pyarrow = None

PAGE = Path(__file__).parent.parent.parent.parent / "docs" / "columns.md"
RTF = ["{\\rtf1 {\\b x}{\\v h}}", None, "{\\rtf1 \u6f22\u00fc}", "", "{\\rtf1 y}"]
MARKDOWN = ["**x**\n", None, "\u6f22\u00fc\n", "", "y\n"]


@unittest.skipIf(pyarrow is None, "pyarrow is not there")
class Arrow(unittest.TestCase):
    def test_kinds(self):
        array = pyarrow.array(RTF)
        kinds = [pyarrow.string(), pyarrow.large_string(), pyarrow.dictionary(pyarrow.int32(), pyarrow.string())]
        if hasattr(pyarrow, "string_view"):
            kinds.append(pyarrow.string_view())
        for kind in kinds:
            given = array.dictionary_encode() if pyarrow.types.is_dictionary(kind) else array.cast(kind)
            made = arrow.to_markdown(given)
            made.validate(full=True)
            self.assertEqual(made.to_pylist(), MARKDOWN, kind)
            self.assertEqual(arrow.to_markdown(given[1:4], workers=2).to_pylist(), MARKDOWN[1:4], kind)
            self.assertEqual(arrow.to_markdown(given[2:2]).to_pylist(), [])
        raw = pyarrow.array([b"{\\rtf1\\ansi\\ansicpg1251 \xcf}", None], pyarrow.binary())
        for given in (raw, raw.cast(pyarrow.large_binary())):
            self.assertEqual(arrow.to_text(given).to_pylist(), ["\u041f\n", None])
        self.assertEqual(arrow.to_markdown(pyarrow.nulls(2)).to_pylist(), [None, None])
        for wrong in (pyarrow.array([1]), pyarrow.array([["x"]])):
            with self.assertRaises(TypeError):
                arrow.to_markdown(wrong)

    def test_chunks(self):
        array = pyarrow.array(RTF)
        made = arrow.to_markdown(pyarrow.chunked_array([array[:2], array[2:2], array[2:]]))
        self.assertEqual((made.num_chunks, made.to_pylist()), (3, MARKDOWN))
        self.assertEqual(arrow.to_markdown(pyarrow.chunked_array([], pyarrow.string())).to_pylist(), [])

    def test_directions(self):
        rtf = arrow.to_rtf(pyarrow.array(["# a\n"]))
        self.assertEqual(arrow.to_markdown(rtf).to_pylist(), ["# a\n"])
        self.assertEqual(arrow.to_text(rtf).to_pylist(), ["a\n"])
        self.assertEqual(arrow.to_html(pyarrow.array(["a"]), source=lb.Format.MARKDOWN).to_pylist(), ["<p>a</p>\n"])
        self.assertEqual(
            arrow.to_text(pyarrow.array([r"{\rtf1 \'e4}"]), "CodePage=1252").to_pylist(), [b"\xe4\n"])

    def test_reports(self):
        given = pyarrow.array([b"{\\rtf1 a{\\v b}}", None, b"{\\rtf1 " + b"x" * 200 + b"}"])
        again = pyarrow.DictionaryArray.from_arrays([0, None, 1], given.take([0, 2]))
        for array in (given, again):
            made = arrow.convert(
                array, lb.Format.RTF, lb.Format.TEXT, "MaxInput=100", report=True)
            made.validate(full=True)
            first, null, failed = made.to_pylist()
            self.assertEqual((first["text"], first["status"]), ("a\n", 0))
            self.assertIn('"hidden_text"', first["losses"])
            self.assertEqual((null["text"], null["status"]), (None, lb.Row.NULL))
            self.assertEqual((failed["text"], failed["status"]), (None, lb.Status.LIMIT_REACHED))
            self.assertIn("MaxInput", failed["losses"])
            self.assertEqual(arrow.to_text(array, "MaxInput=100").to_pylist(), ["a\n", None, None])
            with self.assertRaises(lb.LegacyBridgeError) as caught:
                arrow.to_text(pyarrow.chunked_array([array[:1], array[1:]]), "MaxInput=100", errors="raise")
            self.assertEqual(caught.exception.status, lb.Status.LIMIT_REACHED)
            self.assertIn("row 2:", str(caught.exception))
        with self.assertRaises(ValueError):
            arrow.to_text(given, errors="ignore")
        with self.assertRaises(lb.LegacyBridgeError):
            arrow.to_text(given, "Colour=red")

    def test_buffers_live_as_long_as_arrays(self):
        part = arrow.to_markdown(pyarrow.array(["{\\rtf1 a}", "{\\rtf1 b}"]))[1:]
        gc.collect()
        self.assertEqual(part.to_pylist(), ["b\n"])
        del part
        gc.collect()
        self.assertEqual(lb.stats().outstanding_outputs, 0)

    def test_examples(self):
        failed, tried = doctest.testmod(arrow, verbose=False)
        self.assertEqual(failed, 0)
        self.assertGreater(tried, 0)


@unittest.skipIf(pyarrow is None or not PAGE.exists(), "pyarrow or the page is not there")
class Page(unittest.TestCase):
    """Each piece runs where `notes.parquet` has a column `note`, and leaves what it made in `made`."""

    def run_piece(self, heading, package=None):
        if package and importlib.util.find_spec(package) is None:
            self.skipTest(f"{package} is not there")
        section = PAGE.read_text(encoding="utf-8").split(f"\n## {heading}\n", 1)[1].split("\n## ", 1)[0]
        pieces = re.findall(r"```python\n(.*?)```", section, re.S)
        self.assertTrue(pieces, heading)
        import pyarrow.parquet as parquet

        # Workers of other processes find the package too.
        path, before = os.environ.get("PYTHONPATH"), os.getcwd()
        os.environ["PYTHONPATH"] = str(Path(__file__).parent.parent)
        with tempfile.TemporaryDirectory() as folder:
            os.chdir(folder)
            try:
                rows = pyarrow.table({"id": list(range(len(RTF))), "note": RTF})
                parquet.write_table(rows, "notes.parquet")
                for piece in pieces:
                    room = {"__name__": "piece"}
                    exec(compile(piece, f"{PAGE.name}: {heading}", "exec"), room)
                    made = [None if row != row else row for row in room["made"]]
                    self.assertEqual(made, MARKDOWN)
            finally:
                os.chdir(before)
                del os.environ["PYTHONPATH"]
                if path is not None:
                    os.environ["PYTHONPATH"] = path

    def test_python(self):
        self.run_piece("Python")

    def test_arrow(self):
        self.run_piece("Arrow")

    def test_duckdb(self):
        self.run_piece("DuckDB", "duckdb")

    def test_polars(self):
        self.run_piece("Polars", "polars")

    def test_dask(self):
        self.run_piece("Dask", "dask")

    def test_ray(self):
        self.run_piece("Ray", "ray")

    def test_pandas(self):
        self.run_piece("pandas", "pandas")


if __name__ == "__main__":
    unittest.main()
