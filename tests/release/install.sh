#!/bin/bash
# `make install` from the source, and what it installs used in a root that has never seen the source.
set -eu
. "$TEST/programs.sh"
[ -z "${RELEASE_QUICK:-}" ] || export CARGO_PROFILE_RELEASE_LTO=off CARGO_PROFILE_RELEASE_OPT_LEVEL=0 CARGO_PROFILE_RELEASE_CODEGEN_UNITS=16
nice -n 15 make -C "$PROJECT" install PREFIX=/usr/local DESTDIR="$PWD/installed" >make.log 2>&1 || { tail -20 make.log; fail "make install"; }
ARTEFACTS="$PWD/installed" "$PROJECT/scripts/release/root.sh" bookworm bash /test/installed.sh
