#!/bin/bash
# From the ZIP alone: the guide's program in C# with the binding's source, by Mono. The library is Linux's, for Mono is.
set -eu
. "$TEST/programs.sh"
tools unzip:unzip mcs:mono-mcs mono:mono-runtime
unzip -q "$ARTEFACTS/legacybridge-$VERSION-windows.zip"
tar -xzf "$ARTEFACTS/legacybridge-$VERSION-linux-x64.tar.gz"
cd "legacybridge-$VERSION-windows"
python3 "$TEST/guide.py" docs/hosts/csharp.html csharp "static void Main" >letter.cs
mcs -nologo letter.cs bindings/csharp/*.cs || fail "mcs"
LD_LIBRARY_PATH="$PWD/../legacybridge-$VERSION-linux-x64/lib" mono letter.exe examples-c/letter.rtf letter.md || fail "ended with $?"
same "C#" cat letter.md
