#!/bin/sh
# Takes away what install.sh put under a prefix, and nothing else.
#
#   sh uninstall.sh PREFIX
set -eu
to=$1
rm -f "$to/bin/stemma" "$to"/share/man/man1/stemma.1.gz "$to"/share/man/man1/stemma-*.1.gz \
  "$to/share/bash-completion/completions/stemma" "$to/share/zsh/site-functions/_stemma" \
  "$to/share/fish/vendor_completions.d/stemma.fish"
rm -rf "$to/share/stemma" "$to/share/doc/stemma"
