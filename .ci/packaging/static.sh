#!/bin/sh
# Links the objects of the optimised build once more, with Swift's libraries inside the program.
#
#   sh static.sh BUILD-FOLDER OUTPUT-FOLDER
#
# The same objects as those that the tests drive, so that packages take a link and not a build. The command is the one that
# the package manager wrote for its own link, with another output.
set -eu
build=$1 output=$2
mkdir -p "$output"
line=$(sed -n '/^  "C\.stemma-.*-release\.exe":$/,/^ *args:/s/^ *args: \["\(.*\)"\]$/\1/p' "$build/release.yaml")
[ -n "$line" ] || { echo "$build/release.yaml has no command that links stemma" >&2; exit 1; }
# One argument a line; the manifest has them as JSON, whose escapes no path here needs.
printf '%s\n' "$line" | sed 's/","/\n/g' >"$output/link"
set --
next=""
while IFS= read -r argument; do
  case $next in
    -o) argument=$output/stemma ;;
  esac
  next=$argument
  set -- "$@" "$argument"
done <"$output/link"
# What the static libraries use, which only modules of a static build would name.
"$@" -static-stdlib -Xlinker --start-group -lFoundation -lFoundationInternationalization -lFoundationEssentials \
  -lCoreFoundation -l_FoundationICU -l_FoundationCShims -l_FoundationCollections -lswiftDispatch -ldispatch \
  -lBlocksRuntime -Xlinker --end-group -lstdc++
