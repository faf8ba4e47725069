#!/usr/bin/env bash
# What LegacyBridge is on the web: `make web`. The npm package, and the page that tries it.
#
# Output   dist/web/legacybridge-V.tgz; dist/web/index.html where there is a folder web/.
# Errors   what is missing is said; on Debian and Ubuntu root installs it.
set -euo pipefail
. "$(dirname "$0")/lib.sh"
mkdir -p "$DIST"
rm -f "$DIST"/legacybridge-*.tgz
"$PROJECT/scripts/web/package.sh" "$DIST/legacybridge-$VERSION.tgz"
say "$(printf '%9d  %s' "$(stat -c %s "$DIST/legacybridge-$VERSION.tgz")" "dist/web/legacybridge-$VERSION.tgz")"
say "$(printf '%9d  %s' "$(node -p "zlib.brotliCompressSync(fs.readFileSync('$WEB/legacybridge.wasm')).length")" "the WebAssembly, compressed with brotli")"
if [ -f "$PROJECT/web/package.json" ]; then
  find_node
  modules "$PROJECT/web"
  (cd "$PROJECT/web" && LEGACYBRIDGE_PACKAGE="$WEB/package" node build.mjs "$DIST/index.html")
  say "$(printf '%9d  %s' "$(stat -c %s "$DIST/index.html")" "dist/web/index.html")"
fi
