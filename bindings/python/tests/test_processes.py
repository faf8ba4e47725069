"""The package in processes of a pool, and from a zip file on the path with the library in it.

    LEGACYBRIDGE_LIBRARY=.../liblegacybridge.so python3 -m unittest tests.test_processes
"""

import multiprocessing
import os
import subprocess
import sys
import tempfile
import unittest
import zipfile
from pathlib import Path

import legacybridge as lb

PACKAGE = Path(lb.__file__).parent
LIBRARY = os.environ.get("LEGACYBRIDGE_LIBRARY", "")
CODE = "import sys; sys.path.insert(0, sys.argv[1]); import legacybridge as lb; print(lb.rtf_to_text('{\\\\rtf1 x}'), lb.__file__)"


class Pool(unittest.TestCase):
    def test_a_converter_and_its_errors(self):
        with multiprocessing.get_context("spawn").Pool(1) as pool, lb.Converter("MaxInput=3") as small:
            self.assertEqual(pool.apply(small.rtf_to_text, (b"abc",)), "abc\n")
            with self.assertRaises(lb.LegacyBridgeError) as caught:
                pool.apply(small.rtf_to_text, (b"abcd",))
            self.assertEqual(caught.exception.status, lb.Status.LIMIT_REACHED)
            self.assertIn("MaxInput", str(caught.exception))
            # The pool goes on.
            self.assertEqual(pool.apply(small.rtf_to_text, (b"abc",)), "abc\n")


@unittest.skipUnless(os.path.exists(LIBRARY), "LEGACYBRIDGE_LIBRARY says no file")
class Zip(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        self.zip = self.folder / "package.zip"
        with zipfile.ZipFile(self.zip, "w", zipfile.ZIP_DEFLATED) as made:
            for path in PACKAGE.rglob("*.py"):
                made.write(path, "legacybridge/" + path.relative_to(PACKAGE).as_posix())
            name = "legacybridge.dll" if sys.platform == "win32" else "liblegacybridge.so"
            made.write(LIBRARY, "legacybridge/" + name)
        self.cache = self.folder / "cache"
        self.environment = {**os.environ, "LEGACYBRIDGE_CACHE": str(self.cache)}
        del self.environment["LEGACYBRIDGE_LIBRARY"]

    def begin(self):
        return subprocess.Popen(
            [sys.executable, "-c", CODE, str(self.zip)], env=self.environment, cwd=self.folder, text=True,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE)

    def run_once(self):
        told, wrong = self.begin().communicate()
        self.assertEqual((told[:3], wrong), ("x\n ", ""))
        self.assertIn("package.zip", told)

    def kept(self):
        return [path for path in self.cache.rglob("*") if path.is_file()]

    def test_the_library_is_copied_once(self):
        self.run_once()
        (kept,) = self.kept()
        self.assertEqual(kept.read_bytes(), Path(LIBRARY).read_bytes())
        before = kept.stat().st_mtime_ns
        self.run_once()
        self.assertEqual(kept.stat().st_mtime_ns, before)
        # What is not the library is not loaded.
        kept.write_bytes(b"something else")
        self.run_once()
        self.assertEqual(kept.read_bytes(), Path(LIBRARY).read_bytes())

    def test_many_at_once(self):
        for process in [self.begin() for _ in range(6)]:
            told, wrong = process.communicate()
            self.assertEqual((told[:3], wrong), ("x\n ", ""))
        self.assertEqual(len(self.kept()), 1)

    @unittest.skipIf(os.name == "nt", "Windows has other rights")
    def test_no_cache_of_ones_own(self):
        self.cache.mkdir()
        self.cache.chmod(0o777)
        self.environment["TMPDIR"] = str(self.folder)
        self.run_once()
        self.assertEqual(self.kept(), [])
        self.assertEqual(list(self.folder.glob("legacybridge-*")), [])
        self.cache.rmdir()
        self.cache.write_text("no folder")
        self.run_once()


if __name__ == "__main__":
    unittest.main()
