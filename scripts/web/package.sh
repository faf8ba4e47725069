#!/usr/bin/env bash
# The npm package: package.sh makes $WEB/package, and of it OUT, if that is said.
#
# The archive's bytes depend on names and contents alone.
set -euo pipefail
. "$(dirname "$0")/lib.sh"
find_node
"$PROJECT/scripts/web/wasm.sh"
source="$PROJECT/bindings/wasm"
modules "$source"
(cd "$source" && node build.mjs "$WEB/legacybridge.wasm" "$WEB/package")
RELEASE="$PROJECT/scripts/release"
export SOURCE_DATE_EPOCH="${SOURCE_DATE_EPOCH:-$(git -C "$PROJECT" log -1 --format=%ct 2>/dev/null || echo 0)}"
. "$RELEASE/windows-tree.sh"
licences "$WEB/package" wasm32-unknown-unknown
find "$WEB/package" -type f -exec chmod 644 {} +
if [ $# -gt 0 ]; then
  # npm pack orders names and sets all times to one of its own.
  packed="$(mktemp -d)"
  (cd "$WEB/package" && npm pack --silent --pack-destination "$packed" >/dev/null)
  mkdir -p "$(dirname "$1")"
  mv "$packed/legacybridge-$VERSION.tgz" "$1"
  rmdir "$packed"
fi
