package import Tokenization

/// A document, or the part of one that fits into the model's context.
package struct Passage: Sendable, Equatable {
  /// The document's name, with `#1`, `#2` … where it has several passages.
  package let id: String
  /// The document's name.
  package let document: String
  package let tokens: [Int32]
  package let text: String
  /// Bytes of the document's text that the passage covers.
  package let bytes: Range<Int>
}

/// Cuts documents into passages.
package struct PassageSplitter: Sendable {
  private let tokenizer: Tokenizer
  private let contextLength: Int

  /// - Parameter contextLength: The most tokens of a passage, at least 2.
  package init(tokenizer: Tokenizer, contextLength: Int) {
    precondition(contextLength >= 2, "a passage needs a token and one that follows it")
    self.tokenizer = tokenizer
    self.contextLength = contextLength
  }

  /// The passages of a document; none where it has no text.
  ///
  /// The tokenizer's first tokens, if it has any, start the document. A passage starts with a whole
  /// character, and never is a lone last token, which would have nothing to predict it from.
  /// - Parameter number: What the document is called where it has no name: its line.
  package func split(_ document: Document, number: Int) -> [Passage] {
    let name = document.id ?? String(number)
    let bytes = Array(document.text.utf8)
    let leading = tokenizer.leadingTokens.map { TokenSpan(id: $0, bytes: 0..<0) }
    let spans = leading + tokenizer.encodeWithOffsets(document.text, addSpecialTokens: false)
    guard spans.count > leading.count else { return [] }
    var ranges: [Range<Int>] = []
    var start = 0
    while start < spans.count {
      let end = end(from: start, spans, bytes)
      ranges.append(start..<end)
      start = end
    }
    return ranges.enumerated().map { index, range in
      let lower = index == 0 ? 0 : spans[range.lowerBound].bytes.lowerBound
      let upper =
        index == ranges.count - 1 ? bytes.count : spans[range.upperBound].bytes.lowerBound
      let covered = min(lower, upper)..<max(lower, upper)
      return Passage(
        id: ranges.count == 1 ? name : "\(name)#\(index + 1)", document: name,
        tokens: spans[range].map(\.id), text: String(decoding: bytes[covered], as: UTF8.self),
        bytes: covered)
    }
  }

  private func end(from start: Int, _ spans: [TokenSpan], _ bytes: [UInt8]) -> Int {
    guard spans.count - start > contextLength else { return spans.count }
    let full = start + contextLength
    var end = spans.count - full == 1 && contextLength > 2 ? full - 1 : full
    let latest = end
    // Inside a character the next byte is a continuation.
    while end > start + 1, latest - end < 8,
      spans[end].bytes.lowerBound < bytes.count,
      bytes[spans[end].bytes.lowerBound] & 0xC0 == 0x80
    { end -= 1 }
    return latest - end < 8 && end > start + 1 ? end : latest
  }
}
