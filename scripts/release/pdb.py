"""Takes the folders of this machine out of a PDB: pdb.py FILE FOLDER…

LLVM's linker notes its own path, its words and those of object files. They tell debuggers nothing: the PDB has the names
of functions, no lines of source. A path is overwritten by as many underscores, so that nothing moves; no table of the PDB
is sorted by these texts.
"""

import re
import sys


def main():
    path, *folders = sys.argv[1:]
    with open(path, "rb") as file:
        data = file.read()
    for folder in sorted(folders, key=len, reverse=True):
        data = data.replace(folder.encode(), b"_" * len(folder.encode()))
    # Folders that had a random name for the time of the build.
    data = re.sub(rb"/tmp/(?:tmp\.|rustc)\w+|(?<=/)rustc\w{6}(?=/)", lambda found: b"_" * len(found.group()), data)
    with open(path, "wb") as file:
        file.write(data)


main()
