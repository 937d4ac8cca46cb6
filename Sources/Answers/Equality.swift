/// Checks the equalities that reasoning states.
///
/// An equality counts where both sides are arithmetic with numbers alone; `x = 3` states nothing that
/// could be checked, and neither does `half of 8 = 4`. A decimal on the right may be rounded: it is
/// held to the decimals it is written with. All else is compared exactly, whole numbers at any length.
package enum Equality {
  /// Place of the first step that states a false equality, nil where none does.
  package static func firstFalseStep(_ steps: [String]) -> Int? {
    steps.firstIndex { holds($0) == false }
  }

  /// Whether every equality of a text holds; nil where it states none that can be checked.
  package static func holds(_ text: String) -> Bool? {
    let stated = equalities(text)
    return stated.isEmpty ? nil : stated.allSatisfy(\.self)
  }

  /// How many equalities of a text can be checked.
  package static func checkable(_ text: String) -> Int { equalities(text).count }

  /// For each equality that can be checked whether it holds.
  private static func equalities(_ text: String) -> [Bool] {
    guard text.utf8.count <= 100_000 else { return [] }
    let tokens = ArithmeticToken.scan(text)
    return tokens.indices.compactMap { place in
      guard tokens[place] == .equals, let (right, decimals) = right(tokens, after: place) else {
        return nil
      }
      let left = left(tokens, before: place)
      return left.isEmpty ? nil : left.contains { agree($0, right, decimals) }
    }
  }

  private static func agree(_ left: ExactNumber, _ right: ExactNumber, _ decimals: Int) -> Bool {
    left == right || decimals > 0 && left.agrees(with: right, decimals: min(decimals, 1_000))
  }

  /// Words that make the number beside them part of more than is written in signs.
  private static let binding: Set<String> = [
    "of", "times", "plus", "minus", "by", "over", "percent", "squared", "cubed", "half", "double",
    "twice", "mod", "than", "from", "per", "sqrt", "root", "sin", "cos", "tan", "log", "ln", "exp",
    "abs", "remainder", "r", "more", "less", "million", "billion", "thousand", "hundred", "dozen",
    "divided", "multiplied", "to",
  ]

  /// The value of the longest expression that ends where the equals sign is.
  ///
  /// There are two where a line starts with `- 3 + 5`: an item of a list, or a negative number.
  private static func left(_ tokens: [ArithmeticToken], before place: Int) -> [ExactNumber] {
    var start = place
    while start > 0, tokens[start - 1].isArithmetic { start -= 1 }
    guard start < place, let value = ArithmeticExpression.value(tokens[start..<place]) else {
      return []
    }
    guard start > 0 else { return [value] }
    switch tokens[start - 1] {
    case .equals, .stop, .separator, .comparison: return [value]
    case .bullet:
      let signed = ArithmeticExpression.value(([.minus] + tokens[start..<place])[...])
      return [value] + (signed.map { [$0] } ?? [])
    case .word(let word, _):
      if binding.contains(word) || word.count == 1 && word != "a" { return [] }
      // A bare number after words may be the end of a phrase, as in `the sum of 2 and 5 = 7`.
      return place - start > 1 ? [value] : []
    default: return []
    }
  }

  /// The longest expression that starts after the equals sign, and the decimals of its last number.
  private static func right(
    _ tokens: [ArithmeticToken], after place: Int
  ) -> (ExactNumber, decimals: Int)? {
    var end = place + 1
    while end < tokens.count, tokens[end].isArithmetic { end += 1 }
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
}
