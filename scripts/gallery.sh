#!/usr/bin/env bash
# Draws the pictures of docs/gallery.md, docs/gallery-documents.md and docs/gallery-html.md again.
#
# Input    the blocks ````markdown and ````html of the pages, each with the picture below it
# Output   docs/images/gallery/NAME.png, the page's text cut out (only the first page), 110 dots to the inch;
#          html-NAME.png: written HTML in Chromium beside written RTF in LibreOffice, 80 dots to the inch
# Needs    the program `legacybridge` (built here), LibreOffice, Chromium, pdftoppm and ImageMagick
set -euo pipefail
cd "$(dirname "$0")/.."
for tool in cargo soffice chromium pdftoppm convert; do
  command -v "$tool" >/dev/null 2>&1 || { echo "gallery: $tool is missing (packages libreoffice-writer, chromium, poppler-utils, imagemagick)"; exit 1; }
done
cargo build --release --features cli
program="${CARGO_TARGET_DIR:-target}/release/legacybridge"
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT

# The source of each picture stands above it.
awk -v work="$work" '
  /^````(markdown|html)$/ { inside = 1; text = ""; ending = /html/ ? "html" : "md"; next }
  /^````$/ { inside = 0; next }
  inside { text = text $0 "\n"; next }
  match($0, /images\/gallery\/[a-z-]+\.png/) {
    name = substr($0, RSTART + 15, RLENGTH - 19)
    printf "%s", text > (work "/" name "." ending)
  }' docs/gallery.md docs/gallery-documents.md docs/gallery-html.md

options="Alerts=Yes;DefinitionLists=Yes;Math=Yes;Highlight=Yes"
mkdir -p docs/images/gallery
for source in "$work"/*.md "$work"/html-*.html; do
  case "$source" in
    */html-*) more=";Html=Convert" ;;
    *) more="" ;;
  esac
  "$program" "$source" -o "${source%.*}.rtf" --options "$options$more"
  if [ -n "$more" ]; then
    "$program" "$source" -t html -o "${source%.*}.page" --options "$options$more;HtmlOut=Page"
    mv "${source%.*}.page" "${source%.*}.page.html"
    timeout 60 chromium --headless --no-sandbox --disable-gpu --hide-scrollbars --force-device-scale-factor=0.85 --window-size=620,1000 \
      --screenshot="${source%.*}.browser.png" "file://${source%.*}.page.html" >/dev/null 2>&1
  fi
done
# A short page brings the note near its text.
sed -i "s/\\\\paperh[0-9]*/\\\\paperh4400/" "$work/footnotes.rtf"
sed -i "s/\\\\paperh[0-9]*/\\\\paperh6400/" "$work/html-clipboard-word.rtf"
soffice --headless -env:UserInstallation="file://$work/profile" --convert-to pdf --outdir "$work" "$work"/*.rtf >/dev/null 2>&1
for pdf in "$work"/*.pdf; do
  name="$(basename "$pdf" .pdf)"
  if [ -f "$work/$name.browser.png" ]; then
    pdftoppm -r 80 -png -f 1 -l 1 -singlefile "$pdf" "$work/$name"
    for side in "$name.browser" "$name"; do
      convert "$work/$side.png" -trim -bordercolor white -border 10x10 +repage "$work/$side.png"
    done
    convert "$work/$name.browser.png" "$work/$name.png" -background white -gravity north +smush 30 "$work/$name.png"
  else
    pdftoppm -r 110 -png -f 1 -l 1 -singlefile "$pdf" "$work/$name"
  fi
  convert "$work/$name.png" -trim -bordercolor white -border 14x14 +repage -strip \
    +dither -colors 64 -define png:compression-level=9 "docs/images/gallery/$name.png"
  echo "docs/images/gallery/$name.png"
done
