#!/bin/sh
# The linker of the Windows DLLs, called by rustc in the place of MinGW's gcc.
#
# GNU ld (2.40 and others) writes a base relocation for each offset into the storage of threads
# (SECREL32). Where Windows moves the DLL, and it nearly always does, the offsets are spoiled and the first
# call writes to a wild address. LLVM's linker writes none. MinGW's gcc knows the start-up objects and the
# libraries, but takes no other linker on Debian: so it runs this script a second time in the place of its
# own caller of the linker, collect2, whose arguments are those of ld.
#
# Shape    LEGACYBRIDGE_GCC=x86_64-w64-mingw32-gcc LEGACYBRIDGE_LLD=/path/of/ld.lld lld-gcc.sh ARGUMENTS…
#          rustc takes it for a gcc because of its name.
case "$1" in
  */collect2 | */collect2.exe)
    shift
    exec "$LEGACYBRIDGE_LLD" "$@"
    ;;
esac
exec "$LEGACYBRIDGE_GCC" -fno-use-linker-plugin -wrapper "$0" "$@"
