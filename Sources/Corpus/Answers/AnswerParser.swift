internal import Foundation

/// Tells whether a completion gives the expected answer.
///
/// A numeric answer must be the last number that the completion states, or the number that follows
/// its last "answer is", "answer:" or the like. Any other answer, or one of its aliases, must occur as
/// whole words; case, accents and punctuation do not count.
package enum AnswerParser {
  /// Whether the answer is right; nil where the question expects none.
  package static func isCorrect(completion: String, question: Question) -> Bool? {
    guard let answer = question.answer else { return nil }
    return ([answer] + question.aliases).contains { states(completion, $0) }
  }

  private static func states(_ completion: String, _ answer: String) -> Bool {
    if let expected = number(answer) {
      guard let stated = finalNumber(completion) else { return false }
      return abs(stated - expected) <= 1e-9 * max(1, abs(expected))
    }
    let wanted = words(answer)
    guard !wanted.isEmpty else { return false }
    let said = words(completion)
    guard said.count >= wanted.count else { return false }
    return (0...(said.count - wanted.count)).contains { start in
      said[start..<(start + wanted.count)].elementsEqual(wanted)
    }
  }

  /// The value of a text that is arithmetic with numbers alone, such as `-3`, `1,200` or `2/3`.
  static func number(_ text: String) -> Double? {
    var trimmed = text.trimmingCharacters(in: .whitespacesAndNewlines)
    if trimmed.hasSuffix(".") { trimmed.removeLast() }
    let tokens = ArithmeticToken.scan(trimmed)
    return ArithmeticExpression.value(tokens[...])
  }

  private static let announcements = ["answer is", "answer:", "answer =", "result is", "result:"]

  /// The number that a completion ends up with.
  static func finalNumber(_ completion: String) -> Double? {
    var text = completion[...]
    for announcement in announcements {
      if let range = text.range(of: announcement, options: [.backwards, .caseInsensitive]) {
        let rest = text[range.upperBound...]
        if let first = numbers(String(rest)).first { return first }
      }
    }
    // What follows the last equals sign is a whole expression, of which 2/3 is one number.
    if let equals = text.lastIndex(of: "=") {
      let rest = text[text.index(after: equals)...]
      if numbers(String(rest)).count >= 1 { text = rest }
    }
    return numbers(String(text)).last
  }

  /// The numbers of a text, fractions and signs included.
  private static func numbers(_ text: String) -> [Double] {
    let tokens = ArithmeticToken.scan(text)
    var values: [Double] = []
    var place = 0
    while place < tokens.count {
      guard case .number(var value, _) = tokens[place] else {
        place += 1
        continue
      }
      let opens = place < 2 || !tokens[place - 2].endsValue
      if place > 0, tokens[place - 1] == .minus, opens { value = -value }
      place += 1
      if place + 1 < tokens.count, tokens[place] == .divided,
        case .number(let divisor, _) = tokens[place + 1], divisor != 0
      {
        value /= divisor
        place += 2
      }
      values.append(value)
    }
    return values
  }

  /// The words of a text, lower-case and without accents.
  static func words(_ text: String) -> [String] {
    text.folding(options: [.caseInsensitive, .diacriticInsensitive], locale: nil)
      .split { !$0.isLetter && !$0.isNumber }
      .map(String.init)
  }
}
