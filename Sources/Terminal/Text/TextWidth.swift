/// Columns that one code point takes in the terminal: 0, 1 or 2, or nil where it must not be drawn.
///
/// The table belongs to the program, not to the C library, so the same text takes the same place on
/// every machine. Combining marks take no column. Control characters, bidirectional controls and other
/// format characters, private-use and unassigned code points give nil. Characters of ambiguous width
/// count as one column.
package func columns(of scalar: Unicode.Scalar) -> Int? {
  let value = scalar.value
  if value < 0x7F { return value < 0x20 ? nil : 1 }
  if value < 0x300 { return value < 0xA0 || value == 0xAD ? nil : 1 }
  switch scalar.properties.generalCategory {
  case .nonspacingMark, .enclosingMark: return 0
  case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator,
    .paragraphSeparator:
    return nil
  default: break
  }
  if (0x1160...0x11FF).contains(value) { return 0 }
  return isWide(value) ? 2 : 1
}

/// Columns that a text takes when every code point that must not be drawn takes one.
package func columns(of text: some StringProtocol) -> Int {
  if isPrintableASCII(text) { return text.utf8.count }
  var sum = 0
  for scalar in text.unicodeScalars { sum += columns(of: scalar) ?? 1 }
  return sum
}

/// The longest beginning of a text that fits in a number of columns, ending in `ellipsis` if it was cut.
package func fit(_ text: String, columns limit: Int, ellipsis: String = "…") -> String {
  guard limit > 0 else { return "" }
  let isASCII = isPrintableASCII(text)
  if (isASCII ? text.utf8.count : columns(of: text)) <= limit { return text }
  let room = limit - columns(of: ellipsis)
  guard room >= 0 else { return String(repeating: " ", count: limit) }
  if isASCII { return String(decoding: text.utf8.prefix(room), as: UTF8.self) + ellipsis }
  var kept = String.UnicodeScalarView()
  var used = 0
  for scalar in text.unicodeScalars {
    let width = columns(of: scalar) ?? 1
    if used + width > room { break }
    kept.append(scalar)
    used += width
  }
  return String(kept) + ellipsis
}

/// A text cut or filled with spaces to exactly a number of columns.
package func pad(_ text: String, _ limit: Int, right: Bool = false) -> String {
  let cut = fit(text, columns: limit)
  let space = String(repeating: " ", count: max(0, limit - columns(of: cut)))
  return right ? space + cut : cut + space
}

/// Whether a text holds printable ASCII only: a byte is a character and a column.
///
/// Most of what is drawn does, and a frame asks it some hundred times: bytes are read in place, because the iterator of a
/// text of any kind costs a call a byte.
package func isPrintableASCII(_ text: some StringProtocol) -> Bool {
  func isPrintable(_ byte: UInt8) -> Bool { byte >= 0x20 && byte < 0x7F }
  return text.utf8.withContiguousStorageIfAvailable { $0.allSatisfy(isPrintable) }
    ?? text.utf8.allSatisfy(isPrintable)
}

private func isWide(_ value: UInt32) -> Bool {
  var low = 0
  var high = wideRanges.count - 1
  while low <= high {
    let middle = (low + high) / 2
    let (first, last) = wideRanges[middle]
    if value < first {
      high = middle - 1
    } else if value > last {
      low = middle + 1
    } else {
      return true
    }
  }
  return false
}
