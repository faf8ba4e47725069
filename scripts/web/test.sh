#!/usr/bin/env bash
# Tests of what is on the web: `make test-web`. The package as it is packed, installed where the source is not;
# then the page, in Chromium.
#
# Shape    test.sh [package|page|short]: one of them, or both; short has the documents of tests/documents alone, the same
#          bytes as the native library's, and a part of the hostile ones. CHROMIUM= names a browser. What is not there is left
#          out.
# Errors   1 where a test fails.
set -euo pipefail
. "$(dirname "$0")/lib.sh"
what="${1:-package page}" only= corpus="${LEGACYBRIDGE_CORPUS:-}"
if [ "$what" = short ]; then
  what="package page" only=short corpus=
fi
"$PROJECT/scripts/web/build.sh"
find_node

if [[ " $what " == *" package "* ]]; then
  need cc gcc
  find_rust
  # The native library, whose bytes the package's are compared with.
  (cd "$PROJECT" && PATH="$RUST_BIN:$PATH" cargo build -q --lib --target-dir "$WEB/native")
  cc -O1 -I"$PROJECT/include" "$PROJECT/bindings/wasm/tests/native.c" -o "$WEB/native/convert" \
    "$WEB/native/debug/liblegacybridge.so" -Wl,-rpath,"$WEB/native/debug"
  ln -sf liblegacybridge.so "$WEB/native/debug/liblegacybridge.so.1"
  LEGACYBRIDGE_NATIVE="$WEB/native/convert" LEGACYBRIDGE_CORPUS="$corpus" TESTS="${only:+golden}" \
    bash "$PROJECT/tests/release/npm.sh" "$DIST/legacybridge-$VERSION.tgz"
fi

if [[ " $what " == *" page "* ]] && [ -f "$PROJECT/web/package.json" ]; then
  CHROMIUM="${CHROMIUM:-$(command -v chromium || command -v chromium-browser || command -v google-chrome || true)}"
  [ -n "$CHROMIUM" ] || { install chromium && CHROMIUM="$(command -v chromium)"; } ||
    fail "Chromium was not found. Debian's package: chromium; or CHROMIUM=/path/of/a/browser"
  modules "$PROJECT/web"
  printf '{ "extends": "%s", "compilerOptions": { "paths": { "legacybridge": ["%s"] } }, "include": ["%s"] }\n' \
    "$PROJECT/web/tsconfig.json" "$WEB/package/dist/index.d.ts" "$PROJECT/web/src" >"$WEB/page.json"
  (cd "$PROJECT/web" && npx tsc -p "$WEB/page.json" && npx prettier --check --log-level=warn .)
  (cd "$PROJECT/web" && CHROMIUM="$CHROMIUM" LEGACYBRIDGE_PACKAGE="$WEB/package" \
    LEGACYBRIDGE_PAGE="$DIST/index.html" HOSTILE="$only" \
    node --test --test-reporter=spec --test-concurrency=1 tests/${only:+hostile.}*test.mjs)
fi
