#!/usr/bin/env bash
# Inside the Wine root: registers the automation server, runs its hosts, and takes it away again.
#
# Shape    com.sh ARCH, in a folder that has legacybridge.dll and com.exe (com_client.c, compiled);
#          ../x86 and ../x64 are such folders.
# Errors   one line for each thing that is not as it should be; 1 if there was any.
set -uo pipefail
arch="$1"
here="$(cd "$(dirname "$0")" && pwd)"
project="$(cd "$here/../.." && pwd)"
wine64="$(command -v wine64 || echo /usr/lib/wine/wine64)"
launch="$here/launch.sh"
lost=0

fail() {
  echo "FAILED: $*"
  lost=1
}
system() { # system ARCH PROGRAM MORE… : a program of Windows, in its 32-bit or 64-bit make
  local program="$2"
  if [ "$1" = x86 ]; then
    shift 2
    bash "$launch" x86 "C:\\windows\\syswow64\\$program.exe" "$@"
  else
    shift 2
    bash "$launch" x64 "C:\\windows\\system32\\$program.exe" "$@"
  fi
}
# By its path: place.exe would find the one beside itself first, as Windows does.
# Wine 8 dies by a signal of Linux at the end of one 32-bit run in fourteen, after the last line was printed:
# what that line says counts.
client() {
  local status
  bash "$launch" "$arch" '.\com.exe' "$@" | tee com.out
  status="${PIPESTATUS[0]}"
  if [ "$status" = 139 ] && tail -1 com.out | tr -d '\r' | grep -qx 'com: [0-9]* checks, 0 failed'; then
    echo "Wine died by a signal behind all checks"
    return 0
  fi
  return "$status"
}
register() { # register ARCH MORE…
  local arch="$1"
  shift
  system "$arch" regsvr32 /s "$@" "$(winepath -w "../$arch/legacybridge.dll")"
}
keys() { # every key of ours in the registry
  rm -f all.reg
  "$wine64" regedit /E all.reg >/dev/null 2>&1
  iconv -f UTF-16 -t UTF-8 all.reg | tr -d '\r' |
    grep -iE '^\[.*(LegacyBridge|85E740CC-A57D|83009FCB-4A02|124AA69B-619F)'
}
none_left() {
  local found
  found="$(keys)"
  [ -z "$found" ] || fail "$1 leaves in the registry: $found"
}
script() { # script ARCH NAME MORE…
  local arch="$1" name="$2"
  shift 2
  system "$arch" cscript //nologo "$(winepath -w "$here/$name")" "$@" || fail "$name ($arch)"
}
host() { # a script host, and a client that calls through the table
  rm -rf com-script com-work
  mkdir com-script com-work
  script "$arch" com.vbs "$(winepath -w com-script)"
  client created || fail "com.exe created"
}

[ -f com.exe ] || { fail "no com.exe: run the test 'com' too"; exit 1; }
none_left "nothing that was done yet"

# For all users.
register "$arch" || fail "regsvr32"
[ "$(keys | grep -c 'InprocServer32')" -ge 1 ] || fail "regsvr32 writes no class"
host

# The other width comes and goes: the names stay for this one.
other=x86
[ "$arch" = x86 ] && other=x64
register "$other" || fail "regsvr32, $other"
script "$other" com.vbs "$(mkdir -p com-script/other && winepath -w com-script/other)"
register "$other" /u || fail "regsvr32 /u, $other"
script "$other" com_unregistered.vbs
script "$arch" com.vbs "$(mkdir -p com-script/again && winepath -w com-script/again)"
register "$arch" /u || fail "regsvr32 /u"
script "$arch" com_unregistered.vbs
none_left "regsvr32 /u"
register "$arch" /u || fail "regsvr32 /u with nothing to take away"

# For one user. Wine does not look for classes there, so that only the keys can be looked at.
register "$arch" /n /i:user || fail "regsvr32 /n /i:user"
[ "$(keys | grep -c '^\[HKEY_USERS.*InprocServer32')" -ge 1 ] || fail "/i:user writes no class"
[ "$(keys | grep -c '^\[HKEY_LOCAL_MACHINE.*CLSID')" = 0 ] || fail "/i:user writes a class for all"
register "$arch" /u /n /i:user || fail "regsvr32 /u /n /i:user"
none_left "regsvr32 /u /n /i:user"
register "$arch" /n /i:nobody && fail "regsvr32 /n /i:nobody does something"
none_left "regsvr32 /n /i:nobody"

# Without the registry.
rm -rf manifest
mkdir manifest
cp com.exe legacybridge.dll "$project/bindings/com/$arch/LegacyBridge.Com.manifest" manifest/
(cd manifest && client created >/dev/null) && fail "the class is there without a manifest"
cp "$project/bindings/com/host.exe.manifest" manifest/com.exe.manifest
(cd manifest && client created) || fail "com.exe with a manifest"

exit "$lost"
