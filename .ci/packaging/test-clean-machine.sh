#!/bin/bash
# Installs the package on a Debian 12 that has nothing else, uses it, takes it away, and looks for what is left.
#
#   bash test-clean-machine.sh PACKAGE.deb
#
# Needs root and debootstrap; where that cannot run it says why and ends with 0. Debian's checks of the package come first.
set -euo pipefail
trap 'echo "failed: line $LINENO: $BASH_COMMAND" >&2' ERR
package=$(readlink -f "$1")
skip() { echo "skipped: $1"; exit 0; }
if command -v lintian >/dev/null; then
  lintian --allow-root --fail-on error,warning "$package"
  echo "lintian: no errors, no warnings"
else
  echo "skipped: lintian is not installed"
fi
[ "$(id -u)" = 0 ] || skip "a clean Debian is made by root only"
command -v debootstrap >/dev/null || skip "debootstrap is not installed"
root=$(mktemp -d)
trap 'umount "$root/proc" 2>/dev/null || true; rm -rf "$root"' EXIT
debootstrap --variant=minbase bookworm "$root" >"$root.log" 2>&1 \
  || { tail -3 "$root.log"; skip "debootstrap cannot run here"; }
rm -f "$root.log"
mount -t proc proc "$root/proc" 2>/dev/null || skip "no /proc can be mounted in a folder here"
# The clean machine reaches packages as this one does.
rm -f "$root/etc/apt/sources.list"
cp -a /etc/apt/. "$root/etc/apt/"
cp /etc/resolv.conf "$root/etc/resolv.conf" 2>/dev/null || true
cp -r /etc/ssl/certs "$root/etc/ssl/" 2>/dev/null || true
cp "$package" "$root/tmp/stemma.deb"
inside() { env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LANG=C.UTF-8 TERM=xterm-256color \
  DEBIAN_FRONTEND=noninteractive chroot "$root" "$@"; }
inside apt-get update -qq || skip "no packages can be fetched in the clean machine"

listing() { (cd "$root" && find usr etc opt root home var/lib -not -path 'var/lib/apt/*' -not -path 'var/lib/dpkg/*' \
  -not -path '*/__pycache__*' | sort); }
inside apt-get install -y -qq --no-install-recommends /tmp/stemma.deb >/dev/null
inside stemma --version
inside stemma paths >/dev/null

# The engine on a part of the sample's copy, then a tour by commands.
copy=/root/.local/state/stemma/sample
inside test -f "$copy/stemma.yaml"
inside stemma compute "$copy" --questions slope-01 --factor-passages 64 >/dev/null
inside stemma top "$copy" slope-01 --limit 3
inside stemma explore "$copy" --no-engine --size 100x30 -c 'q slope-01' -c 'press Enter Enter' | grep slope-01 >/dev/null
for tab in 2 3 4 5 6; do
  inside stemma explore "$copy" --no-engine --size 80x24 -c 'q slope-01' -c "press $tab" >/dev/null
done
inside stemma "$copy" --plain </dev/null | grep fact-01 >/dev/null
# The tour, each stop by the line that it asks for.
printf '\n%.0s' 1 2 3 4 5 6 7 8 | inside stemma tour --plain --no-engine >"$root/tmp/tour"
for stop in 1 2 3 4 5 6 7 8; do grep "^Tour, stop $stop of 8" "$root/tmp/tour" >/dev/null; done
grep "stemma init DIR --from FOLDER" "$root/tmp/tour" >/dev/null
# Nothing was written where the package put it.
test -z "$(inside dpkg --verify stemma)"

inside apt-get purge -y -qq stemma >/dev/null
left=$(inside find / -xdev -path /proc -prune -o -path /root/.local -prune -o -path /tmp -prune -o -iname '*stemma*' -print \
  | grep -v -e '^/var/lib/dpkg' -e '^/var/cache' -e '^/var/log' || true)
[ -z "$left" ] || { echo "left behind: $left"; exit 1; }
echo "clean machine: installed, used, removed, nothing left"
