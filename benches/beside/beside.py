#!/usr/bin/env python3
"""What conversions cost here and in other programs, in one run, as a table in Markdown.

beside.py LIBRARY [ROUNDS]

Shape    LIBRARY is the shared library of a release build. Each round has every program convert every
         document of its ways once, each in a process of its own, one after the other, so that a busy moment
         hits all alike. What counts is the shortest of all rounds.
Others   pandoc (PANDOC=path, else that of pypandoc_binary, else the one on the path), unrtf, cmark-gfm,
         striprtf (pip), rtf-parser (a crate, built in a scratch project with cargo).
Units    processor time. Of libraries that of the conversion alone, the first of its process; of programs that of the
         process less what it takes for an empty document. A figure is how many times ours it is.
Output   the table, and behind it what was left out and why.
Limits   Linux. A conversion that takes more than five minutes is ended and said.
Source   documents.py of ../record draws the documents; the CommonMark spec needs LEGACYBRIDGE_CORPUS.
"""
import ctypes
import importlib.util
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "record"))
import documents

FORMATS = {"Markdown": 1, "RTF": 2, "text": 3, "HTML": 4}
PATIENCE = 300
EMPTY = {"Markdown": b"", "RTF": b"{\\rtf1 }"}
MANIFEST = """[package]
name = "beside"
version = "0.0.0"
edition = "2021"

[dependencies]
libc = "0.2"
rtf-parser = "0.4"

[profile.release]
lto = "fat"
codegen-units = 1

[workspace]
"""


class Fails(Exception):
    """A program does not convert, and says why."""


def convert(library, source, target, data):
    """The library's output, and the processor time that it took."""
    lib = ctypes.CDLL(str(library))
    handle = ctypes.c_int32()
    if lib.legacybridge_create(b"MaxOutput=1000MB", ctypes.byref(handle)):
        raise SystemExit("no converter")
    out, size = ctypes.POINTER(ctypes.c_uint8)(), ctypes.c_int32()
    started = time.process_time()
    status = lib.legacybridge_convert(handle, FORMATS[source], FORMATS[target], data, len(data), ctypes.byref(out), ctypes.byref(size))
    took = time.process_time() - started
    if status:
        raise SystemExit(f"status {status}")
    return ctypes.string_at(out, size.value), took


def inside(tool, *arguments):
    """What a child of this script does: converts with a library and says its time."""
    if tool == "ours":
        library, source, target, path = arguments
        output, took = convert(library, source, target, pathlib.Path(path).read_bytes())
    else:
        from striprtf.striprtf import rtf_to_text
        text = pathlib.Path(arguments[0]).read_text("latin-1")
        started = time.process_time()
        output = rtf_to_text(text, errors="replace")
        took = time.process_time() - started
        output = output.encode("utf-8", "replace")
    sys.stdout.buffer.write(output)
    print("seconds", took, file=sys.stderr)


def run(command):
    """A program's output, the processor time of its process, and what it says beside."""
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        child = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=out, stderr=err)
        until = time.monotonic() + PATIENCE
        while True:
            pid, status, usage = os.wait4(child.pid, os.WNOHANG)
            if pid:
                break
            if time.monotonic() > until:
                child.kill()
                os.wait4(child.pid, 0)
                raise Fails(f"takes longer than {PATIENCE} seconds")
            time.sleep(0.002)
        child.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0)
        err.seek(0)
        said = err.read().decode("utf-8", "replace")
        if child.returncode:
            lines = said.strip().splitlines() or ["without a word"]
            raise Fails(f"fails ({child.returncode}): {lines[-1][:120]}")
        return out.read(), usage.ru_utime + usage.ru_stime, said


def library(*command):
    """A tool that says its time itself."""
    def once(path, _):
        output, _, said = run([*map(str, command), str(path)])
        return len(output), float(said.split("seconds")[-1])
    return once


def program(*command):
    """A tool whose process is timed."""
    def once(path, empty):
        output, took, _ = run([*map(str, command), str(path)])
        return len(output), max(took - run([*map(str, command), str(empty)])[1], 0)
    return once


def pandoc():
    if os.environ.get("PANDOC"):
        return os.environ["PANDOC"]
    if importlib.util.find_spec("pypandoc"):
        import pypandoc
        try:
            return pypandoc.get_pandoc_path()
        except OSError:
            pass
    return shutil.which("pandoc")


def rtf_parser(left_out):
    """The program made of the crate, in a scratch project below target."""
    project = pathlib.Path(os.environ.get("CARGO_TARGET_DIR", HERE.parents[1] / "target")).resolve() / "beside"
    (project / "src").mkdir(parents=True, exist_ok=True)
    (project / "Cargo.toml").write_text(MANIFEST)
    shutil.copy(HERE / "rtf_parser.rs", project / "src/main.rs")
    cargo = os.environ.get("CARGO", "cargo")
    try:
        done = subprocess.run([cargo, "build", "-q", "--release"], cwd=project, capture_output=True, text=True,
                              env={**os.environ, "CARGO_TARGET_DIR": str(project / "target")})
        why = (done.stderr.strip().splitlines() or ["cargo fails"])[-1] if done.returncode else ""
    except OSError as error:
        why = str(error)
    if why:
        left_out.append(f"rtf-parser: it can't be built here: {why[:160]}")
        return None
    return project / "target/release/beside"


def tools(ours, left_out):
    """For each way the tools, by name; ours first."""
    def mine(source, target):
        return "LegacyBridge", library(sys.executable, HERE / "beside.py", "--inside", "ours", ours, source, target)

    has = {"pandoc": pandoc(), "unrtf": shutil.which("unrtf"), "cmark-gfm": shutil.which("cmark-gfm"),
           "striprtf": importlib.util.find_spec("striprtf")}
    left_out.extend(f"{name}: it is not here" for name, found in has.items() if not found)
    parser = rtf_parser(left_out)
    ways = {
        ("Markdown", "RTF"): [("pandoc", has["pandoc"] and program(has["pandoc"], "-f", "gfm", "-t", "rtf", "-s"))],
        ("Markdown", "HTML"): [
            ("cmark-gfm", has["cmark-gfm"] and program(has["cmark-gfm"], "-e", "table", "-e", "strikethrough", "-e", "tasklist",
                                                       "-e", "autolink", "-e", "footnotes", "-t", "html")),
            ("pandoc", has["pandoc"] and program(has["pandoc"], "-f", "gfm", "-t", "html"))],
        ("RTF", "Markdown"): [("pandoc", has["pandoc"] and program(has["pandoc"], "-f", "rtf", "-t", "gfm"))],
        ("RTF", "HTML"): [("unrtf", has["unrtf"] and program(has["unrtf"], "--html"))],
        ("RTF", "text"): [
            ("rtf-parser", parser and library(parser)),
            ("striprtf", has["striprtf"] and library(sys.executable, HERE / "beside.py", "--inside", "striprtf"))],
    }
    return {way: [mine(*way)] + [tool for tool in others if tool[1]] for way, others in ways.items()}


def inputs(ours, left_out):
    """The documents by format and name."""
    corpus = os.environ.get("LEGACYBRIDGE_CORPUS")
    markdown = {"memos, 256 KB": documents.until(256_000, documents.memo)}
    rtf = {"by Word's rules, 450 KB": documents.whole(documents.word_header(), 450_000, documents.word_part)}
    if corpus:
        markdown["the CommonMark spec"] = pathlib.Path(corpus, "markdown/commonmark-spec-0.31.txt").read_bytes()
    else:
        left_out.append("the CommonMark spec: LEGACYBRIDGE_CORPUS is not set")
    for name, data in markdown.items():
        rtf[f"{name}, as RTF"] = convert(ours, "Markdown", "RTF", data)[0]
    return {"Markdown": markdown, "RTF": rtf}


def measure(ways, given, folder, rounds, left_out):
    """The bytes and the shortest time of each tool for each document."""
    best, failed = {}, set()
    paths = {}
    for source, named in given.items():
        for name, data in [("", EMPTY[source]), *named.items()]:
            paths[source, name] = folder / f"{len(paths)}.{'rtf' if source == 'RTF' else 'md'}"
            paths[source, name].write_bytes(data)
    for _ in range(rounds):
        for (source, target), of_way in ways.items():
            for name in given[source]:
                for tool, once in of_way:
                    key = source, target, name, tool
                    if key in failed:
                        continue
                    try:
                        size, took = once(paths[source, name], paths[source, ""])
                        best[key] = min(best.get(key, (took, size)), (took, size))
                    except Fails as error:
                        failed.add(key)
                        best.pop(key, None)
                        left_out.append(f"{tool}, {source} -> {target}, {name}: {error}")
    return best


def main():
    if sys.argv[1:2] == ["--inside"]:
        return inside(*sys.argv[2:])
    ours, rounds = pathlib.Path(sys.argv[1]).resolve(), int((sys.argv[2:] or ["5"])[0])
    left_out = []
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        ways, given = tools(ours, left_out), inputs(ours, left_out)
        best = measure(ways, given, folder, rounds, left_out)
    print("| way | document | bytes | program | bytes out | time | MB/s |")
    print("|---|---|---:|---|---:|---:|---:|")
    for (source, target, name, tool), (took, size) in best.items():
        mine = best.get((source, target, name, "LegacyBridge"))
        times = f"{took / mine[0]:,.1f} x" if mine and mine[0] else ""
        length = len(given[source][name])
        rate = f"{length / took / 1e6:,.1f}" if took else ""
        print(f"| {source} -> {target} | {name} | {length:,} | {tool} | {size:,} | {times} | {rate} |")
    print("\nLeft out:" if left_out else "\nNothing was left out.")
    for what in left_out:
        print(f"- {what}")


if __name__ == "__main__":
    sys.exit(main())
