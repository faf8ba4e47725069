#!/usr/bin/env bash
# A Debian package: deb.sh OUT lib|dev|command amd64|arm64
set -euo pipefail
. "$(dirname "$0")/lib.sh"
. "$RELEASE/windows-tree.sh"
kind="$2" arch="$3"
cpu=x86_64 folder=x64
[ "$arch" = amd64 ] || cpu=aarch64 folder=arm64
tree="$WORK/tree"
so="$PARTS/linux-$folder/liblegacybridge.so.$VERSION"
files() { LIBDIR="/lib/$cpu-linux-gnu" PREFIX=/usr DESTDIR="$tree" "$PROJECT/scripts/install.sh" >/dev/null; }

long=" LegacyBridge turns RTF, as Word, WordPad and RichEdit controls write it, into
 Markdown and back, and says what could not be kept."
section=libs depends= more=
case "$kind" in
  lib)
    package=liblegacybridge1 title="RTF to Markdown and back, shared library"
    depends="libc6 (>= 2.17)" more="Multi-Arch: same"
    LIBRARY="$so" STATIC=none COMMAND=none HEADERS=no files
    ;;
  dev)
    package=liblegacybridge-dev title="RTF to Markdown and back, for programs in C and C++" section=libdevel
    depends="liblegacybridge1 (= $VERSION-1), libc6-dev" more="Multi-Arch: same"
    LIBRARY="$so" STATIC="$PARTS/linux-$folder/liblegacybridge.a" COMMAND=none RUNTIME=no files
    ;;
  command)
    package=legacybridge title="RTF to Markdown and back, command line" section=text
    LIBRARY=none STATIC=none COMMAND="$PARTS/cli-linux-$folder/legacybridge" files
    mkdir -p "$tree/usr/share/doc/$package/examples"
    mv "$tree/usr/share/legacybridge/_legacybridge.ps1" "$tree/usr/share/doc/$package/examples/"
    rmdir "$tree/usr/share/legacybridge"
    mv "$tree/usr/share/fish/vendor_completions.d/legacybridge.fish" "$WORK/"
    rm -r "$tree/usr/share/fish"
    command install -Dm644 "$WORK/legacybridge.fish" "$tree/usr/share/fish/vendor_completions.d/legacybridge.fish"
    mkdir -p "$tree/usr/share/zsh/vendor-completions"
    mv "$tree/usr/share/zsh/site-functions/_legacybridge" "$tree/usr/share/zsh/vendor-completions/"
    rmdir "$tree/usr/share/zsh/site-functions"
    gzip -9n "$tree/usr/share/man/man1/legacybridge.1"
    ;;
esac

doc="$tree/usr/share/doc/$package"
mkdir -p "$doc" "$tree/DEBIAN"
licences "$WORK" "$cpu-unknown-linux-gnu"
{
  echo "LegacyBridge is MIT or Apache-2.0, as you like."
  echo
  cat "$PROJECT/LICENSE-MIT"
  echo
  echo "The text of Apache-2.0 is /usr/share/common-licenses/Apache-2.0."
  echo
  cat "$WORK/licences/NOTICES.txt"
} >"$doc/copyright"
{
  printf '%s (%s-1) unstable; urgency=low\n\n  * See CHANGELOG.md of LegacyBridge.\n\n' "$package" "$VERSION"
  printf ' -- LegacyBridge <legacybridge@localhost>  %s\n' "$(date -R -u -d "@$SOURCE_DATE_EPOCH")"
} | gzip -9n >"$doc/changelog.Debian.gz"

cat >"$tree/DEBIAN/control" <<END
Package: $package
Version: $VERSION-1
Architecture: $arch
Maintainer: LegacyBridge <legacybridge@localhost>
Installed-Size: $(du -sk --apparent-size --exclude=DEBIAN "$tree" | cut -f1)
${depends:+Depends: $depends
}Section: $section
Priority: optional
${more:+$more
}Description: $title
$long
END
sed -i '/^$/d' "$tree/DEBIAN/control"
if [ "$kind" = lib ]; then
  echo "liblegacybridge 1 liblegacybridge1 (>= $VERSION)" >"$tree/DEBIAN/shlibs"
  echo "activate-noawait ldconfig" >"$tree/DEBIAN/triggers"
fi
(cd "$tree" && find usr -type f -print0 | sort -z | xargs -0 md5sum >DEBIAN/md5sums)
find "$tree" -type d -exec chmod 755 {} +
find "$tree" -type f ! -path '*/bin/*' -exec chmod 644 {} +
find "$tree" -exec touch -h -d "@$SOURCE_DATE_EPOCH" {} +
# One thread and fixed settings: the same bytes everywhere.
dpkg-deb --root-owner-group -Zxz -z6 --threads-max=1 --build "$tree" "$1" >/dev/null 2>&1 ||
  dpkg-deb --root-owner-group -Zxz -z6 --build "$tree" "$1" >/dev/null
