import Formatting
import RunModel

/// A picture of a finding, with the numbers that it shows.
package struct Figure: Sendable, Equatable {
  /// What a file of it is called, without an ending.
  package let name: String
  package let title: String
  /// A whole SVG file, which also stands inside HTML; light or dark as the reader prefers.
  package let svg: String
  /// The figure for a file of its own: its colours are written out, since few programs but browsers know variables.
  package var file: String { Drawing.withLiteralColours(svg) }
  /// The numbers, the header first.
  package let table: [[String]]

  package init(name: String, title: String, svg: String, table: [[String]]) {
    self.name = name
    self.title = title
    self.svg = svg
    self.table = table
  }

  /// The numbers as CSV (RFC 4180).
  package var csv: String {
    CSV.file(table)
  }
}

/// A number for files: as short as it reads back the same; nothing for what is undefined.
func exact(_ value: Double?) -> String {
  value.flatMap { $0.isFinite ? "\($0)" : nil } ?? ""
}

/// A coefficient between −1 and 1 for people, to three places.
package func coefficient(_ value: Double?) -> String {
  guard let value, value.isFinite else { return "–" }
  let text = fixed(abs(value), 3)
  return (value < 0 && text != "0.000" ? "−" : "") + text
}

/// A number for people, with so many significant digits.
package func shown(_ value: Double?, digits: Int = 2) -> String {
  guard let value, value.isFinite else { return "–" }
  if value == 0 { return "0" }
  let magnitude = abs(value)
  if magnitude < 1e-4 || magnitude >= 1e5 {
    var exponent = 0
    var mantissa = magnitude
    while mantissa >= 10 {
      mantissa /= 10
      exponent += 1
    }
    while mantissa < 1 {
      mantissa *= 10
      exponent -= 1
    }
    return (value < 0 ? "−" : "") + fixed(mantissa, 1) + "×10" + superscript(exponent)
  }
  var places = digits
  var bound = 1.0
  while magnitude >= bound && places > 0 {
    places -= 1
    bound *= 10
  }
  var small = 0.1
  while magnitude < small && places < 7 {
    places += 1
    small /= 10
  }
  return (value < 0 ? "−" : "") + fixed(magnitude, places)
}

/// A whole number written high: `−5` as `⁻⁵`.
func superscript(_ value: Int) -> String {
  let digits = Array("⁰¹²³⁴⁵⁶⁷⁸⁹")
  return (value < 0 ? "⁻" : "")
    + "\(abs(value))".compactMap { $0.wholeNumberValue }.map { String(digits[$0]) }.joined()
}

/// A mean with the spread around it, to the same digit: `0.550 ± 0.044`, `(6.4 ± 2.0)×10⁵`.
package func shown(_ mean: Double, spread: Double) -> String {
  guard mean.isFinite, spread.isFinite, spread > 0 else { return shown(mean) }
  var exponent = 0
  var scale = 1.0
  if max(abs(mean), spread) >= 1e5 {
    while max(abs(mean), spread) / scale >= 10 {
      scale *= 10
      exponent += 1
    }
  }
  var places = 0
  var bound = spread / scale
  while bound < 10, places < 6 {
    bound *= 10
    places += 1
  }
  let text =
    (mean < 0 ? "−" : "") + fixed(abs(mean) / scale, places) + " ± " + fixed(spread / scale, places)
  return exponent == 0 ? text : "(\(text))×10" + superscript(exponent)
}

/// A number of zero or more with so many digits behind the point.
func fixed(_ value: Double, _ places: Int) -> String {
  var scale = 1.0
  for _ in 0..<places { scale *= 10 }
  let scaled = (value * scale).rounded()
  guard scaled < 9e15 else { return "\(value)" }
  let whole = Int(scaled)
  guard places > 0 else { return String(whole) }
  let digits = String(whole)
  let padded = String(repeating: "0", count: max(0, places + 1 - digits.count)) + digits
  return padded.dropLast(places) + "." + padded.suffix(places)
}
