#!/bin/bash
# The bill of materials is valid CycloneDX, and it and the notices of every artefact name each crate that cargo links.
set -eu
. "$TEST/programs.sh"
python3 -m venv env
env/bin/pip install -q --disable-pip-version-check "cyclonedx-python-lib[json-validation]==11.12.0" || fail "no validator to be had"
bom="$ARTEFACTS/legacybridge-$VERSION.cdx.json"
env/bin/python - "$bom" <<'END'
import sys
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
found = JsonStrictValidator(SchemaVersion.V1_5).validate_str(open(sys.argv[1]).read())
assert not found, found
END
python3 "$TEST/notices.py" "$ARTEFACTS" "$PROJECT" "$VERSION" || fail "the notices"
# cargo tree is another way to the same question.
for target in x86_64-pc-windows-gnu x86_64-unknown-linux-gnu; do
  (cd "$PROJECT" && cargo tree --locked --prefix none -e normal,no-proc-macro --features cli --target "$target") |
    sed -n 's/^\([^ ]*\) v\([^ ]*\).*/\1 \2/p' | grep -v '^legacybridge '
done | sort -u >linked
[ "$(wc -l <linked)" -ge 15 ] || fail "cargo tree names only $(wc -l <linked) crates"
while read -r name version; do
  grep -q "pkg:cargo/$name@$version\"" "$bom" || fail "the bill does not name $name $version"
done <linked
# deny.toml's list, here without cargo-deny.
python3 "$PROJECT/scripts/release/notices.py" allowed "$PROJECT" x86_64-pc-windows-gnu x86_64-unknown-linux-gnu || fail "a licence"
sed '/"MIT",/d' "$PROJECT/deny.toml" >less.toml
DENY="$PWD/less.toml" python3 "$PROJECT/scripts/release/notices.py" allowed "$PROJECT" x86_64-unknown-linux-gnu 2>&1 |
  grep -q "does not allow.*pulldown-cmark" || fail "a list without MIT allows pulldown-cmark"
echo "ok $(wc -l <linked) crates"
