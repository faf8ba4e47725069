"""What the loader of Windows will make of a DLL, seen in its file: that it can be moved, that what it
points at is there, and that nothing in it asks for less protection than Windows gives.

Usage   image.py ARCH FOLDER, from the project's root: FOLDER/legacybridge.dll
Output  one line for each thing that is wrong, and a line of figures
Errors  1 if anything is wrong
"""

import os
import re
import struct
import sys
from collections import Counter

sys.dont_write_bytecode = True
from pe import DIR64, EXECUTE, HIGHLOW, READ, SHARED, WRITE, Image  # noqa: E402

KIND = {"x86": HIGHLOW, "x64": DIR64}
RESOURCES = {"TYPELIB": 1, 16: 1}  # the type library and the version: their kinds and names


class Check:
    def __init__(self, arch, image):
        self.arch, self.image, self.bad, self.figures = arch, image, 0, []

    def that(self, condition, message):
        if not condition:
            self.bad += 1
            print(message)

    def count(self, problems, what):
        """Of many of one kind the number is said and the first few are shown."""
        if problems:
            self.that(False, "%d %s: %s%s" % (len(problems), what, ", ".join(problems[:4]), " …" if problems[4:] else ""))

    def code(self, rva):
        section = self.image.section(rva)
        return section is not None and bool(section.flags & EXECUTE)

    def headers(self):
        image = self.image
        self.that(image.arch == self.arch and image.wide == (self.arch == "x64"), "is for " + image.arch)
        self.that({"DLL", "EXECUTABLE"} <= image.characteristics, "is not marked as a DLL")
        self.that("RELOCS_STRIPPED" not in image.characteristics, "is marked as not to be moved")
        wanted = {"DYNAMIC_BASE", "NX_COMPAT"} | ({"HIGH_ENTROPY_VA"} if self.arch == "x64" else set())
        # Not NO_SEH: Windows would not call the handlers of x86 frames in this image. Not GUARD_CF: that
        # promises a table of the functions that are called through pointers. Not FORCE_INTEGRITY: unsigned
        # files would not load.
        self.that(image.dll_characteristics == wanted,
                  "is marked %s, not %s" % (sorted(image.dll_characteristics), sorted(wanted)))
        self.that(image.base % 0x10000 == 0, "its base %#x is not a multiple of 64 KB" % image.base)
        # What Windows makes of a base above 4 GB: the DLL is placed anywhere in the address space, below
        # it only in the first 2 GB.
        self.that((image.base > 0xFFFFFFFF) == (self.arch == "x64"), "its base %#x is for the other width" % image.base)
        self.that(self.code(image.entry), "its entry point %#x is not code" % image.entry)
        self.that(image.os_version <= (6, 1) and image.subsystem_version <= (6, 1),
                  "asks for Windows %s, %s" % (image.os_version, image.subsystem_version))
        self.that(image.symbols == 0, "has a table of symbols")
        self.that(image.checksum == image.true_checksum(),
                  "its checksum is %#x, not %#x" % (image.checksum, image.true_checksum()))

    def sections(self):
        image = self.image
        end = image.header_size
        for section in image.sections:
            name = section.name
            self.that(section.rva % image.section_alignment == 0 and section.rva >= end, name + " lies in what is before it")
            end = section.rva + section.size
            self.that(section.raw + section.raw_size <= len(image.data), name + " ends behind the file")
            self.that(section.raw % image.file_alignment == 0, name + " is not aligned in the file")
            self.that(section.flags & READ, name + " can't be read")
            self.that(not (section.flags & WRITE and section.flags & EXECUTE), name + " is writable code")
            self.that(bool(section.flags & EXECUTE) == (name == ".text"), name + " is code, or no code, against its name")
            self.that(not section.flags & SHARED, name + " is shared by processes")
            if name in (".rdata", ".edata", ".pdata", ".xdata", ".rsrc", ".eh_fram", ".reloc"):
                self.that(not section.flags & WRITE, name + " is writable")
        self.that(0 <= image.size - end < image.section_alignment, "its size %#x is not that of its sections" % image.size)

    def relocations(self):
        image, kind = self.image, KIND[self.arch]
        found = image.relocations()
        wrong_kind, outside, astray, in_code, overlapping, in_tls = [], [], [], [], [], []
        tls = image.tls()
        last, false = -8, 0
        for one in sorted(found, key=lambda one: one.rva):
            place = "%#x" % one.rva
            section = image.section(one.rva, image.word)
            good = one.kind == kind
            if not good:
                wrong_kind.append("%s is of kind %d" % (place, one.kind))
            if section is None:
                outside.append(place)
                good = False
            elif one.kind in (HIGHLOW, DIR64):
                value = image.address(one.rva) if good else image.read("<I", one.rva)[0]
                if not image.holds(value):
                    astray.append("%#x at %s" % (value, place))
                    good = False
                elif tls and tls.start_va <= value < tls.end_va and section.flags & EXECUTE:
                    # The template is the loader's; code asks for the thread's own copy by an offset.
                    in_tls.append(place)
                    good = False
            if section is not None and section.flags & EXECUTE and self.arch == "x64":
                in_code.append(place)
            if one.rva < last + image.word:
                overlapping.append(place)
            last = one.rva
            false += not good
        self.count(wrong_kind, "relocations of a kind that this machine does not know")
        self.count(outside, "relocations outside of the sections")
        self.count(astray, "relocations of what is no address in the image")
        self.count(in_tls, "addresses of the template of threads' storage in code")
        self.count(overlapping, "relocations that overlap")
        # Code for x64 counts from where it is; a relocation there would cost a page for each process.
        self.count(in_code, "relocations in code")
        self.that(len(found) > 1000, "has only %d relocations" % len(found))
        self.figures += ["%d relocations" % len(found), "%d false" % false]
        self.missing(found)

    def missing(self, found):
        """Words that look like addresses and would stay as they are. In x86 one word in 2,500 looks so by chance.

        So may one of what is told of frames, which lies together and has distances in the place of addresses."""
        if self.arch != "x64":
            return
        image, known, forgotten = self.image, {one.rva for one in found}, []
        told = [frame.info for frame in image.unwind_table()]
        of_frames = range(min(told, default=0), max(told, default=0))
        for section in image.sections:
            if section.flags & EXECUTE or section.name == ".reloc":
                continue
            whole = min(section.raw_size, section.size) // 8 * 8
            words = struct.unpack("<%dQ" % (whole // 8), image.bytes(section.rva, whole))
            forgotten += ["%#x at %#x" % (word, section.rva + 8 * n) for n, word in enumerate(words)
                          if image.base <= word < image.base + image.size and section.rva + 8 * n not in known
                          and section.rva + 8 * n not in of_frames]
        self.count(forgotten, "addresses without a relocation")

    def tls(self):
        image = self.image
        tls = image.tls()
        if tls is None:
            self.that(False, "has no storage of threads")
            return
        moved = {one.rva for one in image.relocations()}
        directory = image.directories["tls"][0]
        for n, what in enumerate(("start", "end", "index", "list of callbacks")):
            self.that(directory + n * image.word in moved, "the %s of threads' storage is not moved" % what)
        section = image.section(tls.start_va - image.base)
        self.that(section is not None and section.name == ".tls", "threads' storage does not begin in .tls")
        self.that(0 <= tls.end_va - tls.start_va <= section.size, "threads' storage does not end in .tls")
        index = image.section(tls.index_va - image.base, 4)
        self.that(index is not None and index.flags & WRITE, "the loader can't write the index of threads' storage")
        # Bits 20 to 23 are the alignment, as in a section of an object file; Windows 7 keeps to 8 or 16 bytes.
        self.that((tls.characteristics >> 20 & 15) <= 5, "threads' storage wants an alignment that Windows 7 lacks")
        self.that(tls.zero_fill == 0, "threads' storage counts on the loader for zeros")
        callbacks = image.tls_callbacks()
        self.that(callbacks, "no function is called when a thread ends")
        for n, va in enumerate(callbacks):
            self.that(self.code(va - image.base), "callback %#x is not code" % va)
            self.that(tls.callbacks_va - image.base + n * image.word in moved, "callback %#x is not moved" % va)
        self.figures.append("%d bytes of threads' storage, %d callbacks" % (tls.end_va - tls.start_va, len(callbacks)))

    def functions(self):
        """Exports are code of this DLL, and each has its line in the table by which frames are left."""
        image = self.image
        exports, stamp = image.exports()
        self.that(stamp == 0, "the exports bear the time %#x" % stamp)
        begin, size = image.directories["export"]
        for name, rva in exports.items():
            self.that(self.code(rva) and not begin <= rva < begin + size, name + " is no function of this DLL")
        table = image.unwind_table()
        if self.arch == "x86":
            self.that(not table, "has a table of frames that x86 does not know")
            return
        self.that(len(table) > 1000, "has only %d frames in its table" % len(table))
        last = 0
        for frame in table:
            ordered = last <= frame.begin < frame.end
            self.that(ordered and self.code(frame.begin), "the frame at %#x is not where it should be" % frame.begin)
            self.that(frame.info % 4 == 0, "the frame at %#x has no description" % frame.begin)
            # Version 1: 2 is for what Windows 7 does not know.
            self.that(image.bytes(frame.info, 1)[0] & 7 == 1, "the frame at %#x is described for a later Windows" % frame.begin)
            last = frame.end
        begins = {frame.begin for frame in table}
        leaves = [name for name, rva in exports.items() if rva not in begins]
        self.that(len(leaves) < len(exports) / 4, "%s have no frame" % ", ".join(leaves))
        self.figures.append("%d frames" % len(table))

    def protections(self):
        """Tables that promise the system something: none may be there half."""
        image = self.image
        for name in ("security", "debug", "bound_import", "delay_import", "clr", "architecture"):
            self.that(image.directories[name] == (0, 0), "has a table '%s'" % name)
        self.that(image.timestamp == 0, "bears the time %#x" % image.timestamp)
        config, size = image.directories["load_config"]
        self.that(size == 0, "has a load configuration (%d bytes at %#x), which was not looked at" % (size, config))
        at, size = image.directories["iat"]
        section = image.section(at, size) if size else None
        self.that(section is not None, "does not say where its imports are written")
        # The loader makes the table writable while it writes, and only the table.
        self.figures.append("%d imports" % sum(len(names) for names in image.imports().values()))

    def resources(self):
        image = self.image
        leaves, stamps = image.resources()
        self.that(not any(stamps), "the resources bear a time")
        found = Counter(leaf.path[:2] for leaf in leaves)
        self.that(found == Counter(RESOURCES.items()), "its resources are %s" % sorted(map(str, found)))
        with open("Cargo.toml", encoding="utf-8") as manifest:
            version = re.search(r'^version = "(.*)"', manifest.read(), re.M).group(1)
        numbers = [int(number) for number in re.split("[-+]", version)[0].split(".")] + [0]
        for leaf in leaves:
            content = image.bytes(leaf.rva, leaf.size)
            if leaf.path[0] == 16:
                at = content.find(struct.pack("<I", 0xFEEF04BD))
                self.that(at > 0, "the version resource has no numbers")
                high, low = struct.unpack_from("<II", content, at + 8)
                self.that([high >> 16, high & 0xFFFF, low >> 16, low & 0xFFFF] == numbers,
                          "the version resource is not of " + version)
                self.that(version.encode("utf-16-le") + b"\0\0" in content, "the version resource does not name " + version)
            else:
                self.that(content[:4] == b"MSFT", "the type library is none")


def main():
    arch, folder = sys.argv[1:3]
    with open(os.path.join(folder, "legacybridge.dll"), "rb") as file:
        image = Image(file.read())
    check = Check(arch, image)
    for part in (check.headers, check.sections, check.relocations, check.tls, check.functions,
                 check.protections, check.resources):
        part()
    print(", ".join(check.figures))
    return 1 if check.bad else 0


if __name__ == "__main__":
    sys.exit(main())
