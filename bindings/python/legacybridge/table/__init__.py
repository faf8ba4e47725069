"""Tables with a column of documents, from file to file: ``python -m legacybridge table``.

In       Parquet, CSV, JSON Lines, SQLite and DBF; out the same, and the report too.
Shape    a reader gives batches of rows, a column is converted, a writer appends them; what has been written is
         noted after each batch, so that a run that was ended goes on there and makes the same bytes.
Limits   a batch is in memory (8 MB of documents, or one that is larger), never the table.

| file | what it is for |
|---|---|
| ``command`` | the command line and its progress bar |
| ``job`` | the loop, what is noted, how outputs get their names |
| ``batch`` | rows on their way, and their values in the words of others |
| ``files`` | which format a file has; files that are appended to |
| ``parquet`` ``csv`` ``lines`` ``sqlite`` ``dbf`` ``dbf_writer`` | the formats |
"""

from .job import Job, Result, TableError

__all__ = ["Job", "Result", "TableError"]
