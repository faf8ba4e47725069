"""Fills the recipes of package managers: recipes.py dist/release URL OUT

Input   release.json of the release, and the address below which its artefacts lie
Output  OUT has packaging/vcpkg, winget, chocolatey and homebrew with version, addresses and sums
"""

import json
import os
import re
import sys


def main():
    release, url, out = sys.argv[1:]
    with open(os.path.join(release, "release.json"), encoding="utf-8") as file:
        told = json.load(file)
    sums = {item["name"]: item["sha256"] for item in told["artefacts"]}
    packaging = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "packaging")
    for folder in ("vcpkg", "winget", "chocolatey", "homebrew"):
        for root, _, names in os.walk(os.path.join(packaging, folder)):
            for name in sorted(names):
                with open(os.path.join(root, name), encoding="utf-8") as file:
                    text = file.read()
                text = text.replace("@VERSION@", told["version"]).replace("@URL@", url.rstrip("/"))
                text = re.sub(r"@SHA256:([\w-]+)@", lambda found: sums[found.group(1)], text)
                target = os.path.join(out, os.path.relpath(root, packaging), name.removesuffix(".in"))
                os.makedirs(os.path.dirname(target), exist_ok=True)
                with open(target, "w", encoding="utf-8", newline="\n") as file:
                    file.write(text)


main()
