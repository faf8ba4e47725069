#!/usr/bin/env bash
# Root folders in which artefacts are tried as on a machine that has never seen the source: Debian with a C
# compiler, CMake, meson, pkg-config and Python.
#
# Shape    root.sh SUITE COMMAND…   runs a command in the root of bullseye (Debian 11) or bookworm (12), with
#          $ARTEFACTS (a folder) as /artefacts, $PROJECT/tests/release as /test, both read only, and no network.
#          The roots are ~/.cache/legacybridge/release-root-SUITE; a run sees one through an overlay of its own, which
#          ends with it.
# Errors   77 where the machine does not permit it, 1 where a step fails.
set -euo pipefail
. "$(dirname "$0")/../windows/lib.sh"
. "$PROJECT/scripts/windows/debian.sh"

inner=
[ "$1" != --inner ] || { inner=1; shift; }
suite="$1"
shift
ROOT="$CACHE/release-root-$suite"
packages="gcc libc6-dev g++ cmake make meson pkg-config python3-venv"

if [ -z "$inner" ]; then
  [ "$(id -u)" = 0 ] || not_here "roots need the rights of root"
  unshare --mount --pid --fork --kill-child true 2>/dev/null || not_here "mounts are not permitted"
  mkdir -p "$CACHE"
  exec 9>"$ROOT.lock"
  flock 9
  if [ ! -e "$ROOT/.done" ]; then
    rm -rf --one-file-system "$ROOT"
    debian_root "$suite" "$ROOT"
    say "installing compilers in it"
    # shellcheck disable=SC2086
    unshare --mount --pid --fork --kill-child sh -ec 'mount -t proc proc "$0/proc"
      chroot "$0" env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin DEBIAN_FRONTEND=noninteractive LC_ALL=C \
        sh -ec "apt-get update -qq; apt-get install -y -qq --no-install-recommends $*; apt-get clean"' "$ROOT" $packages >"$ROOT.log" 2>&1 ||
      { tail -20 "$ROOT.log" >&2; fail "the packages could not be installed"; }
    touch "$ROOT/.done"
  fi
  exec 9>&-
  exec unshare --mount --pid --net --fork --kill-child "$0" --inner "$suite" "$@"
fi

top="$(mktemp -d)"
trap 'rmdir "$top" 2>/dev/null || true' EXIT
mount -t tmpfs tmpfs "$top"
mkdir "$top/upper" "$top/work" "$top/view"
mount -t overlay overlay -o "lowerdir=$ROOT,upperdir=$top/upper,workdir=$top/work" "$top/view"
mount -t proc proc "$top/view/proc"
mkdir -p "$top/view/artefacts" "$top/view/test"
mount --bind "${ARTEFACTS:?a folder for /artefacts}" "$top/view/artefacts"
mount --bind "$PROJECT/tests/release" "$top/view/test"
mount -o remount,bind,ro "$top/view/artefacts"
mount -o remount,bind,ro "$top/view/test"
exec chroot "$top/view" /usr/bin/env -i HOME=/root PATH=/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C.UTF-8 VERSION="${VERSION:-}" "$@"
