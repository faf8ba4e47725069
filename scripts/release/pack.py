"""Archives whose bytes depend on the names and contents of files alone.

    pack.py zip OUT FOLDER [NAME]     a ZIP of what is in FOLDER, under the folder NAME
    pack.py tar OUT FOLDER [NAME]     the same as tar.gz, owned by root

Order   by name. Times are SOURCE_DATE_EPOCH; rights 755 for programs and folders, else 644.
Errors  an empty folder is one: something was not made.
"""

import gzip
import os
import sys
import tarfile
import time
import zipfile


def entries(folder):
    """Pairs of a name in the archive and its path, sorted; links to files stay links in tar."""
    found = []
    for root, folders, files in os.walk(folder):
        for name in files + [f for f in folders if os.path.islink(os.path.join(root, f))]:
            path = os.path.join(root, name)
            found.append((os.path.relpath(path, folder).replace(os.sep, "/"), path))
    if not found:
        sys.exit(f"release: {folder} is empty")
    return sorted(found)


def is_program(path):
    return os.stat(path).st_mode & 0o100


def write_zip(out, folder, top, epoch):
    stamp = max(time.gmtime(epoch)[:6], (1980, 1, 1, 0, 0, 0))
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, path in entries(folder):
            info = zipfile.ZipInfo(top + name, stamp)
            info.create_system = 3  # so that the rights count
            info.external_attr = (0o100755 if is_program(path) else 0o100644) << 16
            info.compress_type = zipfile.ZIP_DEFLATED
            with open(path, "rb") as file:
                archive.writestr(info, file.read(), compresslevel=9)


def write_tar(out, folder, top, epoch):
    with open(out, "wb") as raw, gzip.GzipFile("", "wb", 9, raw, mtime=0) as packed:
        with tarfile.open(fileobj=packed, mode="w", format=tarfile.GNU_FORMAT) as archive:
            for name, path in entries(folder):
                info = tarfile.TarInfo(top + name)
                info.mtime = epoch
                info.uname = info.gname = "root"
                if os.path.islink(path):
                    info.type, info.linkname, info.mode = tarfile.SYMTYPE, os.readlink(path), 0o777
                    archive.addfile(info)
                    continue
                info.mode = 0o755 if is_program(path) else 0o644
                info.size = os.path.getsize(path)
                with open(path, "rb") as file:
                    archive.addfile(info, file)


def main():
    kind, out, folder = sys.argv[1:4]
    top = sys.argv[4] + "/" if len(sys.argv) > 4 else ""
    epoch = int(os.environ["SOURCE_DATE_EPOCH"])
    {"zip": write_zip, "tar": write_tar}[kind](out, folder, top, epoch)


main()
