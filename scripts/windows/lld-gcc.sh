#!/bin/sh
# The linker of the Windows DLLs, called by rustc in the place of MinGW's gcc.
#
# GNU ld (2.40 and others) writes a base relocation for each offset into the storage of threads
# (SECREL32). Where Windows moves the DLL, and it nearly always does, the offsets are spoiled and the first
# call writes to a wild address. LLVM's linker writes none. MinGW's gcc knows the start-up objects and the
# libraries, but takes no other linker on Debian: so it runs this script a second time in the place of its
# own caller of the linker, collect2, whose arguments are those of ld.
#
# Shape    LEGACYBRIDGE_GCC=x86_64-w64-mingw32-gcc LEGACYBRIDGE_LLD=/path/of/ld.lld
#          LEGACYBRIDGE_TARGET=/cargo's/folder [LEGACYBRIDGE_MAP=FILE] lld-gcc.sh ARGUMENTS…
#          rustc takes it for a gcc because of its name.
# Limits   LLVM's linker sorts imports by the paths of the files they come from: cargo's folder and rustc's
#          for temporary files are given other names, so that the bytes don't depend on where they are; and it
#          writes its words into the PDB.
case "$1" in
  */collect2 | */collect2.exe) ;;
  *) exec "$LEGACYBRIDGE_GCC" -fno-use-linker-plugin -wrapper "$0" "$@" ;;
esac
shift
work="$(mktemp -d)" || exit 1
trap 'rm -rf "$work"' EXIT
ln -s "$LEGACYBRIDGE_TARGET" "$work/target"
temporary() { [ -e "$work/temporary" ] || ln -s "$1" "$work/temporary"; }
for argument; do
  shift
  case "$argument" in
    # rustc 1.96 gives DLLs a soname, which they can't have: GNU ld passes it over, LLVM's linker does not know it.
    -soname=*) continue ;;
    *"$LEGACYBRIDGE_TARGET"/*)
      before="${argument%%"$LEGACYBRIDGE_TARGET"/*}" rest="${argument#*"$LEGACYBRIDGE_TARGET"/}"
      case "$rest" in
        # rustc's folder for temporary files, whose name is a random one, may lie there too.
        */rustc??????/*)
          file="${rest##*/rustc??????/}"
          temporary "$LEGACYBRIDGE_TARGET/${rest%"/$file"}"
          argument="${before}temporary/$file"
          ;;
        *) argument="${before}target/$rest" ;;
      esac
      ;;
    /*/rustc??????/*)
      file="${argument##*/rustc??????/}"
      temporary "${argument%"/$file"}"
      argument="temporary/$file"
      ;;
  esac
  set -- "$@" "$argument"
done
cd "$work" || exit 1
# What stands where, for size.py.
[ -z "${LEGACYBRIDGE_MAP:-}" ] || set -- "$@" "-Map=target/${LEGACYBRIDGE_MAP#"$LEGACYBRIDGE_TARGET"/}"
"$LEGACYBRIDGE_LLD" "$@"
