#!/bin/sh
# Makes the DocC pages of the targets that have a catalog, with no warning let pass.
#
#   sh docs.sh PACKAGE OUTPUT [FLAGS OF THE BUILD]
set -eu
package=$1 output=$2
shift 2
cd "$package"
bin=$(dirname "$(readlink -f "$(command -v swift)")")
# The build that `make build` and `make test` make, so that nothing is built twice.
swift build -c release --product stemma "$@"
modules=$(swift build -c release --show-bin-path)/Modules
rm -rf "$output"
mkdir -p "$output"
for catalog in Sources/*/*.docc; do
  target=$(basename "$catalog" .docc)
  graphs=$output/graphs/$target
  mkdir -p "$graphs"
  "$bin/swift-symbolgraph-extract" -module-name "$target" -I "$modules" -minimum-access-level package \
    -skip-inherited-docs -target "$(uname -m)-unknown-linux-gnu" -output-dir "$graphs" \
    $(for folder in .build/checkouts/*/Sources/*/include Sources/*/include; do printf ' -I %s' "$folder"; done) \
    $(for map in Sources/*/module.modulemap "$modules"/../*.build/module.modulemap; do printf ' -Xcc -fmodule-map-file=%s' "$map"; done)
  # Only symbols of the target itself: extensions of others would be pages without a home.
  find "$graphs" -name '*@*.symbols.json' -delete
  "$bin/docc" convert "$catalog" --additional-symbol-graph-dir "$graphs" --fallback-display-name "$target" \
    --fallback-bundle-identifier "org.stemma.$target" --output-path "$output/$target.doccarchive" \
    --warnings-as-errors
done
ls -d "$output"/*.doccarchive
