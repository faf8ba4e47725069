#!/usr/bin/env python3
"""Compares what two builds of the library make of the same documents, byte for byte.

compare.py OLD.so NEW.so FOLDER...

Shape    every file below the folders is converted by both, in all directions and with each of a few
         sets of options, through the C interface; status, output and report are compared. Each build
         runs in a process of its own. What is read as Markdown and as text is each file that is UTF-8,
         as RTF each file that holds "{\\rtf", as HTML each that is called so; and what was written as
         HTML or JSON is read again.
Output   one line for each difference (up to 200), then "N conversions, N differ"; exit status 1 when
         any differ.
Errors   a build that ends early is said, with the file it was at.
"""
import ctypes
import hashlib
import pathlib
import subprocess
import sys

MARKDOWN, RTF, TEXT, HTML, CSV, JSON = 1, 2, 3, 4, 5, 6
OPTIONS = (
    "",
    "Target=RichEdit;Theme=Modern",
    "Target=Word;Page=A4;Images=DataUri",
    "Target=Report;Theme=Print",
    "Bullet=*;Fence=Tilde;Emphasis=_;Wrap=72;LineEnds=CRLF;Changes=Markup;Comments=Keep;Headers=Keep",
    "Math=Yes;DefinitionLists=Yes;SuperSub=Yes;HeadingAttributes=Yes;FrontMatter=Yes;Alerts=Yes",
)


def convert_all(library, folders):
    """Prints one line for each conversion: file, options, from, to, and a sum of all that came."""
    lib = ctypes.CDLL(library)
    handles = []
    for text in OPTIONS:
        handle = ctypes.c_int32(0)
        # An option that a build does not know yet is left out.
        while lib.legacybridge_create(text.encode(), ctypes.byref(handle)) != 0:
            buffer = ctypes.create_string_buffer(4096)
            lib.legacybridge_last_error(buffer, 4096)
            said = buffer.value.decode("utf-8", "replace")
            bad = [pair for pair in text.split(";") if pair.split("=")[0].lower() in said.lower()]
            if not bad:
                raise SystemExit(said)
            text = ";".join(pair for pair in text.split(";") if pair not in bad)
        handles.append(handle)
    paths = [p for folder in folders for p in sorted(pathlib.Path(folder).rglob("*")) if p.is_file()]
    for path in paths:
        data = path.read_bytes()
        if len(data) > 4 << 20:
            continue
        sources = []
        if b"{\\rtf" in data[:4096]:
            sources.append(RTF)
        try:
            data.decode("utf-8")
            sources += [MARKDOWN, TEXT]
        except UnicodeDecodeError:
            pass
        if path.suffix in (".html", ".htm"):
            sources.append(HTML)
        for source in sources:
            for number, handle in enumerate(handles):
                for target in (MARKDOWN, RTF, TEXT, HTML, CSV, JSON):
                    output, sums = one(lib, handle, source, target, data)
                    print(path, number, source, target, sums, flush=True)
                    if target in (HTML, JSON) and output:
                        for back in (MARKDOWN, RTF):
                            print(path, number, source, target, back, one(lib, handle, target, back, output)[1], flush=True)


def one(lib, handle, source, target, data):
    out, size = ctypes.POINTER(ctypes.c_uint8)(), ctypes.c_int32(0)
    status = lib.legacybridge_convert(handle, source, target, data, len(data), ctypes.byref(out), ctypes.byref(size))
    output = ctypes.string_at(out, size.value) if status == 0 else b""
    if status == 0:
        lib.legacybridge_free(out)
    if lib.legacybridge_report(handle, ctypes.byref(out), ctypes.byref(size)) == 0:
        report = ctypes.string_at(out, size.value)
        lib.legacybridge_free(out)
    else:
        report = b""
    return output, (status, len(output), hashlib.sha256(output).hexdigest()[:16], hashlib.sha256(report).hexdigest()[:16])


def main():
    if sys.argv[1] == "--one":
        return convert_all(sys.argv[2], sys.argv[3:])
    old, new, *folders = sys.argv[1:]
    runs = [
        subprocess.Popen([sys.executable, __file__, "--one", library, *folders], stdout=subprocess.PIPE, text=True)
        for library in (old, new)
    ]
    total = differ = 0
    for mine in runs[0].stdout:
        other = runs[1].stdout.readline()
        total += 1
        if mine != other:
            differ += 1
            if differ <= 200:
                print("-", mine.rstrip(), "\n+", other.rstrip())
    ends = [run.wait() for run in runs]
    if any(ends):
        print("a build ended early, statuses:", ends)
    print(f"{total} conversions, {differ} differ")
    return 1 if differ or any(ends) else 0


if __name__ == "__main__":
    sys.exit(main())
