/// Which numbers of a text are terms of a formula with variables, such as both of `2x + 3`, and so no numbers
/// that an answer states.
enum FormulaTerms {
  /// Whether letters that touch a number before them are variables or a function, and not its unit.
  static func isVariable(_ word: String) -> Bool {
    if word.hasPrefix("\\") || functions.contains(word) || constants.contains(word) { return true }
    if word.contains("_") { return word.prefix { $0 != "_" }.count == 1 }
    guard word.unicodeScalars.allSatisfy({ $0.value < 0x80 }) else {
      return word.unicodeScalars.count == 1 && isGreek(word)
    }
    if word.count == 1 { return !units.contains(word) }
    return products.contains(word)
      || word.count <= 4 && word.contains { "xyz".contains($0) }
        && word.allSatisfy { "abcknpqrtxyz".contains($0) } && !names.contains(word)
  }

  /// Letters that stand for a unit, or as capitals behind a number for one.
  private static let units: Set<String> = [
    "m", "g", "s", "h", "l", "°", "K", "C", "F", "V", "W", "A", "J", "N", "L", "T", "B", "M", "G",
    "H", "S",
  ]
  private static let functions: Set<String> = [
    "sqrt", "sin", "cos", "tan", "cot", "sec", "csc", "log", "ln", "exp", "arcsin", "arccos",
    "arctan",
  ]
  private static let constants: Set<String> = ["pi", "‰", "±", "theta", "alpha", "beta", "gamma"]
  private static let products: Set<String> = ["ab", "bc", "ac", "abc", "nk", "pq", "uv"]
  /// Units of letters that variables have too.
  private static let names: Set<String> = ["px", "yr", "pixel"]

  private static func isGreek(_ word: String) -> Bool {
    // Ohm and micro are units.
    word.unicodeScalars.allSatisfy { (0x0370...0x03FF).contains($0.value) } && !"ωΩμ".contains(word)
  }

  /// Letters that are variables beside a sign of arithmetic too; others may begin a word or a choice there.
  private static let lone: Set<String> = [
    "x", "y", "z", "n", "k", "p", "q", "r", "t", "u", "v", "w", "j", "π", "pi", "θ",
  ]

  /// The ranges of tokens that are formulae with variables.
  static func ranges(_ tokens: ArraySlice<ArithmeticToken>) -> [Range<Int>] {
    var found: [Range<Int>] = []
    var place = tokens.startIndex
    while place < tokens.endIndex {
      let start = place
      var isFormula = false
      while place < tokens.endIndex {
        if isTerm(tokens, place) { isFormula = true } else if !tokens[place].isArithmetic { break }
        place += 1
      }
      if isFormula { found.append(bounded(tokens, start..<place)) }
      place = max(place, start + 1)
    }
    return found + bounds(tokens)
  }

  /// Whether a token is a variable or a function of a formula, by what stands beside it.
  private static func isTerm(_ tokens: ArraySlice<ArithmeticToken>, _ place: Int) -> Bool {
    guard case .word(let word, let attached) = tokens[place] else { return false }
    let before = place > tokens.startIndex ? tokens[place - 1] : nil
    let after = place + 1 < tokens.endIndex ? tokens[place + 1] : nil
    let followsValue = before?.endsValue == true
    if functions.contains(word) || word == "±" || word == "f" {
      let opens = after == .open
      var startsValue = opens
      if case .number = after { startsValue = word != "f" }
      return startsValue || word != "f" && followsValue && attached
    }
    if followsValue, attached || ["x", "y", "z", "π", "pi"].contains(word) {
      return isVariable(word)
    }
    guard lone.contains(word) else { return false }
    return before?.isOperator == true || after?.isOperator == true
  }

  /// A formula without the signs at its ends that belong to the sentence.
  private static func bounded(
    _ tokens: ArraySlice<ArithmeticToken>, _ range: Range<Int>
  ) -> Range<Int> {
    var end = range.upperBound
    while end > range.lowerBound, tokens[end - 1].isOperator { end -= 1 }
    return range.lowerBound..<end
  }

  /// Numbers that a variable is only compared with, as in `x > 2`.
  private static func bounds(_ tokens: ArraySlice<ArithmeticToken>) -> [Range<Int>] {
    tokens.indices.compactMap { place in
      guard tokens[place] == .comparison, place > tokens.startIndex else { return nil }
      if case .word(let word, _) = tokens[place - 1] {
        guard word.count == 1 else { return nil }
      } else if !tokens[place - 1].endsValue {
        return nil
      }
      var start = place
      while start > tokens.startIndex, tokens[start - 1].isArithmetic { start -= 1 }
      var end = place + 1
      while end < tokens.endIndex, tokens[end].isArithmetic { end += 1 }
      return start..<end
    }
  }
}
