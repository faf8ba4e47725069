#!/bin/bash
# Python's source distribution, built by cargo in a fresh environment.
set -eu
. "$TEST/programs.sh"
python3 -m venv env
[ -z "${RELEASE_QUICK:-}" ] || export CARGO_PROFILE_RELEASE_LTO=off CARGO_PROFILE_RELEASE_OPT_LEVEL=0 CARGO_PROFILE_RELEASE_CODEGEN_UNITS=16
nice -n 15 env/bin/pip install -q --disable-pip-version-check "$ARTEFACTS/legacybridge-$VERSION.tar.gz" || fail "pip install"
same "pip install" env/bin/python "$TEST/convert.py" "$TEST/letter.rtf"
