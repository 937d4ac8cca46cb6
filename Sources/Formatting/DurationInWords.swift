/// A time for a person, rounded up to whole seconds: `41 s`, `3 min 12 s`, `2 h 5 min`.
package func durationInWords(_ seconds: Double) -> String {
  guard seconds.isFinite, seconds < 1e15 else { return "?" }
  let whole = Int(max(0, seconds).rounded(.up))
  if whole < 60 { return "\(whole) s" }
  if whole < 3_600 { return "\(whole / 60) min \(whole % 60) s" }
  return "\(whole / 3_600) h \(whole % 3_600 / 60) min"
}
