#!/usr/bin/env bash
# Linux: linux-tar.sh OUT x64|arm64. What `make install` installs, as a folder that can lie anywhere.
set -euo pipefail
. "$(dirname "$0")/lib.sh"
. "$RELEASE/windows-tree.sh"
cpu=x86_64
[ "$2" = x64 ] || cpu=aarch64
tree="$WORK/tree"
LIBRARY="$PARTS/linux-$2/liblegacybridge.so.$VERSION" STATIC="$PARTS/linux-$2/liblegacybridge.a" \
  COMMAND="$PARTS/cli-linux-$2/legacybridge" PREFIX= LIBDIR=/lib RELOCATABLE=1 DESTDIR="$tree" "$PROJECT/scripts/install.sh" >/dev/null
for folder in bindings/csharp bindings/delphi bindings/python examples-c; do
  (cd "$PROJECT" && git ls-files -z -- "$folder" | grep -zv '/tests/' | xargs -0 cp --parents -t "$tree")
done
tool python "$RELEASE/guides.py" "$PROJECT" "$tree" "$VERSION"
licences "$tree" "$cpu-unknown-linux-gnu"
pack tar "$1" "$tree" "legacybridge-$VERSION-linux-$2"
