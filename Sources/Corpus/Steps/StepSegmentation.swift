package import Tokenization

/// A reasoning step of a completion.
package struct Step: Sendable, Equatable {
  package let text: String
  package let tokens: [Int32]

  package init(text: String, tokens: [Int32]) {
    self.text = text
    self.tokens = tokens
  }
}

/// Cuts completions into steps.
///
/// A step is whole tokens, and every token of the completion is in exactly one step. A boundary that
/// falls inside a token moves to the token's end. Steps of white space alone join their neighbours.
package struct StepSegmentation: Sendable {
  package let rule: StepRule

  package init(rule: StepRule) { self.rule = rule }

  /// The steps of a completion that is text.
  package func steps(of completion: String, tokenizer: Tokenizer) -> [Step] {
    let spans = tokenizer.encodeWithOffsets(
      completion, addSpecialTokens: false, continues: true)
    return steps(Array(completion.utf8), spans.map(\.id), ends: spans.map(\.bytes.upperBound))
  }

  /// The steps of a completion as the model generated it, token for token.
  package func steps(of tokens: [Int32], tokenizer: Tokenizer) -> [Step] {
    var bytes: [UInt8] = []
    var ends: [Int] = []
    for token in tokens {
      bytes += tokenizer.textBytes(token)
      ends.append(bytes.count)
    }
    return steps(bytes, tokens, ends: ends)
  }

  /// - Parameter ends: Where each token ends in the bytes.
  private func steps(_ bytes: [UInt8], _ tokens: [Int32], ends: [Int]) -> [Step] {
    guard !tokens.isEmpty else { return [] }
    var starts = [0]
    var token = 0
    for boundary in rule.boundaries(in: bytes) {
      while token < tokens.count, ends[token] < boundary { token += 1 }
      let next = token + 1
      guard next < tokens.count, next > starts[starts.count - 1] else { continue }
      starts.append(next)
    }
    var ranges = zip(starts, starts.dropFirst() + [tokens.count]).map { $0..<$1 }
    func place(_ token: Int) -> Int { token == 0 ? 0 : ends[token - 1] }
    func isBlank(_ range: Range<Int>) -> Bool {
      let (lower, upper) = (place(range.lowerBound), place(range.upperBound))
      return lower >= upper || bytes[lower..<upper].allSatisfy { $0 <= 0x20 }
    }
    var joined: [Range<Int>] = []
    for range in ranges {
      if let last = joined.last, isBlank(range) || isBlank(last) {
        joined[joined.count - 1] = last.lowerBound..<range.upperBound
      } else {
        joined.append(range)
      }
    }
    ranges = joined
    return ranges.map { range in
      let text = bytes[
        place(range.lowerBound)..<max(place(range.lowerBound), place(range.upperBound))]
      return Step(text: String(decoding: text, as: UTF8.self), tokens: Array(tokens[range]))
    }
  }
}
