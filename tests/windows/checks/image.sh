#!/usr/bin/env bash
# What can be seen of a DLL without loading it, by a reader of our own (pe.py): that it can be moved, and
# what it promises the loader. image.py has the list.
# Usage: image.sh ARCH FOLDER
set -euo pipefail
. scripts/windows/lib.sh
need python3 python3
exec python3 tests/windows/checks/image.py "$1" "$2"
