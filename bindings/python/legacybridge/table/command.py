"""The command line: ``python -m legacybridge table notes.parquet --column note --to markdown -o out.parquet``.

Exits    0 when the job is done, whatever rows failed (the report says which); 1 if it can't be done; 2 for what
         was asked in a wrong way; 130 after Ctrl-C. The same command goes on where a run was ended.
"""

import argparse
import sys
import time
from typing import Any, List, Optional

from .. import Format, LegacyBridgeError, version

EXAMPLE = """example:
  python -m legacybridge table notes.parquet --column note --to markdown -o out.parquet --report losses.parquet

Files end in .parquet, .csv, .tsv, .jsonl, .db, .sqlite or .dbf. The report has the rows that failed or lost
something: row (from 0), status, error, losses. A run that was ended goes on with the same command."""


def main(arguments: Optional[List[str]] = None) -> int:
    formats = {one.name.lower(): one for one in Format}
    parser = argparse.ArgumentParser("python -m legacybridge")
    parser.add_argument("--version", action="version", version=version())
    words = parser.add_subparsers(dest="word", required=True)
    table = words.add_parser(
        "table", help="convert a column of a table", epilog=EXAMPLE,
        formatter_class=argparse.RawDescriptionHelpFormatter)
    table.add_argument("source", metavar="FILE")
    table.add_argument("--column", required=True, metavar="NAME", help="the column that has the documents")
    table.add_argument("-o", "--output", required=True, metavar="FILE")
    table.add_argument("--to", default="markdown", choices=[name for name in formats if name != "detect"])
    table.add_argument("--from", dest="origin", default="rtf", choices=list(formats))
    table.add_argument("--as", dest="name", metavar="NAME", help="the new column's name (default: what --to says)")
    table.add_argument("--report", metavar="FILE", help="a table of what failed and what was lost")
    table.add_argument("--options", metavar="KEY=VALUE;...", help="options of the conversion")
    table.add_argument("--workers", type=int, default=1, metavar="N", help="threads that convert (default: 1)")
    table.add_argument("--table", metavar="NAME", help="the table of SQLite")
    table.add_argument("--encoding", default="utf-8", help="of CSV and JSON Lines (default: utf-8)")
    table.add_argument("--quiet", action="store_true", help="no progress bar and no summary")
    given = parser.parse_args(arguments)

    try:
        from .job import Job, TableError
    except ImportError as error:
        return _fail(f"{error}; pip install \"legacybridge[table]\"")
    bar = _Bar(given.quiet)
    try:
        result = Job(
            given.source, given.column, given.output, formats[given.to], formats[given.origin], given.report,
            given.options, given.workers, given.name, given.table, given.encoding).run(bar.show)
    except KeyboardInterrupt:
        bar.end()
        print("ended; the same command goes on", file=sys.stderr)
        return 130
    except (TableError, LegacyBridgeError, LookupError, OSError, ValueError) as error:
        bar.end()
        return _fail(str(error))
    bar.end()
    if not given.quiet:
        if result.anew:
            print(f"An earlier run was not used: {result.anew}.", file=sys.stderr)
        resumed = f", {result.resumed} of them by an earlier run" if result.resumed else ""
        print(f"{result.rows} rows{resumed}: {result.converted} converted ({result.lossy} with losses), "
              f"{result.null} NULL, {result.failed} failed; {result.problems} rows had other problems", file=sys.stderr)
    return 0


def _fail(message: str) -> int:
    print(f"legacybridge: {message}", file=sys.stderr)
    return 1


class _Bar:
    """One line of a terminal, a few times a second."""

    def __init__(self, quiet: bool) -> None:
        self.shows = not quiet and sys.stderr.isatty()
        self.begin, self.last = time.monotonic(), 0.0
        self.first: Optional[float] = None

    def show(self, result: Any, fraction: float) -> None:
        now = time.monotonic()
        if not self.shows or now - self.last < 0.2:
            return
        if self.first is None:
            self.first = fraction if result.resumed else 0.0
        self.last = now
        seconds = max(0.001, now - self.begin)
        left = seconds * (1 - fraction) / (fraction - self.first) if fraction > self.first else 0
        full = int(30 * min(1, fraction))
        print(f"\r[{'#' * full}{'.' * (30 - full)}] {fraction:4.0%} {result.rows} rows, "
              f"{(result.rows - result.resumed) / seconds:.0f} a second, {result.failed} failed, {left:.0f} s left ",
              end="", file=sys.stderr, flush=True)

    def end(self) -> None:
        if self.shows and self.last:
            print(file=sys.stderr)
