/// SentencePiece's way with spaces: a visible character for each, and one before the text.
struct Metaspace: Sendable {
  enum Prepending: String, Sendable {
    case always, first, never
  }

  let replacement: [UInt8]
  let prepending: Prepending
  let splits: Bool

  /// Reads a `Metaspace`, also of the versions that had `add_prefix_space`.
  init(_ value: JSONValue) throws(Problem) {
    replacement = value["replacement"]?.bytes ?? Array("▁".utf8)
    splits = value["split"]?.boolean ?? true
    if let name = value["prepend_scheme"]?.text {
      guard let scheme = Prepending(rawValue: name) else {
        throw Problem("has a Metaspace with the unknown prepend_scheme \(name)")
      }
      prepending = scheme
    } else {
      prepending = value["add_prefix_space"]?.boolean == false ? .never : .always
    }
    guard !replacement.isEmpty else { throw Problem("has a Metaspace without a replacement") }
  }

  func apply(to list: inout PieceList) {
    let text = list.text
    list.rewrite { piece, result in
      let starts =
        text.bytes[piece.lowerBound] == 0x20 || text.bytes[piece].starts(with: replacement)
      let isFirst = text.origin(at: piece.lowerBound).lowerBound == 0
      let follows = text.continues && piece.lowerBound == 0
      if !starts, !follows, prepending == .always || (prepending == .first && isFirst) {
        result.insert(replacement, before: piece.lowerBound)
      }
      var start = piece.lowerBound
      for offset in piece where text.bytes[offset] == 0x20 {
        result.keep(start..<offset)
        result.replace(offset..<(offset + 1), with: replacement)
        start = offset + 1
      }
      result.keep(start..<piece.upperBound)
    }
    guard splits else { return }
    list.split(.mergedWithNext) { bytes, piece, runs in
      SplitPattern.literal(replacement).appendRuns(of: bytes, in: piece, to: &runs)
    }
  }
}
