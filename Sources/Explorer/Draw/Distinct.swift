internal import Terminal

/// A text cut to a width so that it can be told from the ones above and below it.
///
/// Questions and documents made from one pattern begin alike; where the whole does not fit and the
/// difference would be cut off, the common beginning goes instead.
func distinct(_ text: String, from others: [String], columns room: Int) -> String {
  if room <= 0 || columns(of: text) <= room { return fit(text, columns: room) }
  let common = others.map { commonBeginning(text, $0) }.max() ?? 0
  // Some of the beginning stays for orientation, and never less than a column's worth of the end.
  let start = min(common, text.unicodeScalars.count - room / 2)
  guard start > room / 2 else { return fit(text, columns: room) }
  var scalars = Array(text.unicodeScalars)[...]
  scalars = scalars.dropFirst(start)
  var view = String.UnicodeScalarView()
  view.append(contentsOf: scalars)
  return fit("…" + String(view), columns: room)
}

/// Code points that two texts have in common at their beginnings, up to the last whole word.
private func commonBeginning(_ one: String, _ other: String) -> Int {
  var count = 0
  var words = 0
  for (a, b) in zip(one.unicodeScalars, other.unicodeScalars) {
    if a != b { return words }
    count += 1
    if a == " " { words = count }
  }
  return words
}
