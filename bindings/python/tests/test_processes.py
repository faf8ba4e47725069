"""The package in processes of a pool, in copies of a busy process, and from a zip file on the path with the library in it.

    LEGACYBRIDGE_LIBRARY=.../liblegacybridge.so python3 -m unittest tests.test_processes
"""

import multiprocessing
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
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


@unittest.skipUnless(hasattr(os, "fork"), "this system copies no processes")
class Forked(unittest.TestCase):
    """As multiprocessing and servers with workers do it: children are copies of a process that converts."""

    CHILDREN = 20
    WAIT = 60

    def setUp(self):
        self.converter = lb.Converter("BodyFont=Arial")
        self.addCleanup(self.converter.close)
        self.over = threading.Event()
        text = "# head\n\n" + "some *text* with a [link](http://a.b)\n\n" * 200

        def convert():
            while not self.over.is_set():
                lb.markdown_to_rtf(text)
                self.converter.markdown_to_rtf(text)

        self.threads = [threading.Thread(target=convert) for _ in range(3)]
        for thread in self.threads:
            thread.start()
        self.addCleanup(self.end)

    def end(self):
        self.over.set()
        for thread in self.threads:
            thread.join()

    def test_workers_of_a_server_that_was_busy(self):
        for _ in range(self.CHILDREN):
            child = os.fork()
            if child == 0:
                # Nothing of the test's own may run in the child.
                status = 1
                try:
                    rtf = self.converter.markdown_to_rtf("*a*")
                    status = 0 if lb.rtf_to_markdown(rtf) == "*a*\n" and self.refuses() else 2
                finally:
                    os._exit(status)
            self.assertEqual(self.ended(child), 0)

    def refuses(self):
        try:
            lb.Converter("Nonsense=1")
        except lb.LegacyBridgeError as error:
            return error.status == lb.Status.BAD_OPTION
        return False

    def ended(self, child):
        """The child's exit code; one that hangs is ended, and fails the test."""
        until = time.monotonic() + self.WAIT
        while time.monotonic() < until:
            done, status = os.waitpid(child, os.WNOHANG)
            if done:
                return os.WEXITSTATUS(status) if os.WIFEXITED(status) else -os.WTERMSIG(status)
            time.sleep(0.01)
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        self.fail("a child hangs")

    def test_a_pool_of_copies(self):
        with multiprocessing.get_context("fork").Pool(2) as pool:
            made = pool.map_async(lb.markdown_to_rtf, ["*a*", "b"] * 50).get(self.WAIT)
            self.assertEqual(pool.map_async(lb.rtf_to_text, made).get(self.WAIT), ["a\n", "b\n"] * 50)


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
