#!/usr/bin/env bash
# The bill of materials of the Windows libraries and command line, which have all that any of the others has: sbom.sh OUT
set -euo pipefail
. "$(dirname "$0")/lib.sh"
. "$PROJECT/scripts/windows/toolchain.sh"
find_rust
PATH="$RUST_BIN:$PATH" python3 "$RELEASE/notices.py" sbom "$PROJECT" x86_64-pc-windows-gnu x86_64-unknown-linux-gnu >"$1"
