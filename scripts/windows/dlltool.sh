#!/bin/sh
# MinGW's dlltool, called by rustc for the functions of Windows that are imported without an import library.
#
# It makes symbols of the path of the library it writes, which is a random one, and the linker puts them into the PDB.
# Here the library is written under a name that its contents decide, so that they are the same each time and
# everywhere. The name of the DLL alone would not do: two crates that import from one DLL have a library each, and what
# holds one together must not be taken for the other's.
#
# Shape    LEGACYBRIDGE_DLLTOOL=x86_64-w64-mingw32-dlltool dlltool.sh -d DEF -l LIB ARGUMENTS…
lib= def= before=
for argument; do
  case "$before" in
    -l) lib="$argument" ;;
    -d) def="$argument" ;;
  esac
  before="$argument"
done
[ -n "$lib" ] && [ -n "$def" ] || exec "$LEGACYBRIDGE_DLLTOOL" "$@"
folder="$(dirname "$lib")"
sum="$(sha256sum <"$def" | cut -c1-16)" || exit 1
name="$(basename "$lib")"
for argument; do
  shift
  [ "$argument" != "$lib" ] || argument="$sum.$name"
  set -- "$@" "${argument#"$folder"/}"
done
cd "$folder" && "$LEGACYBRIDGE_DLLTOOL" "$@" && mv "$sum.$name" "$name"
