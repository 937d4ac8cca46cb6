#!/bin/sh
# Makes a Debian package of the built program.
#
#   sh deb.sh BUILT OUTPUT-FOLDER
set -eu
built=$1 output=$2
here=$(cd "$(dirname "$0")/../.." && pwd)
version=$("$built/stemma" --version | cut -d' ' -f1)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
root=$work/root
mkdir -p "$root/DEBIAN" "$work/debian" "$output"
chmod 755 "$root"

sh "$here/.ci/packaging/install.sh" "$built" "$root" /usr
strip --strip-unneeded "$root/usr/bin/stemma"

# Debian's places: completions of zsh, the licence as copyright, a changelog that is compressed.
mkdir -p "$root/usr/share/zsh/vendor-completions"
mv "$root/usr/share/zsh/site-functions/_stemma" "$root/usr/share/zsh/vendor-completions/_stemma"
rmdir "$root/usr/share/zsh/site-functions"
doc=$root/usr/share/doc/stemma
{
  echo "Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/"
  echo
  echo "Files: *"
  echo "Copyright: $(sed -n 's/^Copyright (c) //p' "$here/LICENSE" | head -1)"
  echo "License: MIT"
  sed 's/^$/./; s/^/ /' "$here/LICENSE"
} >"$doc/copyright"
rm "$doc/LICENSE"
for licence in "$doc"/licences/*; do gzip -9n "$licence"; done
{
  echo "stemma ($version) stable; urgency=low"
  echo
  echo "  * See CHANGELOG.md in the source."
  echo
  echo " -- Stemma's developers <stemma@users.noreply.github.com>  $(git -C "$here" log -1 --format=%cD 2>/dev/null || date -R)"
} | gzip -9n >"$doc/changelog.gz"
# Yams brings the libyaml that it reads with; a reader with Debian's would be another one.
mkdir -p "$root/usr/share/lintian/overrides"
echo 'stemma: embedded-library *libyaml*' >"$root/usr/share/lintian/overrides/stemma"
find "$root" -type d -exec chmod 755 {} +

# The packages of the libraries that the program is linked to, with the versions that it needs.
printf 'Source: stemma\n\nPackage: stemma\nArchitecture: any\n' >"$work/debian/control"
depends=$(cd "$work" && dpkg-shlibdeps -O -e"$root/usr/bin/stemma" | sed -n 's/^shlibs:Depends=//p')
size=$(du -sk "$root/usr" | cut -f1)
cat >"$root/DEBIAN/control" <<CONTROL
Package: stemma
Version: $version
Architecture: $(dpkg --print-architecture)
Maintainer: Stemma's developers <stemma@users.noreply.github.com>
Installed-Size: $size
Depends: $depends
Recommends: ncurses-term
Section: science
Priority: optional
Description: terminal explorer of what a language model's reasoning descends from
 Shows which pretraining documents a language model's reasoning steps descend
 from: questions, the steps that the model generated, and the documents ranked
 by their EK-FAC influence on each step. An engine computes the scores on the
 processor and keeps them in SQLite.
CONTROL
(cd "$root" && find usr -type f -exec md5sum {} +) >"$root/DEBIAN/md5sums"
file=$output/stemma_${version}_$(dpkg --print-architecture).deb
dpkg-deb --root-owner-group -Zxz --build "$root" "$file" >/dev/null
echo "$file"
