#!/usr/bin/env bash
# Draws the pictures of docs/gallery.md and docs/gallery-documents.md again.
#
# Input    the blocks ````markdown of the pages, each with the picture below it
# Output   docs/images/gallery/NAME.png, the page's text cut out (only the first page), 110 dots to the inch
# Needs    the program `legacybridge` (built here), LibreOffice, pdftoppm and ImageMagick
set -euo pipefail
cd "$(dirname "$0")/.."
for tool in cargo soffice pdftoppm convert; do
  command -v "$tool" >/dev/null 2>&1 || { echo "gallery: $tool is missing (packages libreoffice-writer, poppler-utils, imagemagick)"; exit 1; }
done
cargo build --release --features cli
program="${CARGO_TARGET_DIR:-target}/release/legacybridge"
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT

# The source of each picture stands above it.
awk -v work="$work" '
  /^````markdown$/ { inside = 1; text = ""; next }
  /^````$/ { inside = 0; next }
  inside { text = text $0 "\n"; next }
  match($0, /images\/gallery\/[a-z-]+\.png/) {
    name = substr($0, RSTART + 15, RLENGTH - 19)
    printf "%s", text > (work "/" name ".md")
  }' docs/gallery.md docs/gallery-documents.md

options="Alerts=Yes;DefinitionLists=Yes;Math=Yes;Highlight=Yes"
mkdir -p docs/images/gallery
for source in "$work"/*.md; do
  "$program" "$source" -o "${source%.md}.rtf" --options "$options"
done
# A short page brings the note near its text.
sed -i "s/\\\\paperh[0-9]*/\\\\paperh4400/" "$work/footnotes.rtf"
soffice --headless -env:UserInstallation="file://$work/profile" --convert-to pdf --outdir "$work" "$work"/*.rtf >/dev/null 2>&1
for pdf in "$work"/*.pdf; do
  name="$(basename "$pdf" .pdf)"
  pdftoppm -r 110 -png -f 1 -l 1 -singlefile "$pdf" "$work/$name"
  convert "$work/$name.png" -trim -bordercolor white -border 14x14 +repage -strip \
    +dither -colors 64 -define png:compression-level=9 "docs/images/gallery/$name.png"
  echo "docs/images/gallery/$name.png"
done
