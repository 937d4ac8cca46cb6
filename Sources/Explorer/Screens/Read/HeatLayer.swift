/// Token heat as it lies over a text: each span of the text with what its tokens add up to.
package struct HeatLayer: Sendable {
  /// What one background stands for.
  package enum Grain: String, Sendable, CaseIterable {
    case token, word, sentence, line, paragraph
  }

  package let grain: Grain
  /// Sum of the score's shares in each span.
  package let sums: [Float]
  /// Span that covers each byte of the text; below 0 where there is none.
  private let spanAtByte: [Int32]
  private let tokenAtByte: [Int32]
  private let tokens: [Float]

  /// - Parameters:
  ///   - heat: must have places in the text.
  ///   - text: the passage's.
  ///   - grain: what heat is added up over.
  package init(_ heat: Heat, text: String, grain: Grain = .token) {
    self.grain = grain
    tokens = heat.tokens
    let bytes = Array(text.utf8)
    var owners = [Int32](repeating: -1, count: bytes.count)
    for (index, range) in heat.ranges.enumerated() {
      for byte in range.clamped(to: 0..<bytes.count) { owners[byte] = Int32(index) }
    }
    tokenAtByte = owners
    guard grain != .token else {
      (sums, spanAtByte) = (heat.tokens, owners)
      return
    }
    let starts = Self.starts(of: grain, in: bytes)
    var spans = [Int32](repeating: 0, count: bytes.count)
    var span: Int32 = -1
    for byte in bytes.indices {
      if starts[byte] || span < 0 { span += 1 }
      spans[byte] = span
    }
    var sums = [Float](repeating: 0, count: Int(span) + 1)
    // A token counts where it begins, so that the spans add up to the score.
    for (token, range) in heat.ranges.enumerated() where range.lowerBound < bytes.count {
      // The blank before a word is a part of its token.
      var first = range.lowerBound
      while first + 1 < min(range.upperBound, bytes.count), Self.isBlank(bytes[first]) {
        first += 1
      }
      sums[Int(spans[first])] += heat.tokens[token]
    }
    (self.sums, spanAtByte) = (sums, spans)
  }

  private static func isBlank(_ byte: UInt8) -> Bool {
    byte == 0x20 || byte == 0x0A || byte == 0x09
  }

  /// Bytes where a span of a grain begins.
  private static func starts(of grain: Grain, in bytes: [UInt8]) -> [Bool] {
    bytes.indices.map { place in
      guard place > 0 else { return true }
      let (last, this) = (bytes[place - 1], bytes[place])
      switch grain {
      case .token: return true
      case .word: return isBlank(last) && !isBlank(this)
      case .line: return last == 0x0A
      case .sentence:
        let ends = place > 1 && [0x2E, 0x21, 0x3F].contains(bytes[place - 2])
        return last == 0x0A || (isBlank(last) && ends)
      case .paragraph:
        return last == 0x0A && place > 1 && bytes[place - 2] == 0x0A && this != 0x0A
      }
    }
  }

  /// Largest absolute sum of a span.
  package var scale: Float { sums.reduce(0) { max($0, abs($1)) } }

  /// What the span at a byte adds up to; nil where there is none.
  package func sum(atByte byte: Int) -> Float? {
    guard spanAtByte.indices.contains(byte), spanAtByte[byte] >= 0 else { return nil }
    return sums[Int(spanAtByte[byte])]
  }

  /// Sum over the tokens that have a byte in a range.
  package func sum(bytes: Range<Int>) -> Float {
    var (sum, last) = (Float(0), Int32(-1))
    for byte in bytes.clamped(to: 0..<tokenAtByte.count) {
      let token = tokenAtByte[byte]
      if token >= 0, token != last { sum += tokens[Int(token)] }
      last = token
    }
    return sum
  }
}
