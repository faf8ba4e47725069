"""Conan 2: `conan create packaging/conan` in the source builds with cargo (Rust 1.88 or later); with
LEGACYBRIDGE_PREFIX=FOLDER it packs an unpacked legacybridge-V-linux-*.tar.gz instead."""

import os
import re

from conan import ConanFile
from conan.errors import ConanException
from conan.tools.files import copy


class LegacyBridge(ConanFile):
    name = "legacybridge"
    license = "MIT OR Apache-2.0"
    description = "Converts RTF and Markdown into each other"
    topics = ("rtf", "markdown", "richedit")
    settings = "os", "arch", "compiler", "build_type"
    package_type = "library"
    options = {"shared": [True, False]}
    default_options = {"shared": True}

    @property
    def _source(self):
        return os.path.normpath(os.path.join(self.recipe_folder, "..", ".."))

    def set_version(self):
        with open(os.path.join(self._source, "Cargo.toml"), encoding="utf-8") as manifest:
            self.version = re.search(r'^version = "(.*)"', manifest.read(), re.M).group(1)

    def configure(self):
        # The interface is C: neither the C++ library nor its standard matter.
        self.settings.rm_safe("compiler.libcxx")
        self.settings.rm_safe("compiler.cppstd")

    def export_sources(self):
        for pattern in ("Cargo.toml", "Cargo.lock", "build.rs", "src/*", "include/*", "benches/*", "tests/memory/*",
                        "tests/kit/*", ".cargo/*", "LICENSE-*"):
            copy(self, pattern, self._source, self.export_sources_folder)

    def build(self):
        if os.environ.get("LEGACYBRIDGE_PREFIX"):
            return
        kind = "cdylib" if self.options.shared else "staticlib"
        target = os.path.join(self.build_folder, "cargo")
        self.run(f'cargo rustc --release --locked --lib --crate-type {kind} --target-dir "{target}"',
                 cwd=self.source_folder)

    def package(self):
        copy(self, "LICENSE-*", self.source_folder, os.path.join(self.package_folder, "licenses"))
        for name in ("legacybridge.h", "legacybridge.hpp"):
            copy(self, name, os.path.join(self.source_folder, "include"), os.path.join(self.package_folder, "include"))
        prefix = os.environ.get("LEGACYBRIDGE_PREFIX")
        folder = os.path.join(prefix, "lib") if prefix else os.path.join(self.build_folder, "cargo", "release")
        target = os.path.join(self.package_folder, "lib")
        patterns = ["liblegacybridge.so*", "legacybridge.dll.lib"] if self.options.shared else ["liblegacybridge.a", "legacybridge.lib"]
        copied = [file for pattern in patterns for file in copy(self, pattern, folder, target)]
        if self.options.shared and self.settings.os == "Windows":
            copied += copy(self, "legacybridge.dll", folder, os.path.join(self.package_folder, "bin"))
        if not copied:
            raise ConanException(f"{folder} has no library")
        name = os.path.join(target, "liblegacybridge.so.1")
        if self.options.shared and self.settings.os == "Linux" and not os.path.exists(name):
            os.symlink("liblegacybridge.so", name)

    def package_info(self):
        self.cpp_info.libs = ["legacybridge"]
        self.cpp_info.set_property("cmake_target_name",
                                   "legacybridge::legacybridge" if self.options.shared else "legacybridge::static")
        if self.settings.os == "Linux" and not self.options.shared:
            self.cpp_info.system_libs = ["pthread", "m", "dl", "rt"]
