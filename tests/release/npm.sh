#!/usr/bin/env bash
# The npm package, installed where the source is not: npm.sh [TGZ]. Its tests are the source's, the package is the
# packed one; TESTS=NAME is one of them. LEGACYBRIDGE_NATIVE (the program of bindings/wasm/tests/native.c) has its bytes compared too.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/../../scripts/web/lib.sh"
package="$(realpath "${1:-$ARTEFACTS/legacybridge-$VERSION.tgz}")"
find_node
modules "$PROJECT/bindings/wasm"
folder="$(mktemp -d)"
trap 'rm -rf "$folder"' EXIT
cd "$folder"
echo '{ "private": true }' >package.json
npm install --silent --offline --no-audit --no-fund "$package"
[ ! -e node_modules/.bin ] && [ "$(ls node_modules)" = legacybridge ] || fail "the package brings more than itself"
! grep -rl -e "$PROJECT" -e "$HOME/.cargo" node_modules/legacybridge || fail "the package names folders of this machine"
# As servers send it to browsers.
size="$(node -p 'zlib.brotliCompressSync(fs.readFileSync("node_modules/legacybridge/dist/legacybridge.wasm")).length')"
echo "legacybridge.wasm: $size bytes compressed with brotli"
[ "$size" -lt 716800 ] || fail "the WebAssembly has more than 700 KB compressed"
cp -r "$PROJECT/bindings/wasm/tests" tests
LEGACYBRIDGE_DOCUMENTS="$PROJECT/tests/documents" LEGACYBRIDGE_GUIDE="$PROJECT/docs/hosts/javascript.md" \
  LEGACYBRIDGE_TSC="$PROJECT/bindings/wasm/node_modules/typescript/bin/tsc" \
  node --test --test-reporter=spec tests/${TESTS:-*}.test.*js
