/// The valid name that is nearest to what somebody wrote, for messages about unknown names.
///
/// - Parameter name: only its first 64 signs count; a longer one is near to nothing.
package func nearest(to name: String, among names: some Sequence<String>) -> String {
  let wanted = Array(name.lowercased().unicodeScalars.prefix(64))
  return names.map { (name: $0, edits: edits(from: wanted, to: $0)) }
    .min { $0.edits < $1.edits }?.name ?? ""
}

/// `; the nearest is …`, or nothing where no name is anywhere near.
package func suggestion(for name: String, among names: some Sequence<String>) -> String {
  let best = nearest(to: name, among: names)
  let wanted = Array(name.lowercased().unicodeScalars.prefix(64))
  guard !best.isEmpty, edits(from: wanted, to: best) * 2 <= max(wanted.count, best.count) else {
    return ""
  }
  return "; the nearest is \(best)"
}

/// Insertions, removals and replacements that turn one word into another (Levenshtein 1966).
private func edits(from first: [Unicode.Scalar], to name: String) -> Int {
  let second = Array(name.lowercased().unicodeScalars)
  var row = Array(0...second.count)
  for (index, scalar) in first.enumerated() {
    var diagonal = row[0]
    row[0] = index + 1
    for column in second.indices {
      let above = row[column + 1]
      row[column + 1] = min(
        above + 1, row[column] + 1, diagonal + (scalar == second[column] ? 0 : 1))
      diagonal = above
    }
  }
  return row[second.count]
}
