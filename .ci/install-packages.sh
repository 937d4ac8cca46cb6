#!/bin/sh
# Installs the Debian packages named as arguments that are missing: as root, or through sudo.
set -eu
missing=""
for package in "$@"; do
  dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q "ok installed" || missing="$missing $package"
done
[ -n "$missing" ] || exit 0
if [ "$(id -u)" = 0 ]; then
  become=""
elif command -v sudo >/dev/null 2>&1; then
  become="sudo"
else
  echo "stemma needs these Debian packages:$missing" >&2
  echo "Neither root nor sudo is at hand. Ask your administrator for: apt-get install$missing" >&2
  exit 1
fi
echo "Installing$missing"
$become apt-get update -qq
# shellcheck disable=SC2086
$become env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >/dev/null
