/// Checks the equalities that reasoning states.
///
/// An equality counts where both sides are arithmetic with numbers alone; `x = 3` states nothing that
/// could be checked, and neither does `half of 8 = 4`. A decimal on the right may be rounded: it is
/// held to the decimals it is written with.
package enum Equality {
  /// Place of the first step that states a false equality, nil where none does.
  package static func firstFalseStep(_ steps: [String]) -> Int? {
    steps.firstIndex { !falseEqualities($0).isEmpty }
  }

  /// The sides of each false equality in a text.
  package static func falseEqualities(_ text: String) -> [(left: Double, right: Double)] {
    equalities(text).filter { !$0.holds }.map { ($0.left, $0.right) }
  }

  /// How many equalities of a text can be checked.
  package static func checkable(_ text: String) -> Int { equalities(text).count }

  private struct Stated {
    let left: Double
    let right: Double
    let holds: Bool
  }

  private static func equalities(_ text: String) -> [Stated] {
    guard text.utf8.count <= 100_000 else { return [] }
    let tokens = ArithmeticToken.scan(text)
    var found: [Stated] = []
    for (place, token) in tokens.enumerated() where token == .equals {
      guard let left = left(tokens, before: place),
        let (right, decimals) = right(tokens, after: place)
      else { continue }
      found.append(Stated(left: left, right: right, holds: agree(left, right, decimals)))
    }
    return found
  }

  private static func agree(_ left: Double, _ right: Double, _ decimals: Int) -> Bool {
    let size = max(abs(left), abs(right), 1)
    if abs(left - right) <= 1e-9 * size { return true }
    guard decimals > 0 else { return false }
    var unit = 1.0
    for _ in 0..<min(decimals, 15) { unit /= 10 }
    return abs(left - right) <= 0.5 * unit * (1 + 1e-9)
  }

  /// Words that make the number beside them part of more than is written in signs.
  private static let binding: Set<String> = [
    "of", "times", "plus", "minus", "by", "over", "percent", "squared", "cubed", "half", "double",
    "twice", "mod", "than", "from", "per", "sqrt", "root", "sin", "cos", "tan", "log", "ln", "exp",
    "abs", "remainder", "r", "more", "less", "million", "billion", "thousand", "hundred", "dozen",
    "divided", "multiplied", "to",
  ]

  /// The longest expression that ends where the equals sign is.
  private static func left(_ tokens: [ArithmeticToken], before place: Int) -> Double? {
    var start = place
    while start > 0, isArithmetic(tokens[start - 1]) { start -= 1 }
    guard start < place, let value = ArithmeticExpression.value(tokens[start..<place]) else {
      return nil
    }
    guard start > 0 else { return value }
    switch tokens[start - 1] {
    case .equals, .stop: return value
    case .word(let word, _):
      if binding.contains(word) || word.count == 1 && word != "a" { return nil }
      // A bare number after words may be the end of a phrase, as in `the sum of 2 and 5 = 7`.
      return place - start > 1 ? value : nil
    default: return nil
    }
  }

  /// The longest expression that starts after the equals sign, and the decimals of its last number.
  private static func right(
    _ tokens: [ArithmeticToken], after place: Int
  ) -> (Double, decimals: Int)? {
    var end = place + 1
    while end < tokens.count, isArithmetic(tokens[end]) { end += 1 }
    // `= 5 - so` and `= 5 (as said)`: what belongs to the sentence is left off.
    var last = end
    while last > place + 1, tokens[last - 1].isOperator || tokens[last - 1] == .open { last -= 1 }
    let trimmed = last < end
    guard let value = ArithmeticExpression.value(tokens[(place + 1)..<last]) else { return nil }
    if !trimmed, end < tokens.count {
      switch tokens[end] {
      case .percent: return nil
      case .word(let word, let attached):
        if attached || word.count == 1 && word != "a" || binding.contains(word) { return nil }
      default: break
      }
    } else if trimmed, end < tokens.count, case .word(let word, _) = tokens[end] {
      if word.count == 1 || tokens[last] != .open && tokens[last] != .minus { return nil }
    }
    let isLoneNumber = last - place <= 3
    guard isLoneNumber, case .number(_, let decimals) = tokens[last - 1] else { return (value, 0) }
    return (value, decimals)
  }

  private static func isArithmetic(_ token: ArithmeticToken) -> Bool {
    switch token {
    case .number, .open, .close: true
    default: token.isOperator
    }
  }
}
