internal import Terminal

/// A text cut to a width so that it can be told from the ones above and below it.
///
/// Questions and documents made from one pattern begin alike; where the whole does not fit and the
/// difference would be cut off, the common beginning goes instead.
func distinct(_ text: String, from others: [String], columns room: Int) -> String {
  if room <= 0 || columns(of: text) <= room { return fit(text, columns: room) }
  let common = others.map { commonBeginning(text, $0) }.max() ?? 0
  guard common > room / 2 else { return fit(text, columns: room) }
  let scalars = Array(text.unicodeScalars)
  // As much of the end as there is room for, from the beginning of a word.
  var start = max(0, min(common, scalars.count - room + 1))
  while start < common, start > 0, scalars[start - 1] != " " { start += 1 }
  guard start > 0 else { return fit(text, columns: room) }
  var view = String.UnicodeScalarView()
  view.append(contentsOf: scalars[start...])
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
