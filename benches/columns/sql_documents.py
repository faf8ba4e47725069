"""The documents that sql.sh makes its rows of: RTF of a folder, so many that a memo has 2 KB in the mean.

    sql_documents.py FOLDER OUT     OUT/documents: of each its length (4 bytes, little endian) and its bytes;
                                    OUT/documents.sql for SQLite, OUT/documents.copy for PostgreSQL's COPY
"""

import pathlib
import struct
import sys

MEAN = 2048

folder, out = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
documents = {path.read_bytes() for path in folder.rglob("*.rtf") if path.is_file()}
documents = sorted((rtf for rtf in documents if rtf.startswith(b"{\\rtf")), key=lambda rtf: (len(rtf), rtf))
taken, total = [], 0
for rtf in documents:
    if total + len(rtf) > MEAN * (len(taken) + 1) and taken:
        break
    taken.append(rtf)
    total += len(rtf)
if not taken:
    sys.exit(f"{folder}: no RTF")
with open(out / "documents", "wb") as file:
    for rtf in taken:
        file.write(struct.pack("<i", len(rtf)) + rtf)
lines = [f"INSERT INTO document VALUES ({number}, x'{rtf.hex()}');\n" for number, rtf in enumerate(taken)]
(out / "documents.sql").write_text("BEGIN;\n" + "".join(lines) + "COMMIT;\n")
(out / "documents.copy").write_text("".join(f"{number}\t\\\\x{rtf.hex()}\n" for number, rtf in enumerate(taken)))
print(len(taken), total // len(taken))
