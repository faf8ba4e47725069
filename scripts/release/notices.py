"""Who else's code is linked in, and under which licence.

    notices.py notices PROJECT TARGET…    the text that goes with every copy
    notices.py sbom PROJECT TARGET…       CycloneDX 1.5, as JSON
    notices.py crates PROJECT TARGET…     names and versions, a line each
    notices.py allowed PROJECT TARGET…    whether deny.toml (or the file DENY) allows the licence of every crate, those of tests and tools too

Input   `cargo metadata` for each target: the crates that library and command line link (no build scripts, no
        tests), and those of Rust's standard library, whose own metadata is read the same way.
Errors  a crate without a licence or without its text is one: nothing is handed out without its notice.
"""

import datetime
import glob
import hashlib
import json
import os
import re
import subprocess
import sys
import uuid

LICENCE_FILE = re.compile(r"^(licen[cs]e|copying|copyright|unlicense|notice)", re.I)

# What is linked and is no crate: name, licence, what it does, the file with its text and the package that has the file.
RUNTIMES = {
    "windows": [
        ("mingw-w64 runtime", "ZPL-2.1 AND LicenseRef-Public-Domain", "start-up code and import libraries",
         "/usr/share/doc/mingw-w64-x86-64-dev/copyright", "mingw-w64-x86-64-dev"),
        ("libgcc", "GPL-3.0-or-later WITH GCC-exception-3.1",
         "arithmetic and unwinding; the GCC Runtime Library Exception lets programs of any licence contain it",
         "/usr/share/doc/gcc-mingw-w64-base/copyright", "gcc-mingw-w64-base"),
    ],
    "linux": [
        ("musl", "MIT", "the C library of the static command line", "ziglang/lib/libc/musl/COPYRIGHT", "ziglang"),
        ("LLVM's libunwind", "Apache-2.0 WITH LLVM-exception", "unwinding", "ziglang/lib/libunwind/LICENSE.TXT", "ziglang"),
        ("Zig's run-time library", "MIT", "arithmetic, and parts of the C library of the static command line",
         "ziglang/LICENSE", "ziglang"),
    ],
}


def runtime_text(file, package):
    """What stands in a runtime's file: of the system, or of the release's Python tools (TOOLS)."""
    if not file.startswith("/"):
        file = next(iter(glob.glob(os.path.join(os.environ["TOOLS"], "lib/python3*/site-packages", file))), file)
    try:
        with open(file, encoding="utf-8", errors="replace") as text:
            return text.read().strip()
    except OSError:
        sys.exit(f"release: the licence of what is linked is not there: {file}, of the package {package}")


def metadata(manifest, target, features=(), more=()):
    command = ["cargo", "metadata", "--format-version", "1", "--locked", "--manifest-path", manifest,
               "--filter-platform", target, *more]
    for feature in features:
        command += ["--features", feature]
    answer = subprocess.run(command, check=True, capture_output=True,
                            env=dict(os.environ, RUSTC_BOOTSTRAP="1"))
    return json.loads(answer.stdout)


def linked(data, root_name):
    """The packages that `root_name` links, without itself."""
    packages = {package["id"]: package for package in data["packages"]}
    nodes = {node["id"]: node for node in data["resolve"]["nodes"]}
    open_ = [i for i, p in packages.items() if p["name"] == root_name]
    seen = set(open_)
    while open_:
        for dep in nodes[open_.pop()]["deps"]:
            if dep["pkg"] in seen or all(kind["kind"] for kind in dep["dep_kinds"]):
                continue
            if any("proc-macro" in t["kind"] for t in packages[dep["pkg"]]["targets"]):
                continue
            seen.add(dep["pkg"])
            open_.append(dep["pkg"])
    return [packages[i] for i in seen if packages[i]["source"]]


def crates(project, targets):
    """Crates by name and version: our own dependencies, then those of the standard library."""
    sysroot = subprocess.run(["rustc", "--print", "sysroot"], check=True, capture_output=True, text=True)
    library = os.path.join(sysroot.stdout.strip(), "lib/rustlib/src/rust/library/sysroot/Cargo.toml")
    ours, std = {}, {}
    for target in targets:
        # Windows 7's targets link what the ordinary ones do.
        kind = (["wasm"], ["--no-default-features"]) if "wasm32" in target else (["cli"],)
        for package in linked(metadata(f"{project}/Cargo.toml", target, *kind), "legacybridge"):
            ours[package["name"], package["version"]] = package
        for package in linked(metadata(library, target), "std"):
            std[package["name"], package["version"]] = package
    return sorted(ours.items()), sorted(item for item in std.items() if item[0] not in ours)


def expression(package):
    """The licence as SPDX writes it."""
    if not package["license"]:
        sys.exit(f"release: the crate {package['name']} names no licence")
    return package["license"].replace("/", " OR ") if " " not in package["license"] else package["license"]


def texts(package):
    folder = os.path.dirname(package["manifest_path"])
    names = sorted(name for name in os.listdir(folder) if LICENCE_FILE.match(name))
    found = []
    for name in names:
        path = os.path.join(folder, name)
        for file in sorted(os.listdir(path)) if os.path.isdir(path) else [""]:
            with open(os.path.join(path, file) if file else path, encoding="utf-8", errors="replace") as text:
                found.append(text.read().replace("\r\n", "\n").strip())
    return found


def runtimes(targets):
    system = lambda target: "windows" if "windows" in target else "linux"
    systems = sorted({system(target) for target in targets if "wasm32" not in target})
    return [row for system in systems for row in RUNTIMES[system]]


def rust_version():
    return subprocess.run(["rustc", "--version"], check=True, capture_output=True, text=True).stdout.split()[1]


def notices(project, targets):
    ours, std = crates(project, targets)
    known, numbers = {}, []
    out = ["LegacyBridge contains code of others. Here is who wrote it, and the licence of each.", ""]

    def place(text):
        key = re.sub(r"\s+", " ", text)
        if key not in known:
            known[key] = len(known) + 1
            numbers.append(text)
        return known[key]

    def tell(package, must):
        found = texts(package)
        if must and not found:
            sys.exit(f"release: the crate {package['name']} has no text of its licence")
        where = ", ".join(str(place(text)) for text in found) or "see Rust's standard library"
        out.append(f"  {package['name']} {package['version']}: {expression(package)} (texts: {where})")
        if package["authors"]:
            out.append(f"      {', '.join(re.sub(' <.*?>', '', author) for author in package['authors'])}")

    out.append("Crates of Rust:")
    for _, package in ours:
        tell(package, True)
    out += ["", f"Rust's standard library {rust_version()}: MIT OR Apache-2.0, The Rust Project Developers."
            " Its own dependencies:"]
    for _, package in std:
        tell(package, False)
    out += ["", "Runtimes of the compilers:"]
    for name, licence, what, file, package in runtimes(targets):
        out.append(f"  {name}: {licence}; {what} (text: {place(runtime_text(file, package))})")
    for number, text in enumerate(numbers, 1):
        out += ["", f"{'-' * 30} {number} {'-' * 30}", "", text]
    print("\n".join(out))


def sbom(project, targets):
    ours, std = crates(project, targets)
    with open(f"{project}/Cargo.toml", encoding="utf-8") as manifest:
        version = re.search(r'^version = "(.*)"', manifest.read(), re.M).group(1)
    components = []
    for _, package in ours + std:
        purl = f"pkg:cargo/{package['name']}@{package['version'].replace('+', '%2B')}"
        components.append({
            "type": "library", "bom-ref": purl, "name": package["name"], "version": package["version"],
            "licenses": [{"expression": expression(package)}], "purl": purl,
        })
    components.append({
        "type": "library", "bom-ref": "rust-std", "name": "Rust standard library", "version": rust_version(),
        "licenses": [{"expression": "MIT OR Apache-2.0"}],
    })
    for name, licence, *_ in runtimes(targets):
        components.append({"type": "library", "bom-ref": name.replace(" ", "-").replace("'", ""), "name": name,
                           "licenses": [{"expression": licence}]})
    own = f"pkg:cargo/legacybridge@{version}"
    epoch = int(os.environ["SOURCE_DATE_EPOCH"])
    time = datetime.datetime.fromtimestamp(epoch, datetime.timezone.utc)
    seed = hashlib.sha256(json.dumps([version, epoch, components], sort_keys=True).encode()).hexdigest()
    print(json.dumps({
        "$schema": "http://cyclonedx.org/schema/bom-1.5.schema.json",
        "bomFormat": "CycloneDX", "specVersion": "1.5", "version": 1,
        "serialNumber": f"urn:uuid:{uuid.UUID(seed[:32])}",
        "metadata": {
            "timestamp": time.strftime("%Y-%m-%dT%H:%M:%SZ"),
            "component": {"type": "library", "bom-ref": own, "name": "legacybridge", "version": version,
                          "licenses": [{"expression": "MIT OR Apache-2.0"}], "purl": own},
        },
        "components": components,
        "dependencies": [{"ref": own, "dependsOn": sorted(c["bom-ref"] for c in components)}],
    }, indent=1))


def allowed(project, targets):
    """deny.toml's list against every crate of Cargo.lock: of OR one side has to be allowed, of AND both."""
    with open(os.environ.get("DENY", f"{project}/deny.toml"), encoding="utf-8") as file:
        names = set(re.findall(r'"(.*?)"', re.search(r"^allow = \[(.*?)\]", file.read(), re.M | re.S).group(1)))

    def holds(text):
        text = text.strip()
        while text.startswith("(") and text.endswith(")") and text[1:-1].count("(") == text[1:-1].count(")") == 0:
            text = text[1:-1].strip()
        for word, rule in ((" AND ", all), (" OR ", any)):
            depth, parts, last = 0, [], 0
            for at, letter in enumerate(text):
                depth += (letter == "(") - (letter == ")")
                if depth == 0 and text.startswith(word, at):
                    parts.append(text[last:at])
                    last = at + len(word)
            if parts:
                return rule(holds(part) for part in [*parts, text[last:]])
        return text in names

    packages = {}
    for target in targets:
        for package in metadata(f"{project}/Cargo.toml", target, ["cli"])["packages"]:
            packages[package["name"], package["version"]] = expression(package)
    refused = [f"{name} {version}: {text}" for (name, version), text in sorted(packages.items()) if not holds(text)]
    if refused:
        sys.exit("release: deny.toml does not allow " + ", ".join(refused))
    print(f"{len(packages)} crates, all allowed")


def main():
    kind, project, *targets = sys.argv[1:]
    sys.stdout.reconfigure(encoding="utf-8", newline="\n")
    if kind == "crates":
        for part in crates(project, targets):
            for (name, version), _ in part:
                print(name, version)
    else:
        {"notices": notices, "sbom": sbom, "allowed": allowed}[kind](project, targets)


main()
