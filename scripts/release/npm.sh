#!/usr/bin/env bash
# The package for JavaScript: npm.sh OUT
set -euo pipefail
. "$(dirname "$0")/lib.sh"
"$PROJECT/scripts/web/package.sh" "$1"
