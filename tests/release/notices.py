"""Whether the notices in every artefact name all that is linked into it: notices.py ARTEFACTS PROJECT VERSION

What is linked is asked twice, and in another way than the notices were made: of `cargo tree`, and of the files themselves,
in which the names of sources stand (messages of panics, and in symbols each file that was compiled).
"""

import io
import os
import re
import subprocess
import sys
import tarfile
import zipfile

folder, project, version = sys.argv[1:]
WINDOWS = ["x86_64-pc-windows-gnu", "i686-pc-windows-gnu"]
X64, ARM64 = "x86_64-unknown-linux-gnu", "aarch64-unknown-linux-gnu"
# End of a file's name, the targets of what is in it.
ARTEFACTS = [
    ("-windows.zip", WINDOWS),
    ("-linux-x64.tar.gz", [X64]),
    ("-linux-arm64.tar.gz", [ARM64]),
    ("-win32.whl", WINDOWS[1:]),
    ("-win_amd64.whl", WINDOWS[:1]),
    ("x86_64.whl", [X64]),
    ("aarch64.whl", [ARM64]),
    (".nupkg", [*WINDOWS, X64, ARM64]),
    ("_amd64.deb", [X64]),
    ("_arm64.deb", [ARM64]),
    (f"legacybridge-{version}.tar.gz", [X64]),
    (".tgz", ["wasm32-unknown-unknown"]),
]
SOURCE = re.compile(rb"cargo[/\\]registry[/\\]src[/\\][^/\\\0]+[/\\]([A-Za-z0-9_-]+?)-(\d+\.\d+\.\d+[^/\\\0]*)[/\\]")
RUNTIMES = {"windows": ["mingw-w64 runtime", "libgcc"], "linux": ["musl", "LLVM's libunwind", "Zig's run-time library"]}


def members(file):
    path = os.path.join(folder, file)
    if file.endswith((".zip", ".whl", ".nupkg")):
        with zipfile.ZipFile(path) as archive:
            return {name: archive.read(name) for name in archive.namelist()}
    if file.endswith(".deb"):
        path = io.BytesIO(subprocess.run(["dpkg-deb", "--fsys-tarfile", path], check=True, capture_output=True).stdout)
        archive = tarfile.open(fileobj=path)
    else:
        archive = tarfile.open(path)
    with archive:
        return {member.name: archive.extractfile(member).read() for member in archive if member.isfile()}


def of_cargo(target):
    features = ["--no-default-features", "--features", "wasm"] if "wasm" in target else ["--features", "cli"]
    tree = subprocess.run(["cargo", "tree", "--locked", "--prefix", "none", "-e", "normal,no-proc-macro", "--target", target, *features],
                          cwd=project, check=True, capture_output=True, text=True).stdout
    found = {tuple(row) for row in re.findall(r"^(\S+) v(\S+)", tree, re.M)} - {("legacybridge", version)}
    assert len(found) >= 10, (target, found)
    return found


def of_files(contents):
    return {(name.decode(), number.decode()) for data in contents for name, number in SOURCE.findall(data)}


def check(file, targets, wanted):
    inside = members(file)
    texts = [data.decode() for name, data in inside.items()
             if name.endswith("/NOTICES.txt") or file.endswith(".deb") and name.endswith("/copyright")]
    assert len(texts) == 1, (file, sorted(inside))
    text, rule = texts[0].replace("\r\n", "\n"), "-" * 30
    named = {tuple(row) for row in re.findall(r"^  ([\w-]+) (\d\S*): ", text, re.M)}
    wanted = wanted | of_files(inside.values())
    assert wanted <= named, f"{file} does not name {sorted(wanted - named)}"
    last = max(int(number) for number in re.findall(rf"^{rule} (\d+) {rule}$", text, re.M))
    for numbers in re.findall(r"\(texts?: ([\d, ]+)\)$", text, re.M):
        assert all(0 < int(number) <= last for number in numbers.split(",")), (file, numbers)
    assert "Rust's standard library" in text, file
    for system, names in RUNTIMES.items():
        if any(system in target for target in targets):
            for name in names:
                assert re.search(rf"^  {re.escape(name)}: .*\(text: \d+\)$", text, re.M), (file, name)
    return len(wanted)


def main():
    linked = {target: of_cargo(target) for _, targets in ARTEFACTS for target in targets}
    inside = members(f"legacybridge-{version}-symbols.zip").items()
    # By target: what is linked for one processor need not be for the other.
    symbols = {target: of_files(data for name, data in inside if place in name)
               for target, place in [(X64, "linux-x64"), (ARM64, "linux-arm64")]}
    assert all(len(found) >= 10 for found in symbols.values()), symbols
    for end, targets in ARTEFACTS:
        files = [file for file in sorted(os.listdir(folder)) if file.endswith(end)]
        assert files, f"there is no {end}"
        for file in files:
            wanted = set().union(*(linked[target] for target in targets))
            for target in targets:
                wanted |= symbols.get(target, set())
            print(f"ok {file}: {check(file, targets, wanted)} crates and more")


main()
