#!/usr/bin/env bash
# Builds the Windows DLLs: `make windows`.
#
# Shape    dist/windows/{x86,x64}/ with legacybridge.dll, liblegacybridge.dll.a (MinGW's import
#          library), legacybridge.lib (MSVC's), legacybridge.def and LegacyBridge.Com.manifest;
#          dist/windows/legacybridge.h and legacybridge_com.h (the automation server's interface).
#          Usage: build.sh [x86] [x64] [--out FOLDER] [--command] [--symbols] [--tools]; both widths by default.
#          --command makes legacybridge.exe, the command line, too; --symbols legacybridge.pdb; --tools
#          makes nothing, but finds or installs what is needed.
# Limits   each DLL is below 2,200,000 bytes; the same source, compiler and linker give the same
#          bytes, whatever the folder.
# Errors   says what is missing and ends with 1.
set -euo pipefail
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/toolchain.sh"

most_bytes=2200000
out="$PROJECT/dist/windows"
archs=() command= symbols= only_tools=
quick=(--config 'profile.release.opt-level="s"')
# Large and slow, for trying the release's scripts only (scripts/release/parts.sh).
[ -z "${RELEASE_QUICK:-}" ] || quick=(--config 'profile.release.lto="off"' --config profile.release.codegen-units=16
  --config profile.release.opt-level=0)
while [ $# -gt 0 ]; do
  case "$1" in
    x86 | x64) archs+=("$1") ;;
    --out) out="$2"; shift ;;
    --command) command=1 ;;
    --symbols) symbols=1 ;;
    --tools) only_tools=1 ;;
    *) fail "build.sh [x86] [x64] [--out FOLDER] [--command] [--symbols] [--tools]" ;;
  esac
  shift
done
[ ${#archs[@]} -gt 0 ] || archs=(x86 x64)

case "$TARGET_DIR" in
  *' '*) fail "MinGW's dlltool takes no folder whose name has a space: set CARGO_TARGET_DIR to another" ;;
esac
find_rust
find_lld
say "Rust: $("$RUST_BIN/rustc" --version), $("$LLD" --version)"
need cc gcc # what runs while dependencies are compiled
need i686-w64-mingw32-gcc gcc-mingw-w64-i686-win32
need x86_64-w64-mingw32-gcc gcc-mingw-w64-x86-64-win32
find_dlltool() { # LLVM's: MinGW's own writes no library that MSVC's linker takes with certainty
  local found
  LLVM_DLLTOOL="$(command -v llvm-dlltool || true)"
  for found in /usr/bin/llvm-dlltool-[0-9]*; do
    [ -n "$LLVM_DLLTOOL" ] || [ ! -x "$found" ] || LLVM_DLLTOOL="$found"
  done
  [ -n "$LLVM_DLLTOOL" ]
}
find_dlltool || { install llvm && find_dlltool; } ||
  fail "'llvm-dlltool' was not found. It is in the package: llvm"
need i686-w64-mingw32-widl mingw-w64-tools
wine_idl() {
  local folder
  for folder in /usr/include/wine/wine/windows /usr/include/wine/windows /usr/include/wine-development/windows; do
    [ ! -f "$folder/oaidl.idl" ] || { echo "$folder"; return; }
  done
  return 1
}
wine_base() { # the folder of the type library that all others build on
  local file
  for file in /usr/lib/*/wine/*-windows/stdole2.tlb /usr/lib/wine/*-windows/stdole2.tlb; do
    [ ! -f "$file" ] || { dirname "$file"; return; }
  done
  return 1
}
IDL="$(wine_idl)" || { install libwine-dev && IDL="$(wine_idl)"; } ||
  fail "'oaidl.idl' was not found. It is in the package: libwine-dev"
BASE="$(wine_base)" || { install libwine && BASE="$(wine_base)"; } ||
  fail "'stdole2.tlb' was not found. It is in the package: libwine"
[ -z "$only_tools" ] || exit 0

version="$(sed -n 's/^version = "\(.*\)"/\1/p' "$PROJECT/Cargo.toml" | head -1)"
commas="${version%%[-+]*}"
commas="${commas//./,},0"

# The resources: version, and the type library where the source has an interface description. cargo looks
# at the file's time: one that says the same stays, so that nothing is linked again.
resources() { # resources ARCH FOLDER: writes FOLDER/resources.o
  local arch="$1" folder="$2" idl="$PROJECT/src/com/legacybridge.idl"
  sed -e "s/@VERSION@/$version/g" -e "s/@COMMAS@/$commas/g" \
    "$PROJECT/scripts/windows/version.rc" >"$folder/legacybridge.rc"
  if [ -f "$idl" ]; then
    type_library "$arch" "$idl" "$folder/legacybridge.tlb"
    printf '\n1 TYPELIB "legacybridge.tlb"\n' >>"$folder/legacybridge.rc"
  fi
  (cd "$folder" && "$(triple "$arch")-windres" -O coff -i legacybridge.rc -o resources.new.o)
  cmp -s "$folder/resources.new.o" "$folder/resources.o" || cp "$folder/resources.new.o" "$folder/resources.o"
}

type_library() { # type_library ARCH IDL TLB : and the header of its interface, for C and C++
  local bits=-m64 base
  [ "$1" != x86 ] || bits=-m32
  # A type library holds the time of its making unless it is told another: each widl in its way.
  SOURCE_DATE_EPOCH=0 WIDL_TIME_OVERRIDE=0 "$(triple "$1")-widl" "$bits" -t -I "$IDL" -L "$BASE" \
    -o "$3" "$2"
  # The header names the file as it is named here: without the machine's folders.
  base="$(cd "$out" && pwd)"
  (cd "$(dirname "$2")" && "$(triple "$1")-widl" "$bits" -h -I "$IDL" -o "$base/legacybridge_com.h" "$(basename "$2")")
}

# The linker leaves the field of the header empty; some scanners hold that against a file. The sum of all
# 16-bit words, with the carries added, and the length. The field is at 88 behind the PE header's place.
write_checksum() { # write_checksum FILE
  local file="$1" at sum
  at=$(($(od -An -tu4 -j60 -N4 "$file") + 88))
  printf '\0\0\0\0' | dd of="$file" bs=1 seek="$at" conv=notrunc status=none
  sum="$(od -An -v -tu2 -w2 "$file" | awk '{ s += $1 } END { while (s > 65535) s = s % 65536 + int(s / 65536); print s }')"
  sum="$(printf '%08x' $((sum + $(stat -c %s "$file"))))"
  printf "\\x${sum:6:2}\\x${sum:4:2}\\x${sum:2:2}\\x${sum:0:2}" | dd of="$file" bs=1 seek="$at" conv=notrunc status=none
}

# What cargo is called with, for the DLL and for the command line; it reads the variables of `build`.
compile() { # compile CARGO'S ARGUMENTS… -- RUSTC'S ARGUMENTS…
  say "building $target"
  (
    cd "$PROJECT"
    # RUSTC_BOOTSTRAP lets a stable compiler build the standard library. What is left out of it: names
    # for backtraces (their reader of debug information is 200 KB, and no one sees them), the
    # intrinsics that nothing calls (one object each, so that the linker takes those it needs), and
    # sorting for millions of items (80 KB; we sort lists, notes and names).
    env PATH="$RUST_BIN:$PROJECT/scripts/windows:$PATH" RUSTC="$RUST_BIN/rustc" RUSTC_BOOTSTRAP=1 CARGO_TARGET_DIR="$TARGET_DIR" \
      CARGO_ENCODED_RUSTFLAGS="$flags" CARGO_PROFILE_RELEASE_STRIP=symbols \
      LEGACYBRIDGE_RESOURCES="$work/resources.o" \
      "$linker" LEGACYBRIDGE_GCC="$triple-gcc" LEGACYBRIDGE_DLLTOOL="$triple-dlltool" LEGACYBRIDGE_LLD="$LLD" \
      LEGACYBRIDGE_TARGET="$(cd "$TARGET_DIR" && pwd)" LEGACYBRIDGE_MAP="$map" \
      "$RUST_BIN/cargo" rustc --release --locked \
      -Zbuild-std=std,panic_unwind -Zbuild-std-features=panic-unwind,optimize_for_size --target "$target" \
      --config 'profile.release.package.compiler_builtins.codegen-units=10000' \
      --config 'profile.release.package.std.opt-level="z"' \
      --config profile.release.package.pulldown-cmark.opt-level=2 "${quick[@]}" "$@"
  )
}

# LLVM's linker writes the symbols beside and their name, without a folder, into the file.
symbol_flags() { # symbol_flags FILE.pdb : sets `extra`
  extra=()
  [ -z "$symbols" ] || extra=(-Clink-arg=-Wl,--pdb="$1" -Clink-arg=-Wl,-Xlink=-pdbaltpath:legacybridge.pdb
    -Clink-arg=-Wl,-Xlink=-pdbsourcepath:.)
}

build_command() { # the command line of the width that `build` is at
  local rc="$work/command.rc" map= flags="${flags/$'\x1f'-Zfmt-debug=shallow/}"
  sed -e 's/legacybridge\.dll/legacybridge.exe/' -e 's/VFT_DLL/VFT_APP/' -e '/TYPELIB/d' "$work/legacybridge.rc" >"$rc"
  (cd "$work" && "$triple-windres" -O coff -i command.rc -o command.new.o)
  cmp -s "$work/command.new.o" "$work/command.o" || cp "$work/command.new.o" "$work/command.o"
  compile --bin legacybridge --features cli -- \
    -Clink-arg="$work/command.o" -Clink-arg=-Wl,--no-insert-timestamp
  cp "$TARGET_DIR/$target/release/legacybridge.exe" "$folder/legacybridge.exe"
  write_checksum "$folder/legacybridge.exe"
}

build() { # build ARCH
  local arch="$1" triple target work folder sysroot definition flags linker extra map
  triple="$(triple "$arch")"
  target="$(target "$arch")"
  work="$TARGET_DIR/windows/$arch"
  folder="$out/$arch"
  mkdir -p "$work" "$folder"
  # What stands where, for size.py; the linker writes it in a folder of its own.
  map="$(cd "$work" && pwd)/legacybridge.map"
  resources "$arch" "$work"
  sysroot="$("$RUST_BIN/rustc" --print sysroot)"
  # No path of this machine stands in the DLL, in messages of panics for instance. The flags are
  # separated by 0x1F, so that folders may have spaces.
  flags="--remap-path-prefix=$PROJECT=."
  flags+=$'\x1f'"--remap-path-prefix=$TARGET_DIR=target"
  flags+=$'\x1f'"--remap-path-prefix=${CARGO_HOME:-$HOME/.cargo}=cargo"
  flags+=$'\x1f'"--remap-path-prefix=$sysroot/lib/rustlib/src/rust=rust"
  # Storage of threads as the loader gives it. What rustc does here otherwise, TlsAlloc without ever
  # TlsFree, leaves slots behind whenever the DLL is unloaded, and a process has only 1,088.
  flags+=$'\x1f'"-Zhas-thread-local=yes"
  # Of the place of a panic the file stays, lines and columns (40 KB) go.
  flags+=$'\x1f'"-Zlocation-detail=file"
  # Little is copied into its callers, and level "s" below: with level 2 and 75 a DLL has 390 KB more, which
  # is beyond the limit. What the source marks to be copied has a bound of its own (325 without it). From 60 and 25
  # to 40 and 15 is 28 KB less; from 60 to 80 is 77 KB more and 1 % fewer instructions on memos, to 150 150 KB and 3 %.
  # The Markdown parser at level 2 is 17 KB, and 7 % fewer instructions from Markdown.
  flags+=$'\x1f'"-Cllvm-args=-inline-threshold=15 -inlinehint-threshold=40"
  # Want of memory ends a call and not the host (src/system/unwind.rs).
  flags+=$'\x1f'"--cfg=legacybridge_alloc_error_hook"
  # A section for each function, so that the linker leaves out what nothing calls (4 KB). In x86 one table
  # for unwinding names all functions: what it says of those left out would be places that are nowhere.
  [ "$arch" = x86 ] || flags+=$'\x1f'"-Zfunction-sections=yes"
  # Names that say what generic code was made for: size.py tells by them what the bytes are for.
  flags+=$'\x1f'"-Csymbol-mangling-version=v0"
  # What is derived to print values for programmers says the type alone: nobody sees more (6 KB). In the
  # command line it is what --dump shows.
  flags+=$'\x1f'"-Zfmt-debug=shallow"
  # The names of saved pictures are hashed by the processor where it can, and else in a loop (10 KB).
  flags+=$'\x1f'"--cfg=sha2_backend_soft=\"compact\""
  # Import libraries that rustc makes have no random names in them. Found by PATH: no folder in a flag, which cargo hashes.
  flags+=$'\x1f'"-Cdlltool=dlltool.sh"
  linker="CARGO_TARGET_$(tr a-z- A-Z_ <<<"$target")_LINKER=lld-gcc.sh"
  symbol_flags "$work/legacybridge.pdb"
  compile --lib --crate-type cdylib ${extra[@]+-- "${extra[@]}"}
  [ -z "$symbols" ] || cp "$work/legacybridge.pdb" "$folder/legacybridge.pdb"
  cp "$TARGET_DIR/$target/release/legacybridge.dll" "$folder/legacybridge.dll"
  write_checksum "$folder/legacybridge.dll"

  definition="$PROJECT/include/legacybridge.def"
  [ "$arch" != x86 ] || definition="$PROJECT/include/legacybridge_x86.def"
  cp "$definition" "$folder/legacybridge.def"
  # -k: programs ask for name@N, the DLL exports the plain name.
  # Its temporary files and the library's path become names inside: they should not change.
  (cd "$work" && "$triple-dlltool" -k --deterministic-libraries -t import -d "$definition" \
    -l liblegacybridge.dll.a && cp liblegacybridge.dll.a "$folder/")
  if [ "$arch" = x86 ]; then
    "$LLVM_DLLTOOL" -k -m i386 -d "$definition" -l "$folder/legacybridge.lib"
  else
    "$LLVM_DLLTOOL" -m i386:x86-64 -d "$definition" -l "$folder/legacybridge.lib"
  fi
  cp "$PROJECT/include/legacybridge.h" "$PROJECT/include/legacybridge.hpp" "$out/"
  cp "$PROJECT/bindings/com/$arch/LegacyBridge.Com.manifest" "$folder/"

  size="$(stat -c %s "$folder/legacybridge.dll")"
  say "$folder/legacybridge.dll: $size bytes"
  [ -n "${RELEASE_QUICK:-}" ] || [ "$size" -lt "$most_bytes" ] || fail "legacybridge.dll ($arch) has $size bytes, not below $most_bytes"
  [ -z "$command" ] || build_command
}

for arch in "${archs[@]}"; do
  build "$arch"
done
