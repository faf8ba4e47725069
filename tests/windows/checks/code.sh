#!/usr/bin/env bash
# What can be seen in the instructions: a function whose frame is larger than a page touches each page on
# its way down (else it could step over the guard page, and Windows would not let the stack grow), and
# nothing sets the control words of floating point but one function of MinGW's that no one reaches.
# Usage: code.sh ARCH FOLDER
set -euo pipefail
arch="$1" dll="$2/legacybridge.dll"
. scripts/windows/lib.sh
bad=0
complain() { echo "$*"; bad=1; }
listing="$("$(triple "$arch")-objdump" -d --no-show-raw-insn "$dll")"

large="$(grep -cE 'sub +\$0x[0-9a-f]{4,},%[er]sp' <<<"$listing" || true)"
[ "$large" = 0 ] || complain "$large frames of a page and more are made at once"
# mov $size,%eax; call (the probe, which in x86 makes the frame as well); in x64 sub %rax,%rsp
probed="$(awk '
  /sub +%[er]ax,%[er]sp/ && NR - called > 6 { bare++ }
  /call/ { called = NR }
  /call/ && before ~ /mov +\$0x[1-9a-f][0-9a-f][0-9a-f][0-9a-f]+,%eax/ { all++ }
  { before = $0 }
  END { print all + 0, bare + 0 }' <<<"$listing")"
echo "${probed% *} frames larger than a page"
[ "${probed% *}" -gt 5 ] && [ "${probed#* }" = 0 ] || complain "${probed#* } of ${probed% *} large frames are made without a probe"

# In x86 the tables of jumps lie between the functions and read as instructions of any kind.
if [ "$arch" = x64 ]; then
  found="$(grep -E '\b(ldmxcsr|fldcw|fninit|fldenv|frstor|fxrstor|xrstor)\b' <<<"$listing" | sed 's/^[^\t]*\t//' | sort | uniq -c)"
  [ -z "$found" ] || [ "$(tr -s ' ' <<<"$found")" = " 1 fninit" ] || complain "sets the control words of floating point:" "$found"
fi
exit "$bad"
