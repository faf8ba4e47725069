#!/usr/bin/env python3
"""Writes src/html/reader/names.rs: the named character references that the HTML reader knows.

Source: Python's own table of the names of HTML 4 and HTML 5 (module html.entities).
Taken: all names of HTML 4; of HTML 5 those of ASCII signs, Latin Extended-A, Cyrillic, and some typographic signs.
"""
import html.entities as entities

EXTRA = """hyphen dash horbar mldr nldr check checkmark cross star starf phone female male sung flat natural sharp
numero copysr incare telrec square squ blank block half frac13 frac23 frac15 frac25 frac35 frac45 frac16 frac56 frac18
frac38 frac58 frac78 larr rarr nearr searr nwarr swarr emsp13 emsp14 numsp puncsp hairsp MediumSpace ZeroWidthSpace
NoBreak bullet ldquor rdquor lsquor rsquor rdquor laquo caron breve dot ring ogon dblac infin hearts hbar
ell planck ohm mho angst prime Prime tprime bprime epsilon phi straightphi varepsilon vartheta varphi ne le ge leq geq
approx equiv because therefore cir utri dtri ltri rtri lozf squf bigstar""".split()


def wanted(name, char):
    code = ord(char)
    return (
        name in entities.name2codepoint
        or name in EXTRA
        or code < 0x80
        or 0x100 <= code <= 0x17F
        or 0x400 <= code <= 0x45F
    )


legacy = {name for name in entities.html5 if not name.endswith(";")}
rows = []
for full, text in entities.html5.items():
    if not full.endswith(";") or len(text) != 1 or ord(text) > 0xFFFF:
        continue
    name = full[:-1]
    if wanted(name, text):
        rows.append((name, ord(text), name in legacy))
rows.sort(key=lambda row: row[0].encode())

print("//! Named character references, in the order of their bytes. Made by tools/entities.py; do not edit.")
print("//!")
print("//! Shape   name, character, whether it is also known without its semicolon.")
print("//! Source  the names of HTML 4 and, of HTML 5, those that documents use.")
print()
print("use crate::text::packed::{self, Packed};")
print()
print("/// The names.")
print("pub(super) static NAMES: Packed<{ ROWS.len() }, { packed::letters(&names()) }> = Packed::new(&names());")
print()
print("/// What each stands for, and whether it is also known without its semicolon.")
print("pub(super) static MEANINGS: [(u16, bool); ROWS.len()] = {")
print("    let mut meanings = [(0, false); ROWS.len()];")
print("    let mut index = 0;")
print("    while index < ROWS.len() {")
print("        meanings[index] = (ROWS[index].1, ROWS[index].2);")
print("        index += 1;")
print("    }")
print("    meanings")
print("};")
print()
print("const fn names() -> [&'static str; ROWS.len()] {")
print('    let mut names = [""; ROWS.len()];')
print("    let mut index = 0;")
print("    while index < ROWS.len() {")
print("        names[index] = ROWS[index].0;")
print("        index += 1;")
print("    }")
print("    names")
print("}")
print()
print(f"const ROWS: [(&str, u16, bool); {len(rows)}] = [")
line = "   "
for name, code, old in rows:
    item = f' ("{name}", 0x{code:X}, {"true" if old else "false"}),'
    if len(line) + len(item) > 100:
        print(line)
        line = "   "
    line += item
print(line)
print("];")
