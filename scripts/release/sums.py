"""release.json and SHA256SUMS of a folder of artefacts: sums.py FOLDER VERSION, the rows of artefacts.list as input."""

import hashlib
import json
import os
import sys

folder, version = sys.argv[1:]
listed = []
for row in sys.stdin.read().splitlines():
    name, file, _, _, what = row.split("|")
    with open(os.path.join(folder, file), "rb") as data:
        content = data.read()
    listed.append({
        "name": name,
        "file": file,
        "what": what,
        "bytes": len(content),
        "sha256": hashlib.sha256(content).hexdigest(),
    })
names = sorted(item["file"] for item in listed)
if names != sorted(os.listdir(folder)):
    sys.exit(f"release: artefacts.list and {folder} differ: {set(names) ^ set(os.listdir(folder))}")
epoch = int(os.environ["SOURCE_DATE_EPOCH"])
release = {"product": "LegacyBridge", "version": version, "source_date_epoch": epoch, "artefacts": listed}
with open(os.path.join(folder, "release.json"), "w", encoding="ascii", newline="\n") as out:
    json.dump(release, out, indent=1)
    out.write("\n")
with open(os.path.join(folder, "release.json"), "rb") as data:
    own = hashlib.sha256(data.read()).hexdigest()
sums = [(item["file"], item["sha256"]) for item in listed] + [("release.json", own)]
with open(os.path.join(folder, "SHA256SUMS"), "w", encoding="ascii", newline="\n") as out:
    out.writelines(f"{sha}  {file}\n" for file, sha in sorted(sums))
