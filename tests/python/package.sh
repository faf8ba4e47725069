#!/usr/bin/env bash
# The Python package as others get it: wheel and source distribution built and checked in a virtual environment of
# their own, and the README's example run from the wheel in a fresh one, without compilers.
#
# Shape    package.sh LIBRARY FOLDER   the library to put in; the folder for environments and packages
# Limits   needs packages from where pip looks for them, and cargo for the list of its source
set -euo pipefail
project="$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)"
library="$(cd "$(dirname "$1")" && pwd)/$(basename "$1")"
mkdir -p "$2"
folder="$(cd "$2" && pwd)"

rm -rf "$folder/fresh" "$folder/dist"
[ -x "$folder/build/bin/twine" ] || {
  python3 -m venv "$folder/build"
  "$folder/build/bin/pip" install -q build twine
}
LEGACYBRIDGE_PREBUILT="$library" "$folder/build/bin/python" -m build -o "$folder/dist" "$project/bindings/python" >"$folder/build.log" 2>&1 || {
  tail -20 "$folder/build.log"
  exit 1
}
"$folder/build/bin/twine" check --strict "$folder"/dist/*

python3 -m venv "$folder/fresh"
"$folder/fresh/bin/pip" install -q --no-index "$folder"/dist/*.whl
sed -n '/^```python$/,/^```$/p' "$project/bindings/python/README.md" | sed '/^```/d' >"$folder/example.py"
[ -s "$folder/example.py" ]
# Nothing that compiles is on the path, nor the clone's library in sight.
cd "$folder"
env -i PATH=/nowhere HOME="$folder" "$folder/fresh/bin/python" -W error example.py
env -i PATH=/nowhere HOME="$folder" "$folder/fresh/bin/python" -c '
import doctest, legacybridge, sys
assert "fresh" in legacybridge.__file__, legacybridge.__file__
failed, tried = doctest.testmod(legacybridge)
assert tried and not failed
print(f"installed from the wheel: {legacybridge.__version__}, {tried} examples")'
