"""The library of a package that is imported from a zip file: it is copied out, for systems load files only.

Out      a path in a cache of the user's own: ``LEGACYBRIDGE_CACHE``, else ``legacybridge`` in LOCALAPPDATA or
         XDG_CACHE_HOME or ~/.cache, in a folder named by the sha256 of the library.
Errors   where that can't be written, or others could write there, a folder of this process, gone when it ends.
Threads  and processes may do it at once: a file gets its name when it is whole, and is compared before it is taken.
"""

import atexit
import hashlib
import os
import shutil
import stat
import tempfile
from typing import Any, Iterable, Iterator


def copied(loader: Any, paths: Iterable[str]) -> Iterator[str]:
    """Of the paths within the zip those that are there, copied out."""
    for path in paths:
        try:
            data: bytes = loader.get_data(path)
        except (AttributeError, OSError):
            continue
        name = os.path.basename(path)
        try:
            yield _kept(_cache(), name, data)
        except OSError:
            folder = tempfile.mkdtemp(prefix="legacybridge-")
            atexit.register(shutil.rmtree, folder, ignore_errors=True)
            made = os.path.join(folder, name)
            with open(made, "wb") as file:
                file.write(data)
            yield made


def _cache() -> str:
    named = os.environ.get("LEGACYBRIDGE_CACHE")
    if named:
        return named
    if os.name == "nt":
        base = os.environ.get("LOCALAPPDATA") or os.path.expanduser("~\\AppData\\Local")
    else:
        base = os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")
    if not os.path.isabs(base):
        raise OSError("no folder for a cache")
    return os.path.join(base, "legacybridge")


def _kept(cache: str, name: str, data: bytes) -> str:
    digest = hashlib.sha256(data).hexdigest()
    folder = os.path.join(cache, digest[:32])
    for made in (cache, folder):
        os.makedirs(made, mode=0o700, exist_ok=True)
        facts = os.lstat(made)
        if not stat.S_ISDIR(facts.st_mode):
            raise OSError(f"{made} is no folder")
        if os.name != "nt" and (facts.st_uid != os.getuid() or facts.st_mode & 0o022):
            raise OSError(f"{made} is not this user's alone")
    path = os.path.join(folder, name)
    if _is(path, digest):
        return path
    handle, part = tempfile.mkstemp(dir=folder)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        try:
            os.replace(part, path)
        except OSError:
            # Windows does not replace a library that another process, which was quicker, has loaded.
            if not _is(path, digest):
                raise
    finally:
        if os.path.exists(part):
            os.remove(part)
    return path


def _is(path: str, digest: str) -> bool:
    try:
        with open(path, "rb") as file:
            return hashlib.sha256(file.read()).hexdigest() == digest
    except OSError:
        return False
