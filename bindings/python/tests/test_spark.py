"""legacybridge.spark on two executors in processes of their own; one of them is killed in between.

    LEGACYBRIDGE_LIBRARY=.../liblegacybridge.so python3 -m unittest tests.test_spark
"""

import os
import signal
import sys
import tempfile
import unittest
from pathlib import Path

import legacybridge as lb

try:
    import pyarrow
    import pyspark
    from pyspark.sql import SparkSession
except ImportError:
    pyspark = None

PACKAGE = str(Path(__file__).parent.parent)


def document(row):
    """A row of some kind: good, NULL, not in the encoding, huge, or huge and over the limit."""
    if row % 97 == 5:
        return None
    if row % 97 == 6:
        return b"\xff no Markdown"
    if row % 997 == 7:
        return b"x" * (2_000_000 if row % 2 else 900_000)
    return b"# Memo %d\n\nSome *words*.\n" % row


@unittest.skipIf(pyspark is None, "pyspark or pyarrow is not there")
class Spark(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        os.environ["PYSPARK_PYTHON"] = sys.executable
        builder = SparkSession.builder.master("local-cluster[2,1,1024]").config("spark.driver.memory", "2g")
        for key, value in {
            "spark.ui.enabled": "false", "spark.driver.host": "127.0.0.1", "spark.driver.bindAddress": "127.0.0.1",
            "spark.executorEnv.PYTHONPATH": PACKAGE, "spark.sql.execution.arrow.maxRecordsPerBatch": "1000",
            "spark.executorEnv.LEGACYBRIDGE_LIBRARY": os.environ.get("LEGACYBRIDGE_LIBRARY", ""),
            "spark.log.level": "ERROR",
        }.items():
            builder = builder.config(key, value)
        cls.spark = builder.getOrCreate()
        cls.folder = tempfile.TemporaryDirectory()
        cls.path = os.path.join(cls.folder.name, "notes.parquet")
        import pyarrow.parquet as parquet

        schema = pyarrow.schema([("id", pyarrow.int64()), ("note", pyarrow.binary())])
        with parquet.ParquetWriter(cls.path, schema) as writer:
            for first in range(0, cls.rows(), 1000):
                rows = range(first, min(first + 1000, cls.rows()))
                writer.write_table(pyarrow.table([list(rows), [document(row) for row in rows]], schema=schema))

    @classmethod
    def tearDownClass(cls):
        cls.spark.stop()
        cls.folder.cleanup()

    @staticmethod
    def rows():
        return int(os.environ.get("LEGACYBRIDGE_SPARK_ROWS", "5000"))

    def frame(self):
        return self.spark.read.parquet(self.path).repartition(8, "id")

    def converted(self, frame):
        from legacybridge import spark

        return spark.convert(
            frame, "note", lb.Format.MARKDOWN, lb.Format.TEXT, "MaxInput=1MB", report=True, output="plain").drop("note")

    def compare(self, rows):
        """Each row with a call of its own, here."""
        seen = set()
        with lb.Converter("MaxInput=1MB") as single:
            for row in rows:
                seen.add(row["id"])
                note = document(row["id"])
                if note is None:
                    self.assertEqual((row["plain"], row["plain_status"]), (None, 1))
                    continue
                try:
                    expected, status = single.convert(
                        lb.Format.MARKDOWN, lb.Format.TEXT, note).decode(), 0
                except lb.LegacyBridgeError as error:
                    expected, status = None, int(error.status)
                    self.assertIn("error", row["plain_losses"])
                self.assertEqual((row["plain"], row["plain_status"]), (expected, status))
        self.assertEqual(seen, set(range(self.rows())))

    def test_rows_as_single_calls(self):
        self.compare(self.converted(self.frame()).collect())

    def test_an_executor_that_is_killed(self):
        mark = os.path.join(self.folder.name, "killed")

        def kill(parts):
            for number, part in enumerate(parts):
                yield part
                try:
                    # The first of all batches that gets here ends its executor's JVM, in the midst of a task.
                    os.close(os.open(mark, os.O_CREAT | os.O_EXCL))
                except FileExistsError:
                    continue
                daemon = os.getppid()
                with open(f"/proc/{daemon}/stat") as stat:
                    executor = int(stat.read().rsplit(")", 1)[1].split()[1])
                with open(f"/proc/{executor}/cmdline") as command:
                    assert "CoarseGrainedExecutorBackend" in command.read()
                os.kill(executor, signal.SIGKILL)

        frame = self.frame()
        self.compare(self.converted(frame.mapInArrow(kill, frame.schema)).collect())
        self.assertTrue(os.path.exists(mark))

    def test_as_a_function(self):
        from legacybridge import spark

        frame = self.spark.createDataFrame([(r"{\rtf1 {\b x}}",), (None,)], "note string")
        made = frame.select(spark.to_markdown(frame["note"]).alias("markdown")).collect()
        self.assertEqual(sorted(str(row["markdown"]) for row in made), ["**x**\n", "None"])

    def test_what_can_not_be_asked(self):
        from legacybridge import spark

        with self.assertRaises(ValueError):
            spark.convert(self.frame(), "nothing")
        with self.assertRaises(ValueError):
            spark.convert(self.frame(), "note", output="id")
        with self.assertRaises(ValueError):
            spark.convert(self.frame(), "note", options="CodePage=1252")


if __name__ == "__main__":
    unittest.main()
