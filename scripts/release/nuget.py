"""What a NuGet package needs beside its files.

    nuget.py same FILE                 takes time and random identifier out of an assembly: the source alone decides its bytes
    nuget.py pack FOLDER VERSION OUT   the package of a folder, with nuspec and the parts of its container
"""

import hashlib
import os
import struct
import sys
import time
import zipfile

NUSPEC = """<?xml version="1.0" encoding="utf-8"?>
<package xmlns="http://schemas.microsoft.com/packaging/2013/05/nuspec.xsd">
  <metadata>
    <id>LegacyBridge</id>
    <version>{version}</version>
    <title>LegacyBridge</title>
    <authors>LegacyBridge</authors>
    <requireLicenseAcceptance>false</requireLicenseAcceptance>
    <license type="expression">MIT OR Apache-2.0</license>
    <licenseUrl>https://licenses.nuget.org/MIT%20OR%20Apache-2.0</licenseUrl>
    <readme>README.md</readme>
    <description>Converts RTF and Markdown into each other, inside the process: the library for Windows and Linux, and its classes.</description>
    <tags>rtf markdown richtextbox converter</tags>
    <dependencies>
      <group targetFramework=".NETFramework4.6.1" />
      <group targetFramework=".NETStandard2.0" />
    </dependencies>
  </metadata>
</package>
"""

RELATIONS = """<?xml version="1.0" encoding="utf-8"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
  <Relationship Type="http://schemas.microsoft.com/packaging/2010/07/manifest" Target="/LegacyBridge.nuspec" Id="R1" />
</Relationships>
"""

TYPES = """<?xml version="1.0" encoding="utf-8"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
  <Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml" />
{rows}
</Types>
"""


def same(file):
    with open(file, "rb") as data:
        image = bytearray(data.read())
    header = struct.unpack_from("<I", image, 60)[0]
    struct.pack_into("<I", image, header + 8, 0)
    root = image.index(b"BSJB")
    length = struct.unpack_from("<I", image, root + 12)[0]
    at = root + 16 + length
    streams = struct.unpack_from("<H", image, at + 2)[0]
    at += 4
    for _ in range(streams):
        offset, size = struct.unpack_from("<II", image, at)
        end = image.index(0, at + 8)
        name = image[at + 8:end]
        if name == b"#GUID":
            place = root + offset
            image[place:place + size] = bytes(size)
            image[place:place + 16] = hashlib.sha256(image).digest()[:16]
        at = end + 4 - (end - at - 8) % 4
    with open(file, "wb") as data:
        data.write(image)


def pack(folder, version, out):
    files = []
    for root, _, names in os.walk(folder):
        files += [os.path.relpath(os.path.join(root, name), folder).replace(os.sep, "/") for name in names]
    contents = {}
    for name in files:
        with open(os.path.join(folder, name), "rb") as file:
            contents[name] = file.read()
    contents["LegacyBridge.nuspec"] = NUSPEC.format(version=version).encode()
    contents["_rels/.rels"] = RELATIONS.encode()
    kinds = sorted({name.rsplit(".", 1)[1] for name in contents if "." in name.rsplit("/", 1)[-1]} - {"rels"})
    rows = [f'  <Default Extension="{kind}" ContentType="application/octet" />' for kind in kinds]
    rows += [f'  <Override PartName="/{name}" ContentType="application/octet" />'
             for name in sorted(contents) if "." not in name.rsplit("/", 1)[-1]]
    contents["[Content_Types].xml"] = TYPES.format(rows="\n".join(rows)).encode()
    stamp = time.gmtime(int(os.environ["SOURCE_DATE_EPOCH"]))[:6]
    with zipfile.ZipFile(out, "w") as archive:
        for name in sorted(contents):
            info = zipfile.ZipInfo(name, stamp)
            info.create_system = 0
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, contents[name], compresslevel=9)


{"same": same, "pack": pack}[sys.argv[1]](*sys.argv[2:])
