"""Makes an MSI's bytes depend on its contents alone: msi.py FILE PACKAGE-CODE

wixl writes the time and a random package code into the stream of summary information (a property set: [MS-OLEPS]);
they get the commit's time and the code given. The size of the file stays.
"""

import os
import struct
import sys

FORMAT = bytes.fromhex("e0859ff2f94f6810ab9108002b27b3d9")  # FMTID_SummaryInformation, as it stands in the file
PACKAGE_CODE, CREATED, SAVED = 9, 12, 13


def main():
    path, code = sys.argv[1:]
    with open(path, "rb") as file:
        data = bytearray(file.read())
    at = data.index(FORMAT)
    if data.find(FORMAT, at + 1) != -1:
        sys.exit("release: two summaries in the MSI")
    # The property set begins 28 bytes before its format, and its section where the word after it says.
    section = at - 28 + struct.unpack_from("<I", data, at + 16)[0]
    count = struct.unpack_from("<I", data, section + 4)[0]
    ticks = (int(os.environ["SOURCE_DATE_EPOCH"]) + 11644473600) * 10_000_000
    done = set()
    for row in range(count):
        key, offset = struct.unpack_from("<II", data, section + 8 + row * 8)
        place = section + offset
        if key in (CREATED, SAVED):
            struct.pack_into("<Q", data, place + 4, ticks)
            done.add(key)
        elif key == PACKAGE_CODE:
            size = struct.unpack_from("<I", data, place + 4)[0]
            text = ("{" + code + "}").encode() + b"\0"
            if size != len(text):
                sys.exit(f"release: the package code has {size} bytes")
            data[place + 8:place + 8 + size] = text
            done.add(key)
    if PACKAGE_CODE not in done:
        sys.exit("release: the MSI has no package code")
    with open(path, "wb") as file:
        file.write(data)


main()
