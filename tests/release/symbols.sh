#!/bin/bash
# Symbols belong to the files that are handed out: the DLL's identifier is the PDB's, the sum that a library names is that of its
# symbols, and names can be read.
set -eu
. "$TEST/programs.sh"
tools unzip:unzip
unzip -q "$ARTEFACTS/legacybridge-$VERSION-symbols.zip"
unzip -q "$ARTEFACTS/legacybridge-$VERSION-windows.zip"
tar -xzf "$ARTEFACTS/legacybridge-$VERSION-linux-x64.tar.gz"
tar -xzf "$ARTEFACTS/legacybridge-$VERSION-linux-arm64.tar.gz"
python3 - "$VERSION" <<'END'
import struct, sys, zlib
version = sys.argv[1]
for arch in "x86", "x64":
    dll = open(f"legacybridge-{version}-windows/{arch}/legacybridge.dll", "rb").read()
    pdb = open(f"legacybridge-{version}-symbols/windows-{arch}/legacybridge.pdb", "rb").read()
    at = dll.index(b"RSDS")
    assert dll[at + 24:dll.index(0, at + 24)] == b"legacybridge.pdb", dll[at + 24:at + 80]
    assert dll[at + 4:at + 20] in pdb, f"{arch}: another identifier"
    assert b"legacybridge_convert" in pdb
for cpu in "x64", "arm64":
    so = open(f"legacybridge-{version}-linux-{cpu}/lib/liblegacybridge.so.{version}", "rb").read()
    debug = open(f"legacybridge-{version}-symbols/linux-{cpu}/liblegacybridge.so.{version}.debug", "rb").read()
    name = f"liblegacybridge.so.{version}.debug".encode() + b"\0"
    at = so.index(name)
    place = at + (len(name) + 3) // 4 * 4
    assert struct.unpack_from("<I", so, place)[0] == zlib.crc32(debug), f"{cpu}: another sum"
    assert b"legacybridge_convert" in debug and b".symtab" not in so
END
echo "ok"
