#!/usr/bin/env python3
"""What the Windows DLLs hold, by parts: writes the table of docs/size.md.

    size.py x64=legacybridge.map,legacybridge.dll [x86=…] > table     one column for each
    size.py --top 50 x64=…                                            the largest pieces, one a line

Shape    scripts/windows/build.sh writes a map for each DLL: windows/ARCH/legacybridge.map in cargo's folder.
Units    bytes as the linker laid them out. A function belongs to the first room of src that its name tells:
         what a library's generic code was made for is counted there.
Source   the maps of LLVM's linker: address, size, alignment, then a section, a piece of it, or a symbol.
"""

import os
import re
import sys
from collections import Counter

LINE = re.compile(r"^([0-9a-f]{8}) ([0-9a-f]{8}) +\d+ (.*)$")
ROOM = re.compile(r"\blegacybridge::([a-z_]+)(?:::([a-z_]+))?")
CRATE = re.compile(r"(?<![:\w])([a-z_][a-z_0-9]*)::")
DEEP = {"rtf", "html", "markdown"}  # the next folder says more
RUST = {"core", "alloc", "std", "compiler_builtins", "panic_unwind", "hashbrown", "std_detect", "__rustc", "const"}
# Sections of objects, and what they are for.
KINDS = {".pdata": "unwinding", ".xdata": "unwinding", ".eh_frame": "unwinding", ".gcc_except_table": "unwinding",
         ".rsrc": "version and type library", ".reloc": "places that the loader adjusts"}


def pieces(path):
    """(section of the DLL, section of the object, object, size, symbol) of each piece."""
    found, section, end = [], None, 0
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            match = LINE.match(line.rstrip("\n"))
            if not match:
                continue
            address, size, text = int(match[1], 16), int(match[2], 16), match[3]
            name = text.strip()
            if not text.startswith(" "):
                section = name
                if name == ".reloc":
                    found.append([name, name, "", size, ""])
            elif ":(" in name:
                file, part = name.rsplit(":(", 1)
                found.append([section, part.rstrip(")").split("$")[0], file, size, ""])
                end = address + size
            elif found and address < end:
                # Many functions in one piece: each reaches to the next.
                last = found[-1]
                if not last[4]:
                    last[4] = name
                elif end - address < last[3]:
                    found.append([*last[:3], end - address, name])
                    last[3] -= end - address
    return found


def owner(file, symbol):
    """The room of src, the crate, or who else a piece is from."""
    if room := ROOM.search(symbol):
        first, second = room.groups()
        return f"`{first}::{second}`" if first in DEEP and second else f"`{first}`"
    crates = [crate for crate in CRATE.findall(symbol) if crate not in RUST]
    if crates:
        return f"crate {crates[0]}"
    if "::" in symbol or ".rlib" in file or symbol.startswith("switch.table"):
        return "Rust's library"
    return "texts and tables without a name" if "legacybridge" in file else "MinGW's start and end"


def parts(path):
    """The bytes of each part of a map."""
    sums = Counter()
    for section, part, file, size, symbol in pieces(path):
        if section in (".bss", ".data"):  # zeros take no room in the file
            continue
        kind = KINDS.get(part) or KINDS.get(section)
        sums[kind or owner(file, symbol)] += size
    return sums


def main(arguments):
    top = 0
    if arguments[:1] == ["--top"]:
        top, arguments = int(arguments[1]), arguments[2:]
    columns = {}
    for argument in arguments:
        arch, files = argument.split("=", 1)
        columns[arch] = files.split(",")
    if top:
        for files in columns.values():
            rows = sorted(pieces(files[0]), key=lambda piece: -piece[3])
            for section, part, _, size, symbol in rows[:top]:
                print(size, part if section != ".data" else ".data", symbol)
        return
    sums = {arch: parts(files[0]) for arch, files in columns.items()}
    whole = {arch: os.path.getsize(files[1]) for arch, files in columns.items()}
    for arch, files in columns.items():
        sums[arch]["headers, exports, and what rounds up"] = whole[arch] - sum(sums[arch].values())
    print("| part | " + " | ".join(columns) + " |")
    print("|---|" + "---:|" * len(columns))
    print("| **whole** | " + " | ".join(f"**{whole[arch]:,}**" for arch in columns) + " |")
    first = sums[next(iter(columns))]
    small = Counter()
    names = sorted({name for column in sums.values() for name in column}, key=lambda name: -first[name])
    for name in names:
        if first[name] < 2000:
            for arch in columns:
                small[arch] += sums[arch][name]
        else:
            print(f"| {name} | " + " | ".join(f"{sums[arch][name]:,}" for arch in columns) + " |")
    print("| all else | " + " | ".join(f"{small[arch]:,}" for arch in columns) + " |")


main(sys.argv[1:])
