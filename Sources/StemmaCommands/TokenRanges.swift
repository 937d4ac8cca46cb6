import Foundation
import Synchronization
import Tokenization

/// Where the tokens of a passage stand in its text, by the workspace's tokenizer, opened when first asked.
final class TokenRanges: Sendable {
  private let path: String
  private let opened = Mutex<Tokenizer?>(nil)

  /// - Parameter path: the checkpoint's `tokenizer.json`.
  init(path: String) { self.path = path }

  /// Byte ranges in the text, one per token and empty for a token that stands for nothing in it.
  ///
  /// - Returns: nothing where tokens and text do not fit each other.
  func ranges(_ tokens: [Int32], _ text: String) -> [Range<Int>] {
    guard let tokenizer = try? tokenizer() else { return [] }
    let leading = tokenizer.leadingTokens
    let isBegun = !leading.isEmpty && tokens.starts(with: leading)
    let own = isBegun ? tokens.dropFirst(leading.count) : tokens[...]
    let lead = [Range<Int>](repeating: 0..<0, count: isBegun ? leading.count : 0)
    let spans = tokenizer.encodeWithOffsets(text, addSpecialTokens: false)
    if spans.map(\.id) == Array(own) { return lead + spans.map(\.bytes) }
    // A passage from the middle of a document may be encoded differently on its own.
    var end = 0
    let ranges = own.map { token in
      let start = end
      end += tokenizer.pieceBytes(token).count
      return start..<end
    }
    return end == text.utf8.count ? lead + ranges : []
  }

  private func tokenizer() throws -> Tokenizer {
    try opened.withLock { known in
      if let known { return known }
      let tokenizer = try Tokenizer(path: path)
      known = tokenizer
      return tokenizer
    }
  }
}
