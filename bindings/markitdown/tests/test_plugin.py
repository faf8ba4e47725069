"""The plugin as markitdown finds it, in Python and on the command line; its package has to be installed.

Limits   messages are written by the package extract-msg; skipped without it.
"""

import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

from markitdown import MarkItDown

RTF = b"{\\rtf1\\ansi {\\b Hello} K\\'e4se\\par \\trowd\\cellx900\\cellx1800\\intbl a\\cell b\\cell\\row}"
MARKDOWN = "**Hello** K\u00e4se"


def message(path, rtf):
    """A message of Outlook's as it is stored, with a plain body and one in RTF."""
    import struct

    from extract_msg import OleWriter

    writer = OleWriter()
    for number, text in ((0x0037, "A subject"), (0x0C1F, "somebody@example.com"), (0x0E04, "others"), (0x1000, "plain words")):
        writer.addEntry(f"__substg1.0_{number:04X}001F", text.encode("utf-16-le"))
    writer.addEntry("__properties_version1.0", bytes(32))
    writer.addEntry("__recip_version1.0_#00000000", storage=True)
    writer.addEntry(["__recip_version1.0_#00000000", "__properties_version1.0"], bytes(8))
    if rtf:
        # Compressed RTF that is stored as it is.
        data = struct.pack("<II4sI", len(rtf) + 12, len(rtf), b"MELA", 0) + rtf
        writer.addEntry("__substg1.0_10090102", data)
    writer.write(str(path))


class Plugin(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def test_files(self):
        path = self.folder / "a.rtf"
        path.write_bytes(RTF)
        made = MarkItDown(enable_plugins=True).convert(path).markdown
        self.assertTrue(made.startswith(MARKDOWN), made)
        self.assertIn("| a", made)
        # Without a name that says what it is.
        with open(path, "rb") as file:
            self.assertTrue(MarkItDown(enable_plugins=True).convert_stream(file).markdown.startswith(MARKDOWN))
        made = MarkItDown(enable_plugins=True, legacybridge_options="ComplexTables=Flatten;Bullet=-").convert(path)
        self.assertTrue(made.markdown.startswith(MARKDOWN))
        self.assertIn("rtf1", MarkItDown().convert(path).markdown)

    def test_command(self):
        (self.folder / "a.rtf").write_bytes(RTF)
        done = subprocess.run(
            [sys.executable, "-m", "markitdown", "--use-plugins", "a.rtf", "-o", "a.md"], cwd=self.folder,
            capture_output=True, text=True)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertTrue((self.folder / "a.md").read_text("utf-8").startswith(MARKDOWN))

    def test_messages(self):
        try:
            import extract_msg  # noqa: F401
        except ImportError:
            self.skipTest("extract-msg is not there")
        message(self.folder / "a.msg", RTF)
        result = MarkItDown(enable_plugins=True).convert(self.folder / "a.msg")
        self.assertIn("**Subject:** A subject", result.markdown)
        self.assertIn("**From:** somebody@example.com", result.markdown)
        self.assertIn(f"## Content\n\n{MARKDOWN}", result.markdown)
        self.assertNotIn("plain words", result.markdown)
        self.assertEqual(result.title, "A subject")
        message(self.folder / "plain.msg", None)
        self.assertIn("plain words", MarkItDown(enable_plugins=True).convert(self.folder / "plain.msg").markdown)


if __name__ == "__main__":
    unittest.main()
