# The folder that the Windows ZIP and setup.exe bring; sourced, not run.
#
# Shape    windows_tree FOLDER fills it. Names are those of the repository, so that the guides are right in both.

windows_tree() {
  local out="$1" arch folder
  for arch in x86 x64; do
    mkdir -p "$out/$arch"
    cp "$PARTS/windows/$arch"/{legacybridge.dll,legacybridge.exe,legacybridge.lib,liblegacybridge.dll.a,legacybridge.def,LegacyBridge.Com.manifest} "$out/$arch/"
  done
  mkdir "$out/include"
  cp "$PARTS/windows"/legacybridge.h "$PARTS/windows"/legacybridge.hpp "$PARTS/windows"/legacybridge_com.h "$out/include/"
  for folder in bindings packaging/delphi examples-c; do # what git knows, without tests and what is packed of its own
    (cd "$PROJECT" && git ls-files -z -- "$folder" | grep -zv -e '/tests/' -e '^bindings/wasm/' | xargs -0 cp --parents -t "$out")
  done
  tool python "$RELEASE/guides.py" "$PROJECT" "$out" "$VERSION"
  licences "$out" x86_64-pc-windows-gnu
  sed -i 's/$/\r/' "$out"/licences/LICENSE-* "$out/licences/NOTICES.txt" # Windows 7's Notepad knows no other line ends
  find "$out" -type f -exec chmod 644 {} +
  chmod 755 "$out"/x*/*.exe "$out"/x*/*.dll
}

# licences FOLDER TARGET… : our licences, the notices of what is linked for the targets, the bill of materials
licences() {
  local folder="$1/licences"
  shift
  mkdir -p "$folder"
  cp "$PROJECT/LICENSE-MIT" "$PROJECT/LICENSE-APACHE" "$folder/"
  . "$PROJECT/scripts/windows/toolchain.sh"
  find_rust
  PATH="$RUST_BIN:$PATH" TOOLS="${TOOLS:-}" python3 "$RELEASE/notices.py" notices "$PROJECT" "$@" >"$folder/NOTICES.txt"
  PATH="$RUST_BIN:$PATH" python3 "$RELEASE/notices.py" sbom "$PROJECT" "$@" >"$folder/legacybridge.cdx.json"
}
