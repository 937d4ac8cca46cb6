internal import Formatting
internal import Glibc
internal import Terminal

/// A score in at most seven columns: `.01418`, `-3.20`, `1.2e-7`, `48213`.
package func number(_ value: Float) -> String {
  guard value.isFinite else { return "-" }
  let size = abs(value)
  if size == 0 { return "0" }
  let sign = value < 0 ? "-" : ""
  if size >= 99_999.5 || size < 0.000_099_5 {
    let text = written(Double(size), "%.1e")
    return sign
      + text.replacing("e+0", with: "e").replacing("e-0", with: "e-").replacing(
        "e+", with: "e")
  }
  if size >= 999.5 { return sign + written(Double(size), "%.0f") }
  if size >= 99.95 { return sign + written(Double(size), "%.1f") }
  if size >= 9.995 { return sign + written(Double(size), "%.2f") }
  if size >= 0.9995 { return sign + written(Double(size), "%.3f") }
  return sign + written(Double(size), "%.5f").dropFirst()
}

/// Relevance of words in at most five columns: `9.03`, `12.41`, `103.2`; nothing shared is `·`.
func relevanceText(_ value: Double) -> String {
  guard value > 0, value.isFinite else { return "·" }
  return written(value, value < 99.995 ? "%.2f" : value < 999.95 ? "%.1f" : "%.0f")
}

/// Nats in at most five columns: `11.4`, `.42`, `.004`, `<.001`.
package func natsText(_ value: Double) -> String {
  guard value.isFinite else { return "-" }
  if value >= 0.95 || value <= 0 { return written(value, "%.1f") }
  if value >= 0.095 { return String(written(value, "%.2f").dropFirst()) }
  return value < 0.001 ? "<.001" : String(written(value, "%.3f").dropFirst())
}

/// A number as the C library writes it; a frame holds some hundred, for which Foundation's format is slow.
private func written(_ value: Double, _ format: String) -> String {
  withVaList([value]) { arguments in
    // The longest double has 309 digits before its point.
    withUnsafeTemporaryAllocation(of: CChar.self, capacity: 400) { buffer in
      guard let start = buffer.baseAddress,
        vsnprintf(start, buffer.count, format, arguments) >= 0
      else { return "" }
      return String(cString: start)
    }
  }
}

/// A bar of eighth blocks that is full at 1.
package func bar(_ share: Double, width: Int) -> String {
  guard share.isFinite, width > 0 else { return "" }
  let eighths = Int(drawn: (min(1, max(0, share)) * Double(width * 8)).rounded())
  let part = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"][eighths % 8]
  return String(repeating: "█", count: eighths / 8) + part
}

/// An expected count: whole from 10 on, below with one decimal.
package func countText(_ value: Double) -> String {
  guard value.isFinite, value >= 0, value < 1e15 else { return "?" }
  if value >= 9.95 { return grouped(Int(value.rounded())) }
  let tenths = Int((value * 10).rounded())
  if tenths == 0, value > 0 { return "<.1" }
  return tenths % 10 == 0
    ? "\(tenths / 10)" : "\(tenths / 10 > 0 ? "\(tenths / 10)" : "").\(tenths % 10)"
}

/// A count with what is counted: `1 request`, `12 requests`.
func counted(_ count: Int, _ what: String) -> String {
  "\(grouped(count)) \(what)\(count == 1 ? "" : "s")"
}

/// Parts of a line, as many as there is room for, each whole; one that does not fit is left out.
func asManyParts(_ parts: [String], columns limit: Int) -> String {
  var text = ""
  for part in parts where !part.isEmpty {
    let longer = text.isEmpty ? part : text + "  " + part
    if columns(of: longer) <= limit { text = longer }
  }
  return text
}
