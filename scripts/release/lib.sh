# What the scripts of the release share; sourced, not run.
#
# Shape    VERSION, SOURCE_DATE_EPOCH and the folders that each script reads and writes:
#            PARTS   what compilers made, kept between runs: windows/x86, windows/x64, linux-x64, linux-arm64,
#                    cli-linux-x64 (parts.sh says what lies in each)
#            STAGE   the artefacts of this run; release.sh moves it to dist/release when all are there
#            WORK    a folder of this run for everything between
#          `pack` is pack.py: archives whose bytes depend on names and contents alone.
# Errors   `fail` says what is missing and ends the script with 1.
. "$(dirname "${BASH_SOURCE[0]}")/../windows/lib.sh"
fail() { printf 'release: %s\n' "$*" >&2; exit 1; }

RELEASE="$PROJECT/scripts/release"
VERSION="$(sed -n 's/^version = "\(.*\)"/\1/p' "$PROJECT/Cargo.toml" | head -1)"
PARTS="${RELEASE_PARTS:-$TARGET_DIR/release-parts${RELEASE_QUICK:+-quick}}"
TOOLS="${RELEASE_TOOLS:-$CACHE/release-tools}"
export LC_ALL=C TZ=UTC

# All times in what is packed: that of the last commit.
if [ -z "${SOURCE_DATE_EPOCH:-}" ]; then
  SOURCE_DATE_EPOCH="$(git -C "$PROJECT" log -1 --format=%ct 2>/dev/null)" ||
    fail "this is no clone of the repository: set SOURCE_DATE_EPOCH to the time of the source"
fi
export SOURCE_DATE_EPOCH

pack() { python3 "$RELEASE/pack.py" "$@"; }
tool() { "$TOOLS/bin/$@"; } # a Python tool of requirements.txt

# An environment for the tools that PyPI has, of the versions in requirements.txt.
python_tools() {
  need python3 python3
  local mark="$TOOLS/.done-$(sha256sum <"$RELEASE/requirements.txt" | cut -c1-16)"
  [ ! -e "$mark" ] || return 0
  say "fetching the tools of scripts/release/requirements.txt"
  rm -rf "$TOOLS"
  python3 -m venv "$TOOLS" >/dev/null 2>&1 || { install python3-venv && python3 -m venv "$TOOLS"; } ||
    fail "python3 makes no virtual environment. Debian's package: python3-venv"
  "$TOOLS/bin/pip" install -q --disable-pip-version-check --no-deps -r "$RELEASE/requirements.txt" ||
    { rm -rf "$TOOLS"; fail "the tools of scripts/release/requirements.txt could not be fetched: no network?"; }
  touch "$mark"
}

# sign FILE… : with Authenticode, if SIGN_CERT and SIGN_KEY are given. The time inside is the commit's.
sign() {
  [ -n "${SIGN_CERT:-}" ] || return 0
  local file
  for file; do
    osslsigncode sign -certs "$SIGN_CERT" -key "$SIGN_KEY" -h sha256 -time "$SOURCE_DATE_EPOCH" \
      -n LegacyBridge -in "$file" -out "$file.signed" >/dev/null || fail "signing $file failed"
    mv "$file.signed" "$file"
  done
}
