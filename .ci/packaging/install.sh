#!/bin/sh
# Puts the built program and what belongs to it under a prefix.
#
#   sh install.sh BUILT ROOT PREFIX
#
# BUILT is the folder with the program, ROOT what comes before the prefix while a package is made (empty otherwise).
set -eu
built=$1 root=$2 prefix=$3
here=$(cd "$(dirname "$0")/../.." && pwd)
to=$root$prefix

install -D -m 755 "$built/stemma" "$to/bin/stemma"

# Only what git has: a workspace's results stay where they are.
(cd "$here" && find SampleData -name .stemma -prune -o -type f -print) | while IFS= read -r file; do
  install -D -m 644 "$here/$file" "$to/share/stemma/sample/${file#SampleData/}"
done

install -d "$to/share/man/man1"
"$built/stemma" manual "$to/share/man/man1"
gzip -9nf "$to"/share/man/man1/stemma*.1
chmod 644 "$to"/share/man/man1/stemma*.1.gz

install -d "$to/share/bash-completion/completions" "$to/share/zsh/site-functions" \
  "$to/share/fish/vendor_completions.d"
# The shell reads it and never runs it, so that it names no interpreter.
"$built/stemma" --generate-completion-script bash | sed '1{/^#!/d}' >"$to/share/bash-completion/completions/stemma"
"$built/stemma" --generate-completion-script zsh >"$to/share/zsh/site-functions/_stemma"
"$built/stemma" --generate-completion-script fish >"$to/share/fish/vendor_completions.d/stemma.fish"

# The licences of what is linked into the program, beside its own.
install -D -m 644 "$here/LICENSE" "$to/share/doc/stemma/LICENSE"
for package in "$built"/../checkouts/* "$built"/../../checkouts/*; do
  for licence in "$package"/LICENSE*; do
    [ -f "$licence" ] || continue
    install -D -m 644 "$licence" "$to/share/doc/stemma/licences/$(basename "$package")"
  done
done
swift=$(dirname "$(dirname "$(readlink -f "$(command -v swift)")")")
for licence in "$swift"/share/swift/LICENSE.txt "$swift"/LICENSE.txt; do
  [ -f "$licence" ] || continue
  install -D -m 644 "$licence" "$to/share/doc/stemma/licences/swift"
  break
done
