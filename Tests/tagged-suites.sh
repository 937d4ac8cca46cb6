# Prints the suites that are tagged `.program`, `.terminal` or `.long` as one pattern for `swift test --skip`.
cd "$(dirname "$0")" && grep -rlE --include='*.swift' 'tags\([^)]*\.(program|terminal|long)' . | xargs awk '
  /tags\([^)]*\.(program|terminal|long)/ { tagged = 1 }
  tagged && match($0, /struct [A-Za-z0-9]+/) {
    split(FILENAME, part, "/")
    pattern = pattern (pattern == "" ? "" : "|") "^" part[2] "\\." substr($0, RSTART + 7, RLENGTH - 7) "/"
    tagged = 0
  }
  END { print pattern }'
