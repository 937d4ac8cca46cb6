/// Text on its way to the model, every byte of which knows the bytes of the original it came from.
struct AlignedText: Sendable {
  var bytes: [UInt8]
  /// Place of the first byte in the original, while the bytes are the original's.
  var offset: Int
  /// Range of the original behind each byte; nil while the bytes are the original's.
  var origins: [Range<Int32>]?

  /// Whether the text follows another, so that nothing belongs before its first byte.
  var continues: Bool

  init(
    bytes: [UInt8], offset: Int = 0, origins: [Range<Int32>]? = nil, continues: Bool = false
  ) {
    self.bytes = bytes
    self.offset = offset
    self.origins = origins
    self.continues = continues
  }

  /// The part of the original behind a range of bytes.
  func origin(of range: Range<Int>) -> Range<Int> {
    guard let origins else { return (offset + range.lowerBound)..<(offset + range.upperBound) }
    guard !range.isEmpty else {
      let index =
        range.lowerBound < origins.count
        ? Int(origins[range.lowerBound].lowerBound)
        : Int(origins.last?.upperBound ?? Int32(clamping: offset))
      return index..<index
    }
    // Reordered marks may come from the left of what precedes them.
    var lower = Int32.max
    var upper = Int32.min
    for origin in origins[range] {
      lower = min(lower, origin.lowerBound)
      upper = max(upper, origin.upperBound)
    }
    return Int(lower)..<Int(upper)
  }

  func origin(at index: Int) -> Range<Int32> {
    origins?[index] ?? Int32(clamping: offset + index)..<Int32(clamping: offset + index + 1)
  }

  /// A part of the text.
  func slice(_ range: Range<Int>) -> AlignedText {
    AlignedText(
      bytes: Array(bytes[range]), offset: offset + range.lowerBound,
      origins: origins.map { Array($0[range]) }, continues: continues && range.lowerBound == 0)
  }
}
