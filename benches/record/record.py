#!/usr/bin/env python3
"""Counts the instructions of fixed conversions, and compares them with what is recorded.

record.py LIBRARY [WHY]

Shape    LIBRARY is the shared library of a release build. Each document of documents.py is converted under
         callgrind, through the C interface; what is counted is a warm conversion. Markdown is converted to
         RTF, and what came of it back. Totals repeat, whatever else the machine does. The figures are shown
         beside the last line of record.txt; with WHY they become a new line, whose first field says why they
         are others than before.
Units    instructions. A line of record.txt has the reason, the compiler, and NAME=COUNT for each conversion,
         with tabs between.
Output   one line for each conversion; exit status 1 when one is more than 3 % above the record, which then
         wants a line that says why.
Limits   x86-64 Linux with valgrind and a C compiler. Another compiler makes other code: then nothing fails,
         and that is said. Without LEGACYBRIDGE_CORPUS the document of 5 MB is left out.
         RECORD_ONLY="name name" counts only those, and records nothing.
"""
import os
import pathlib
import re
import subprocess
import sys
import tempfile

import documents

HERE = pathlib.Path(__file__).parent
RECORD = HERE / "record.txt"
ALLOWED = 1.03
MARKDOWN, RTF = "1", "2"


def run(*command):
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(f"{' '.join(map(str, command))}: {done.stdout}{done.stderr}")
    return done.stdout + done.stderr


def build(library, folder):
    """The program that converts, beside a copy of the library."""
    copy = folder / "liblegacybridge.so.1"
    copy.write_bytes(library.read_bytes())
    run(os.environ.get("CC", "cc"), "-O1", f"-I{HERE.parents[1] / 'include'}", HERE / "record.c", "-o",
        folder / "record", copy, f"-Wl,-rpath,{folder}")
    return folder / "record"


def count(program, way, source, result):
    said = run("valgrind", "--tool=callgrind", "--toggle-collect=counted", "--callgrind-out-file=/dev/null",
               program, *way, source, result)
    found = re.search(r"Collected : (\d+)", said)
    if not found or found[1] == "0":
        raise SystemExit(f"{source}: {said}")
    return int(found[1])


def counts(library, chosen):
    """Name and count of each conversion, one after the other."""
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        program = build(library, folder)
        source, result = folder / "source", folder / "result"
        for name, make in {**documents.MARKDOWN, **documents.RTF}.items():
            data = make() if not chosen or name in chosen else None
            if data is None:
                continue
            source.write_bytes(data)
            if name in documents.MARKDOWN:
                yield f"{name}.rtf", count(program, (MARKDOWN, RTF), source, result)
                source = result
            yield f"{name}.md", count(program, (RTF, MARKDOWN), source, "-")
            source = folder / "source"


def last():
    lines = RECORD.read_text().splitlines() if RECORD.exists() else []
    if not lines:
        return "", {}
    _, compiler, *pairs = lines[-1].split("\t")
    return compiler, {name: int(figure) for name, figure in (pair.split("=") for pair in pairs)}


def main():
    library, why = pathlib.Path(sys.argv[1]), " ".join(" ".join(sys.argv[2:]).split())
    compiler = run("rustc", "--version").split()[1]
    recorded_by, recorded = last()
    chosen = os.environ.get("RECORD_ONLY", "").split()
    found, above = {}, []
    for name, now in counts(library, chosen):
        found[name] = now
        before = recorded.get(name)
        change = f"{100 * (now / before - 1):+7.2f} %" if before else "      new"
        print(f"{name:16} {now:12,} {change}", flush=True)
        if before and now > before * ALLOWED:
            above.append(name)
    if why and not chosen:
        # What was not measured here, for want of a corpus, stays as it was.
        pairs = (f"{name}={figure}" for name, figure in {**recorded, **found}.items())
        with RECORD.open("a") as record:
            record.write("\t".join([why, compiler, *pairs]) + "\n")
    elif above and compiler == recorded_by:
        raise SystemExit(f"above the record by more than 3 %: {', '.join(above)}; WHY=\"reason\" records it")
    elif above:
        print(f"recorded with rustc {recorded_by}, measured with {compiler}: {', '.join(above)} say nothing")


if __name__ == "__main__":
    main()
