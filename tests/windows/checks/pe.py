"""Reads a PE file as the loader of Windows does: headers, sections, and the tables they point at.

Input   the bytes of a DLL or EXE, 32 or 64 bit.
Output  `Image` with attributes and lists; addresses are RVAs (offsets in the loaded image) but where
        a name says `va`, which has the preferred base in it.
Errors  `Malformed`, with what is wrong, where a table does not lie in the file.
Source  "PE Format", learn.microsoft.com/windows/win32/debug/pe-format.
"""

import struct
from collections import namedtuple

EXECUTE, READ, WRITE, SHARED = 0x20000000, 0x40000000, 0x80000000, 0x10000000
MACHINES = {0x14C: "x86", 0x8664: "x64"}
CHARACTERISTICS = {0x0001: "RELOCS_STRIPPED", 0x0002: "EXECUTABLE", 0x0020: "LARGE_ADDRESS_AWARE", 0x2000: "DLL"}
DLL_CHARACTERISTICS = {
    0x0020: "HIGH_ENTROPY_VA", 0x0040: "DYNAMIC_BASE", 0x0080: "FORCE_INTEGRITY", 0x0100: "NX_COMPAT",
    0x0200: "NO_ISOLATION", 0x0400: "NO_SEH", 0x0800: "NO_BIND", 0x1000: "APPCONTAINER",
    0x2000: "WDM_DRIVER", 0x4000: "GUARD_CF", 0x8000: "TERMINAL_SERVER_AWARE",
}
DIRECTORIES = ["export", "import", "resource", "exception", "security", "relocation", "debug", "architecture",
               "global", "tls", "load_config", "bound_import", "iat", "delay_import", "clr", "reserved"]
ABSOLUTE, HIGHLOW, DIR64 = 0, 3, 10

Section = namedtuple("Section", "name rva size raw raw_size flags")
Relocation = namedtuple("Relocation", "kind rva")
Tls = namedtuple("Tls", "start_va end_va index_va callbacks_va zero_fill characteristics")
Unwind = namedtuple("Unwind", "begin end info")
Resource = namedtuple("Resource", "path rva size")


class Malformed(Exception):
    pass


class Image:
    def __init__(self, data):
        self.data = data
        if data[:2] != b"MZ":
            raise Malformed("no MZ")
        pe = self._file("<I", 0x3C)[0]
        if data[pe:pe + 4] != b"PE\0\0":
            raise Malformed("no PE header")
        machine, count, self.timestamp, self.symbols, _, optional, flags = self._file("<HHIIIHH", pe + 4)
        self.arch = MACHINES.get(machine, hex(machine))
        self.characteristics = _names(flags, CHARACTERISTICS)
        at = pe + 24
        self.wide = self._file("<H", at)[0] == 0x20B
        self.word = 8 if self.wide else 4
        self.entry = self._file("<I", at + 16)[0]
        self.base = self._file("<Q", at + 24)[0] if self.wide else self._file("<I", at + 28)[0]
        self.section_alignment, self.file_alignment = self._file("<II", at + 32)
        self.os_version = self._file("<HH", at + 40)
        self.subsystem_version = self._file("<HH", at + 48)
        self.size, self.header_size, self.checksum = self._file("<III", at + 56)
        self.checksum_at = at + 64
        self.dll_characteristics = _names(self._file("<H", at + 70)[0], DLL_CHARACTERISTICS)
        table = at + (108 if self.wide else 92)
        entries = min(self._file("<I", table)[0], len(DIRECTORIES))
        self.directories = {name: (0, 0) for name in DIRECTORIES}
        for n in range(entries):
            self.directories[DIRECTORIES[n]] = self._file("<II", table + 4 + 8 * n)
        self.sections = []
        for n in range(count):
            name, size, rva, raw_size, raw, _, _, _, _, flags = self._file("<8sIIIIIIHHI", at + optional + 40 * n)
            self.sections.append(Section(name.rstrip(b"\0").decode("latin-1"), rva, size, raw, raw_size, flags))

    def _file(self, form, offset):
        try:
            return struct.unpack_from(form, self.data, offset)
        except struct.error:
            raise Malformed("a header lies outside the file") from None

    def section(self, rva, length=1):
        """The section that holds these bytes of the loaded image, or None."""
        for section in self.sections:
            if section.rva <= rva and rva + length <= section.rva + section.size:
                return section
        return None

    def bytes(self, rva, length):
        """Bytes of the loaded image: what the file lacks of a section is zeros."""
        section = self.section(rva, length)
        if section is None:
            raise Malformed("%d bytes at %#x lie in no section" % (length, rva))
        begin = rva - section.rva
        end = min(begin + length, section.raw_size)
        there = self.data[section.raw + begin:section.raw + end] if begin < end else b""
        return there + bytes(length - len(there))

    def read(self, form, rva):
        return struct.unpack(form, self.bytes(rva, struct.calcsize(form)))

    def address(self, rva):
        """The word at this place: an address where a relocation is."""
        return self.read("<Q" if self.wide else "<I", rva)[0]

    def string(self, rva):
        text = bytearray()
        while True:
            (byte,) = self.bytes(rva + len(text), 1)
            if byte == 0:
                return text.decode("latin-1")
            text.append(byte)

    def holds(self, va):
        """Whether this address lies in the image at its preferred base, or just behind its last byte."""
        return self.base <= va <= self.base + self.size

    def relocations(self):
        begin, size = self.directories["relocation"]
        found, at = [], begin
        while at < begin + size:
            page, length = self.read("<II", at)
            if length < 8 or length % 4 or at + length > begin + size:
                raise Malformed("a block of relocations of %d bytes at %#x" % (length, at))
            for (entry,) in struct.iter_unpack("<H", self.bytes(at + 8, length - 8)):
                found.append(Relocation(entry >> 12, page + (entry & 0xFFF)))
            at += length
        return [one for one in found if one.kind != ABSOLUTE]

    def tls(self):
        begin, size = self.directories["tls"]
        if not size:
            return None
        return Tls(*self.read("<QQQQII" if self.wide else "<IIIIII", begin))

    def tls_callbacks(self):
        """Their addresses, with the preferred base in them; the list ends with a zero."""
        found, at = [], self.tls().callbacks_va
        while at:
            va = self.address(at - self.base)
            if va == 0:
                break
            found.append(va)
            at += self.word
        return found

    def imports(self):
        """DLL names, in lower case, with the functions taken from each."""
        at, found = self.directories["import"][0], {}
        while at:
            names, stamp, _, dll, table = self.read("<IIIII", at)
            if dll == 0:
                break
            functions, entry = [], names or table
            while True:
                value = self.address(entry)
                if value == 0:
                    break
                by_number = value >> (8 * self.word - 1)
                functions.append("#%d" % (value & 0xFFFF) if by_number else self.string((value & 0x7FFFFFFF) + 2))
                entry += self.word
            found.setdefault(self.string(dll).lower(), []).extend(functions)
            if stamp:
                raise Malformed("%s is bound (time %#x)" % (self.string(dll), stamp))
            at += 20
        return found

    def exports(self):
        """Names with their addresses, and the time that the table bears."""
        begin, size = self.directories["export"]
        if not size:
            return {}, 0
        _, stamp, _, _, _, _, _, count, functions, names, ordinals = self.read("<IIHHIIIIIII", begin)
        found = {}
        for n in range(count):
            (name,), (number,) = self.read("<I", names + 4 * n), self.read("<H", ordinals + 2 * n)
            found[self.string(name)] = self.read("<I", functions + 4 * number)[0]
        return found, stamp

    def unwind_table(self):
        begin, size = self.directories["exception"]
        return [Unwind(*self.read("<III", begin + 12 * n)) for n in range(size // 12)]

    def resources(self):
        """Leaves with their paths (type, name, language), and the times of all folders."""
        begin, size = self.directories["resource"]
        leaves, stamps = [], []
        folders = [(begin, ())] if size else []
        while folders:
            at, path = folders.pop()
            _, stamp, _, _, named, numbered = self.read("<IIHHHH", at)
            stamps.append(stamp)
            for n in range(named + numbered):
                name, place = self.read("<II", at + 16 + 8 * n)
                if name >> 31:
                    (length,) = self.read("<H", begin + (name & 0x7FFFFFFF))
                    name = self.bytes(begin + (name & 0x7FFFFFFF) + 2, 2 * length).decode("utf-16-le")
                if place >> 31:
                    folders.append((begin + (place & 0x7FFFFFFF), path + (name,)))
                else:
                    leaves.append(Resource(path + (name,), *self.read("<II", begin + place)))
        return leaves, stamps

    def true_checksum(self):
        """The sum of the file's 16-bit words with the carries added, the field itself left out, and the length."""
        data = self.data[:self.checksum_at] + bytes(4) + self.data[self.checksum_at + 4:]
        data += bytes(len(data) % 2)
        total = sum(struct.unpack("<%dH" % (len(data) // 2), data))
        while total > 0xFFFF:
            total = (total & 0xFFFF) + (total >> 16)
        return total + len(self.data)


def _names(flags, table):
    return {name for bit, name in table.items() if flags & bit}
