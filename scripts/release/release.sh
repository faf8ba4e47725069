#!/usr/bin/env bash
# Makes the release: `make release`.
#
# Shape    dist/release with every artefact of artefacts.list, release.json (name, size and sum of each) and
#          SHA256SUMS. `release.sh NAME…` makes only those, in dist/release-some.
#          SIGN_CERT= and SIGN_KEY= (PEM files) sign DLLs, programs, setup and MSI.
#          RELEASE_QUICK=1 compiles without optimizing and leaves dist/release-quick: for trying these scripts.
#          ALLOW_DIRTY=1 takes a tree with changes; RELEASE_PARTS=FOLDER takes parts that were compiled
#          before, as they are, where they are there.
# Errors   what is missing is said before anything is compiled. Everything is made in a folder of its own and moved
#          at the end: an interrupted or failed run leaves dist/release as it was.
set -euo pipefail
. "$(dirname "$0")/lib.sh"

reuse="${RELEASE_PARTS:-}"
target="$PROJECT/dist/release"
[ $# -eq 0 ] || target="$PROJECT/dist/release-some"
[ -z "${RELEASE_QUICK:-}" ] || target+=-quick

rows() { # the rows asked for, or all: NAME|FILE|SCRIPT|PARTS|WHAT, without blanks around
  sed -e '/^#/d' -e '/^$/d' -e 's/ *| */|/g' "$RELEASE/artefacts.list" |
    while IFS='|' read -r name file script parts what; do
      if [ $# -gt 0 ] && [[ " $* " != *" $name "* ]]; then continue; fi
      echo "$name|${file//V/$VERSION}|$script|$parts|$what"
    done
}
table="$(rows "$@")"
for name; do
  grep -q "^$name|" <<<"$table" || fail "artefacts.list has no '$name'"
done

if [ -z "${ALLOW_DIRTY:-}" ] && [ -d "$PROJECT/.git" -o -f "$PROJECT/.git" ]; then
  changes="$(git -C "$PROJECT" status --porcelain)"
  [ -z "$changes" ] ||
    fail "the tree has changes that are not committed (ALLOW_DIRTY=1 takes it all the same):"$'\n'"$(head -10 <<<"$changes")"
fi

# Every tool by name, before anything is compiled.
need git git
need python3 python3
python_tools
for script in $(cut -d'|' -f3 <<<"$table" | cut -d' ' -f1 | sort -u); do
  case "$script" in
    setup.sh) need makensis nsis ;;
    msi.sh) need wixl wixl ;;
    deb.sh) need dpkg-deb dpkg ;;
    nuget.sh) need mcs mono-mcs ;;
    npm.sh) (. "$PROJECT/scripts/web/lib.sh" && find_node && find_rust && find_wasm_ld && modules "$PROJECT/bindings/wasm") ;;
  esac
done
if [ -n "${SIGN_CERT:-}${SIGN_KEY:-}" ]; then
  [ -f "${SIGN_CERT:-}" ] || fail "SIGN_CERT names no file: '${SIGN_CERT:-}'"
  [ -f "${SIGN_KEY:-}" ] || fail "SIGN_KEY names no file: '${SIGN_KEY:-}'"
  need osslsigncode osslsigncode
fi

parts="$(cut -d'|' -f4 <<<"$table" | tr ' ' '\n' | sort -u)"
# shellcheck disable=SC2086
[ -n "$reuse" ] || "$RELEASE/parts.sh" --tools $parts

mkdir -p "$PROJECT/dist"
RUN="$(mktemp -d "$PROJECT/dist/.release.XXXXXX")"
trap 'rm -rf "$RUN"' EXIT
trap 'exit 130' INT TERM HUP
export STAGE="$RUN/release" WORK="$RUN/work"
mkdir -p "$STAGE" "$WORK"

for part in $parts; do
  if [ -n "$reuse" ] && [ -d "$PARTS/$part" ]; then
    say "taking $PARTS/$part as it is"
  else
    "$RELEASE/parts.sh" "$part"
  fi
done

# What is signed is a copy: the parts stay what the compiler made.
if [ -n "${SIGN_CERT:-}" ] && [ -d "$PARTS/windows" ]; then
  mkdir "$WORK/parts"
  cp -r "$PARTS"/. "$WORK/parts/"
  PARTS="$WORK/parts"
  sign "$PARTS"/windows/x*/*.dll "$PARTS"/windows/x*/*.exe
fi
export RELEASE_PARTS="$PARTS"

while IFS='|' read -r -u 7 name file script _; do
  mkdir "$WORK/$name"
  # shellcheck disable=SC2086
  (set -- $script && script="$1" && shift && WORK="$WORK/$name" "$RELEASE/$script" "$STAGE/$file" "$@") ||
    fail "$name could not be made"
  [ -s "$STAGE/$file" ] || fail "$script made no $file"
  chmod 644 "$STAGE/$file"
  say "$(printf '%11d  %s' "$(stat -c %s "$STAGE/$file")" "$file")"
done 7<<<"$table"

python3 "$RELEASE/sums.py" "$STAGE" "$VERSION" <<<"$table"
rm -rf "$target.old"
[ ! -e "$target" ] || mv "$target" "$target.old"
mv "$STAGE" "$target"
rm -rf "$target.old"
say "$target: $(wc -l <"$target/SHA256SUMS") files"
