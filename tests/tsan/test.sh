#!/usr/bin/env bash
# `make test-tsan`: the threaded C programs of tests/c with a library, and a standard library below it, that
# the thread sanitizer watches.
#
# Shape    test.sh FOLDER [NAME…]: builds into FOLDER, then runs all programs, or those named. A line
#          "ok NAME" or "FAILED NAME" for each, and what the sanitizer found.
#          The library is compiled with rustc's sanitizer, and the runtime that comes with that rustc is
#          linked into each program whole, for the library to find; race.c shows that faults are seen.
#          suppressions.txt names what is known to be none, with the reason.
# Errors   77 where this machine or its toolchain cannot do it, 1 where something is found or a step fails.
# Limits   not run: fork.c (the sanitizer knows no child of a process with threads), stack.c and limits.c
#          (its own stack and address space would count), soak.c (hours).
set -euo pipefail
here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
. "$here/../../scripts/windows/lib.sh"
. "$here/../../scripts/windows/toolchain.sh"
fail() { printf 'tsan: not on this machine: %s\n' "$*" >&2; exit 77; }

folder="$1"
shift
mkdir -p "$folder"
folder="$(cd "$folder" && pwd)"
[ "$(uname -s)" = Linux ] || fail "the sanitizer's runtime is linked as on Linux"
find_rust
host="$("$RUST_BIN/rustc" -vV | sed -n 's/^host: //p')"
runtime="$(ls "$("$RUST_BIN/rustc" --print sysroot)/lib/rustlib/$host/lib/"librustc-*_rt.tsan.a 2>/dev/null | head -1)" ||
  true
[ -n "$runtime" ] || fail "this toolchain has no thread sanitizer (librustc-*_rt.tsan.a): rustup's have"
command -v "${CC:-cc}" >/dev/null 2>&1 || fail "there is no C compiler"

compile() { # compile NAME SOURCE ARGUMENT…
  local name="$1" source="$2"
  shift 2
  # Compiled with the C compiler's sanitizer, which calls the same functions, and linked without. The runtime
  # has a thread of its own.
  "${CC:-cc}" -std=c99 -Wall -Wextra -Werror -O1 -g -fsanitize=thread -DOWN_THREADS=2 -DMOST_GROWN=65536 \
    -I"$PROJECT/include" -c "$PROJECT/$source" -o "$folder/$name.o"
  "${CC:-cc}" "$folder/$name.o" "$@" -o "$folder/$name" -rdynamic -Wl,--whole-archive "$runtime" -Wl,--no-whole-archive \
    -pthread -ldl -lm -lrt -Wl,--disable-new-dtags -Wl,-rpath,"$folder"
}
# Whether a program with this runtime begins at all: kernels that spread addresses widely may not let it.
printf 'int main(void) { return 0; }\n' >"$folder/empty.c"
(cd "$folder" && "${CC:-cc}" empty.c -o empty -rdynamic -Wl,--whole-archive "$runtime" -Wl,--no-whole-archive \
  -pthread -ldl -lm -lrt 2>empty.log && ./empty 2>>empty.log) ||
  fail "a program with the sanitizer's runtime does not run: $(tail -1 "$folder/empty.log")"

say "building with $("$RUST_BIN/rustc" --version)"
(
  cd "$PROJECT"
  # RUSTC_BOOTSTRAP lets a stable compiler build the standard library. Optimized a little, with its checks.
  PATH="$RUST_BIN:$PATH" RUSTC="$RUST_BIN/rustc" RUSTC_BOOTSTRAP=1 RUSTFLAGS=-Zsanitizer=thread CARGO_INCREMENTAL=0 \
    CARGO_PROFILE_DEV_OPT_LEVEL=1 CARGO_PROFILE_DEV_DEBUG=line-tables-only \
    "$RUST_BIN/cargo" rustc --locked --lib --crate-type cdylib -Zbuild-std=std,panic_unwind --target "$host" \
    --target-dir "$folder/build"
) || { printf 'tsan: the library was not built\n' >&2; exit 1; }
library="$folder/liblegacybridge.so.1"
cp -f "$folder/build/$host/debug/liblegacybridge.so" "$library"

export TSAN_OPTIONS="suppressions=$here/suppressions.txt exitcode=66"
# What finds nothing must be able to: here the host lets two threads write into one buffer of its own.
compile race tests/tsan/race.c -Wl,--no-as-needed "$library"
status=0
"$folder/race" >"$folder/race.log" 2>&1 || status=$?
[ "$status" = 66 ] && grep -q 'legacybridge_convert_into' "$folder/race.log" || {
  head -60 "$folder/race.log"
  printf 'tsan: a race in the library is not seen (status %s)\n' "$status" >&2
  exit 1
}

failed=0 ran=0
check() { # check NAME ARGUMENT… : compiles and runs one program, linked with the library or loading it
  local name="$1" linked=(-Wl,--no-as-needed "$library")
  shift
  [ ${#wanted[@]} -eq 0 ] || [[ " ${wanted[*]} " == *" $name "* ]] || return 0
  [[ "$name" != *unload ]] || linked=()
  compile "$name" "tests/c/$name.c" "${linked[@]}"
  rm -rf "$folder/data"
  mkdir "$folder/data"
  for number in 0 1 2 3 4 5 6 7; do
    printf 'some *text*\n' >"$folder/data/$number.md"
  done
  ran=$((ran + 1))
  if timeout -k 5 900 "$folder/$name" "$@" >"$folder/$name.log" 2>&1 </dev/null; then
    say "ok $name"
  else
    say "FAILED $name"
    head -120 "$folder/$name.log" | sed 's/^/  /'
    failed=$((failed + 1))
  fi
}

wanted=("$@")
mkdir -p "$folder/kinds-data" "$folder/batch-data"
rm -rf "$folder/batch-data"/*
check threads 20
check calls 2000 400000
check memory quick
check kinds 4 "$folder/kinds-data"
check batch "$folder/batch-data" 60
check log "$folder/data"
# shellcheck disable=SC2046
check column quick $(find "$PROJECT/tests/documents" -maxdepth 1 -name '*.md' -size -20k | sort | head -6)
check unload "$library"
check batch_unload "$library" "$folder/data" 5
[ "$ran" -gt 0 ] || { printf 'tsan: no program of that name\n' >&2; exit 1; }
say "thread sanitizer: $((ran - failed)) programs passed, $failed failed"
[ "$failed" = 0 ]
