# What the Windows scripts share; sourced, not run.
#
# Shape    functions only, and the variables PROJECT, TARGET_DIR and CACHE.
# Errors   `fail` says what is missing and ends the script with 1, `not_here` with 77: this machine
#          does not permit it.

PROJECT="$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)"
TARGET_DIR="${CARGO_TARGET_DIR:-$PROJECT/target}"
CACHE="${LEGACYBRIDGE_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/legacybridge}"

say() { printf '%s\n' "$*"; }
fail() { printf 'windows: %s\n' "$*" >&2; exit 1; }
not_here() { printf 'windows: not on this machine: %s\n' "$*" >&2; exit 77; }

# install WORD... : packages of Debian or Ubuntu, where this is such a machine and we may. Another apt
# or dpkg at work (an upgrade by night, a build beside this one) is waited for, fifteen minutes at most.
install() {
  command -v apt-get >/dev/null 2>&1 && [ "$(id -u)" = 0 ] || return 1
  [ -n "${apt_updated:-}" ] || update
  say "installing $*"
  DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=900 install -y -qq --no-install-recommends "$@" >/dev/null
}
# The lock of the lists has no such option: apt fails at once, and is asked again.
update() {
  local problem try
  for try in $(seq 90); do
    problem="$(LC_ALL=C apt-get update -qq 2>&1 >/dev/null)" && break
    [[ "$problem" == *"Could not get lock"* ]] || break # the packages known so far may do
    [ "$try" != 1 ] || say "waiting for another apt"
    sleep 10
  done
  apt_updated=1
}

# need PROGRAM PACKAGE... : the program, installed if it is not there.
need() {
  local program="$1"
  shift
  command -v "$program" >/dev/null 2>&1 && return
  install "$@" && command -v "$program" >/dev/null 2>&1 && return
  fail "'$program' was not found. It is in the package(s): $*"
}

# triple ARCH and target ARCH: what the tools and rustc call x86 and x64.
triple() { if [ "$1" = x86 ]; then echo i686-w64-mingw32; else echo x86_64-w64-mingw32; fi; }
target() { if [ "$1" = x86 ]; then echo i686-win7-windows-gnu; else echo x86_64-win7-windows-gnu; fi; }
