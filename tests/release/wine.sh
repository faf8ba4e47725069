# What the scripts under Wine share; sourced. /tests has the artefacts, the letter and programs that were compiled outside.
. /tests/settings
. /tests/programs.sh
golden=/tests/letter.md
wine64="$(command -v wine64 || echo /usr/lib/wine/wine64)"
cd /tests
system() { # system x86|x64 PROGRAM MORE… : a program of Windows in that width
  local program="$2"
  if [ "$1" = x86 ]; then shift 2; wine "C:\\windows\\syswow64\\$program" "$@"; else shift 2; "$wine64" "C:\\windows\\system32\\$program" "$@"; fi
}
keys() { # every key of ours in the registry
  rm -f all.reg
  "$wine64" regedit /E all.reg >/dev/null 2>&1
  iconv -f UTF-16 -t UTF-8 all.reg | tr -d '\r' | grep -iE '^\[.*(LegacyBridge|85E740CC-A57D|83009FCB-4A02|124AA69B-619F)' || true
}
files() { (cd "$WINEPREFIX" && find . -ipath "*legacybridge*" | sort); }
nothing_left() {
  [ -z "$(keys)" ] || fail "$1 leaves in the registry: $(keys)"
  [ -z "$(files)" ] || fail "$1 leaves files: $(files)"
  echo "ok $1 leaves nothing"
}
automation() { # automation WIDTH : CreateObject converts the letter
  rm -f /tests/got.vbs.md
  system "$1" cscript.exe //nologo 'Z:\tests\convert.vbs' 'Z:\tests\letter.rtf' 'Z:\tests\got.vbs.md' | tr -d '\r' | grep -v '^$' || true
  [ -f /tests/got.vbs.md ] || fail "CreateObject, $1: nothing was written"
  same "CreateObject, $1" cat /tests/got.vbs.md
}
no_automation() {
  rm -f /tests/got.vbs.md
  system "$1" cscript.exe //nologo 'Z:\tests\convert.vbs' 'Z:\tests\letter.rtf' 'Z:\tests\got.vbs.md' >/dev/null 2>&1 || true
  [ ! -f /tests/got.vbs.md ] || fail "CreateObject works, $1, where nothing is registered"
}
