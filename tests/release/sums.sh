#!/bin/bash
# Sums, the list, and archives that can be read whole.
set -eu
. "$TEST/programs.sh"
(cd "$ARTEFACTS" && sha256sum -c --quiet SHA256SUMS) || fail "SHA256SUMS"
# The folders of the machine it was made on.
python3 - "$ARTEFACTS" "$HOME/.cargo" "$PROJECT" <<'END'
import hashlib, json, os, sys, tarfile, zipfile
folder = sys.argv[1]
told = json.load(open(os.path.join(folder, "release.json")))
files = {item["file"] for item in told["artefacts"]} | {"release.json", "SHA256SUMS"}
assert files == set(os.listdir(folder)), files ^ set(os.listdir(folder))
for item in told["artefacts"]:
    path = os.path.join(folder, item["file"])
    data = open(path, "rb").read()
    assert len(data) == item["bytes"] and hashlib.sha256(data).hexdigest() == item["sha256"], item
    # Nothing of the machine that made it; what is packed is looked at unpacked.
    contents = {"": data}
    if path.endswith((".zip", ".whl", ".nupkg")):
        archive = zipfile.ZipFile(path)
        assert archive.testzip() is None
        contents = {name: archive.read(name) for name in archive.namelist()}
    elif path.endswith(".tar.gz"):
        with tarfile.open(path) as archive:
            contents = {m.name: archive.extractfile(m).read() for m in archive if m.isfile()}
            assert {m.mtime for m in archive} <= {told["source_date_epoch"], 1580601600, 1153704088}, {m.mtime for m in archive}
    for name, content in contents.items():
        for word in sys.argv[2:]:
            assert word.encode() not in content, (item["file"], name, word)
END
echo "ok"
