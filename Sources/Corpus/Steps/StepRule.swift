/// What starts a new reasoning step.
package enum StepRule: String, Sendable, CaseIterable {
  /// A line break.
  case line
  /// The end of a sentence, or a line break.
  case sentence
  /// An item: `1.`, `2)`, `Step 3:`, `- `. Text before the first item is a step of its own.
  case numbered
}

extension StepRule {
  /// Places in a text where a step ends and the next starts, ascending, without its two ends.
  func boundaries(in bytes: [UInt8]) -> [Int] {
    switch self {
    case .line: return lineStarts(bytes)
    case .numbered: return lineStarts(bytes).filter { Self.startsItem(bytes[$0...]) }
    case .sentence:
      let ends = bytes.indices.filter { Self.endsSentence(bytes, at: $0) }.map { place in
        // Closing quotes and brackets belong to the sentence.
        place + 1 + bytes[(place + 1)...].prefix { Self.closers.contains($0) }.count
      }
      return Set(ends + lineStarts(bytes)).sorted().filter { $0 < bytes.count }
    }
  }

  private func lineStarts(_ bytes: [UInt8]) -> [Int] {
    bytes.indices.filter { $0 > 0 && bytes[$0 - 1] == 0x0A }
  }

  private static let closers = Array("\"')]*".utf8)
  private static let abbreviations = [
    "e.g", "i.e", "dr", "mr", "mrs", "ms", "prof", "st", "vs", "cf", "no", "fig", "eq", "approx",
  ]

  /// Whether the byte at a place is the mark that ends a sentence.
  private static func endsSentence(_ bytes: [UInt8], at place: Int) -> Bool {
    guard [UInt8(ascii: "."), UInt8(ascii: "!"), UInt8(ascii: "?")].contains(bytes[place]) else {
      return false
    }
    var after = place + 1
    while after < bytes.count, closers.contains(bytes[after]) { after += 1 }
    guard after < bytes.count, [0x20, 0x09, 0x0A, 0x0D].contains(bytes[after]) else { return false }
    guard bytes[place] == UInt8(ascii: ".") else { return true }
    let word = wordBefore(bytes, place)
    if abbreviations.contains(word.lowercased()) { return false }
    // An initial, `J. Smith`, or the number of an item, `2. Subtract`, at the start of its line.
    if word.count == 1, word.first?.isUppercase == true { return false }
    let start = place - word.utf8.count
    let opensLine = bytes[..<start].reversed().prefix { $0 != 0x0A }.allSatisfy { $0 <= 0x20 }
    return !(opensLine && word.allSatisfy(\.isNumber))
  }

  private static func wordBefore(_ bytes: [UInt8], _ place: Int) -> String {
    let letters = bytes[..<place].reversed().prefix {
      $0 > 0x20 && $0 != UInt8(ascii: "(") && $0 != UInt8(ascii: "=")
    }
    return String(decoding: letters.reversed(), as: UTF8.self)
  }

  /// Whether a line starts with an item's mark.
  static func startsItem(_ bytes: ArraySlice<UInt8>) -> Bool {
    var line = String(decoding: bytes.prefix(40).prefix { $0 != 0x0A }, as: UTF8.self)
      .drop { $0 == " " || $0 == "\t" || $0 == "*" || $0 == "#" }
    if line.lowercased().hasPrefix("step ") { line = line.dropFirst(5) }
    let digits = line.prefix { ("0"..."9").contains($0) }
    if (1...3).contains(digits.count), let mark = line.dropFirst(digits.count).first,
      [".", ")", ":"].contains(mark)
    {
      let rest = line.dropFirst(digits.count + 1)
      return rest.isEmpty || rest.first == " " || rest.first == "*"
    }
    return ["- ", "• ", "– "].contains { line.hasPrefix($0) }
  }
}
