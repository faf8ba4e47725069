"""Puts the library into the package and names the wheel after the system it is for.

Where it comes from, in this order:
  LEGACYBRIDGE_PREBUILT  the path of a library, with LEGACYBRIDGE_TAG such as win_amd64: what a release does;
  the package's folder   a library that was copied to legacybridge/ before;
  cargo                  the library is built here: the source distribution has Rust's source in rust/, a clone
                         of the repository in ../.. (Rust 1.88 or later).

A source distribution takes the source from LEGACYBRIDGE_CRATE, the unpacked package of cargo; in a clone, where
that is not said, what cargo would pack.
"""

import os
import shutil
import subprocess
import sys
import sysconfig

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

NAMES = ("liblegacybridge.so", "liblegacybridge.so.1", "liblegacybridge.dylib", "legacybridge.dll")


class CustomBuildHook(BuildHookInterface):
    """Hatchling calls it for each wheel and each source distribution."""

    def initialize(self, version, build_data):
        if self.target_name == "sdist":
            crate = os.environ.get("LEGACYBRIDGE_CRATE")
            build_data["force_include"].update({crate: "rust"} if crate else self.packed())
            return
        if version == "editable":
            return
        build_data["pure_python"] = False
        platform = sysconfig.get_platform().replace("-", "_").replace(".", "_")
        build_data["tag"] = "py3-none-" + os.environ.get("LEGACYBRIDGE_TAG", platform)
        prebuilt = os.environ.get("LEGACYBRIDGE_PREBUILT")
        if prebuilt:
            name = "legacybridge.dll" if prebuilt.endswith(".dll") else "liblegacybridge.so"
            build_data["force_include"][prebuilt] = "legacybridge/" + name
            return
        package = os.path.join(self.root, "legacybridge")
        if any(os.path.exists(os.path.join(package, *folder, name))
               for name in NAMES for folder in ((), ("x86",), ("x64",))):
            return
        built = self.build()
        build_data["force_include"][built] = "legacybridge/" + os.path.basename(built)

    def packed(self):
        """What cargo packs of the clone, each with its place in the source distribution."""
        clone = os.path.abspath(os.path.join(self.root, "..", ".."))
        if not os.path.exists(os.path.join(clone, "Cargo.toml")) or not shutil.which("cargo"):
            raise SystemExit("a source distribution needs LEGACYBRIDGE_CRATE, or a clone of the repository and cargo")
        listed = subprocess.run(
            ["cargo", "package", "--list", "--allow-dirty"], cwd=clone, check=True, stdout=subprocess.PIPE, text=True)
        # Cargo makes some files itself; those of the clone do as well.
        names = [name for name in listed.stdout.splitlines() if os.path.isfile(os.path.join(clone, name))]
        return {os.path.join(clone, name): os.path.join("rust", name) for name in names}

    def build(self):
        """The library that cargo makes of the source."""
        for folder in ("rust", os.path.join("..", "..")):
            source = os.path.abspath(os.path.join(self.root, folder))
            if os.path.exists(os.path.join(source, "Cargo.toml")):
                break
        else:
            raise SystemExit("there is neither a library in legacybridge/ nor the source to build it from")
        if not shutil.which("cargo"):
            raise SystemExit("LegacyBridge has no wheel for this system, and building it needs Rust 1.88 or later: cargo was not found")
        target = os.path.join(self.directory, "cargo")
        subprocess.run(["cargo", "rustc", "--release", "--locked", "--lib", "--crate-type", "cdylib",
                        "--target-dir", target], cwd=source, check=True, stdout=sys.stderr)
        for name in NAMES:
            path = os.path.join(target, "release", name)
            if os.path.exists(path):
                return path
        raise SystemExit("cargo made no library that is known here")
