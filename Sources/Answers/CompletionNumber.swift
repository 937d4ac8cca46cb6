internal import Foundation

extension StatedNumber {
  fileprivate var negative: StatedNumber {
    StatedNumber(value: -value, decimals: decimals, isPercent: isPercent)
  }
}

/// What a text states as a number.
private enum Statement {
  case number(StatedNumber)
  /// A list, a range or a formula with variables, none of whose numbers is the answer.
  case formula
  case none
}

extension StatedNumber {
  /// The number that a completion ends up with; none or one, or one for each way to read it.
  static func final(_ completion: String) -> [StatedNumber] {
    if let marked = FinalAnswer.marked(completion) {
      let stated = withoutExplanation(marked)
      return ([stated] + readings(stated)).compactMap {
        if let number = whole($0)?.number { return number }
        guard case .number(let number) = statement($0) else { return nil }
        return number
      }
    }
    return once(completion) + readings(completion).flatMap(once)
  }

  /// A text up to a bracket that stands apart from the number before it, as in `18 (6 * 3)`.
  private static func withoutExplanation(_ text: String) -> String {
    guard let start = text.range(of: " (") else { return text }
    let before = text[..<start.lowerBound]
    return before.last?.isNumber == true ? String(before) : text
  }

  /// A text with `2,5` and `1 234` as numbers, which may be lists as well; nothing where it has none.
  private static func readings(_ text: String) -> [String] {
    let plain = MathText.plain(text)
    return NumberReadings(plain).all.filter { $0 != plain }
  }

  private static func once(_ completion: String) -> [StatedNumber] {
    for text in FinalAnswer.announced(completion) {
      if text.lowercased().hasPrefix("not ") { continue }
      switch statement(text) {
      case .number(let number): return [number]
      case .formula: return []
      case .none: if let number = named(text) { return [number] }
      }
    }
    let text = withoutRemarks(completion)
    let tokens = ArithmeticToken.scan(text)[...]
    let numbers = all(in: tokens)
    let equals = tokens.lastIndex(of: .equals) ?? -1
    guard let last = numbers.last(where: { $0.place > equals }) ?? numbers.last else {
      return named(text).map { [$0] } ?? []
    }
    var (start, end) = (last.place, last.place + 1)
    while start > 0, tokens[start - 1].isArithmetic { start -= 1 }
    while end < tokens.endIndex, tokens[end].isArithmetic { end += 1 }
    let result = start > 0 && tokens[start - 1] == .equals
    if let value = value(of: tokens[start..<end], isResult: result) { return [value] }
    // A lone `- 5` may be an item, or less than nothing.
    let isItem = last.place > 0 && tokens[last.place - 1] == .bullet
    return [last.number]
      + (isItem && tokens.count(where: { $0 == .bullet }) == 1 ? [last.number.negative] : [])
  }

  /// The number that a text names in words.
  private static func named(_ text: String) -> StatedNumber? {
    NumberName.value(of: text).map {
      StatedNumber(value: $0, decimals: 0, isPercent: text.contains("百分之"))
    }
  }

  /// The number that a sentence gives: the first, or what the equality that begins with it comes to.
  private static func statement(_ text: String) -> Statement {
    let tokens = ArithmeticToken.scan(text)[...]
    guard var start = tokens.firstIndex(where: { $0.isNumber }) else { return .none }
    if isSeveral(tokens) { return .formula }
    if let formula = FormulaTerms.ranges(tokens).first(where: { $0.contains(start) }) {
      guard formula.upperBound < tokens.endIndex, tokens[formula.upperBound] == .equals else {
        return .formula
      }
      start = formula.upperBound + 1
    }
    var end = start
    var result: Int?
    while end < tokens.endIndex, tokens[end].isArithmetic || tokens[end] == .equals {
      if tokens[end] == .equals { result = end }
      end += 1
    }
    if let result { start = result + 1 }
    if start > 0, result == nil, tokens[start - 1] == .minus,
      start < 2 || !tokens[start - 2].endsValue
    {
      start -= 1
    }
    if let value = value(of: tokens[start..<end], isResult: result != nil) { return .number(value) }
    if result == nil, isSum(tokens[start..<end]), hasRange(text) { return .formula }
    let numbers = all(in: tokens)
    guard let number = numbers.first(where: { $0.place >= start }) ?? numbers.first else {
      return .formula
    }
    return .number(number.number)
  }

  /// Whether a text is a list or a choice of several numbers, with no other words than units.
  private static func isSeveral(_ tokens: ArraySlice<ArithmeticToken>) -> Bool {
    var members = 0
    var hasNumber = false
    for token in tokens {
      switch token {
      case .number: hasNumber = true
      case .separator, .word("and", _), .word("or", _):
        if hasNumber { members += 1 }
        hasNumber = false
      case .word(let word, _):
        guard word.count == 1 || UnitWords.contains(word) || FormulaTerms.isVariable(word) else {
          return false
        }
      default: break
      }
    }
    return members + (hasNumber ? 1 : 0) > 1
  }

  /// Whether a dash joins two numbers: `10-12`.
  private static func hasRange(_ text: String) -> Bool {
    let signs = Array(MathText.plain(text).unicodeScalars)
    func isDigit(_ sign: Unicode.Scalar) -> Bool { ("0"..."9").contains(sign) }
    return signs.indices.dropFirst().dropLast().contains { place in
      "-\u{2010}\u{2011}\u{2012}\u{2013}".unicodeScalars.contains(signs[place])
        && isDigit(signs[place - 1]) && isDigit(signs[place + 1])
    }
  }

  /// What an expression of several numbers comes to; nil for a lone number, and for a difference that is no
  /// result, since a dash stands between numbers for much else.
  private static func value(
    of expression: ArraySlice<ArithmeticToken>, isResult: Bool
  ) -> StatedNumber? {
    var piece = expression
    // `18 (6 * 3)`: what stands in brackets explains.
    let bracket = piece.indices.dropFirst().first { piece[$0] == .open && piece[$0 - 1].endsValue }
    if let bracket {
      guard piece[bracket...].count(where: \.isNumber) > 1 else { return nil }
      piece = piece[..<bracket]
      let numbers = all(in: Array(piece)[...])
      if numbers.count == 1 { return numbers[0].number }
    }
    while let last = piece.last, last.isOperator || last == .open { piece.removeLast() }
    guard piece.count(where: \.isNumber) > 1, isResult || !piece.contains(.minus) || !isSum(piece)
    else { return nil }
    return ArithmeticExpression.value(piece).map {
      StatedNumber(value: $0, decimals: 0, isPercent: false)
    }
  }

  /// The numbers of a text with their places, fractions, powers of ten and signs included; not those of formulae.
  private static func all(
    in tokens: ArraySlice<ArithmeticToken>
  ) -> [(place: Int, number: StatedNumber)] {
    var isTerm = [Bool](repeating: false, count: tokens.endIndex)
    for range in FormulaTerms.ranges(tokens) { for place in range { isTerm[place] = true } }
    var found: [(Int, StatedNumber)] = []
    var place = tokens.startIndex
    while place < tokens.endIndex {
      let start = place
      guard case .number(var value, var decimals) = tokens[place] else {
        place += 1
        continue
      }
      let before = place > 0 ? tokens[place - 1] : .stop
      let opens = place < 2 || !tokens[place - 2].endsValue
      let isNegative = opens && (before == .minus || before.isNegation)
      if let (number, end) = mixed(tokens[place...]) {
        value = number.value
        place = end
      } else {
        place += 1
        (value, decimals, place) = extended(value, decimals, tokens, place)
        (value, decimals, place) = spoken(value, decimals, tokens, place)
      }
      guard !isTerm[start] else { continue }
      let isPercent = place < tokens.endIndex && tokens[place] == .percent || before.isPercentBefore
      found.append(
        (
          start,
          StatedNumber(
            value: isNegative ? -value : value, decimals: decimals, isPercent: isPercent)
        ))
    }
    return found
  }

  /// A number with the words that multiply it or add to it: `2.5 million`, `2 and a half`, `3 dollars and 50 cents`.
  private static func spoken(
    _ value: ExactNumber, _ decimals: Int, _ tokens: ArraySlice<ArithmeticToken>, _ start: Int
  ) -> (ExactNumber, Int, Int) {
    func word(_ place: Int) -> String? {
      guard place < tokens.endIndex, case .word(let word, _) = tokens[place] else { return nil }
      return word
    }
    if let scale = word(start).flatMap({ NumberName.scales[$0] }),
      let product = value.multiplied(by: ExactNumber(scale))
    {
      return (product, 0, start + 1)
    }
    if word(start) == "and", word(start + 1) == "a", let below = parts[word(start + 2) ?? ""],
      let part = ExactNumber(1).divided(by: ExactNumber(below)), let sum = value.adding(part)
    {
      return (sum, 0, start + 3)
    }
    var place = start
    if let unit = word(place), ["dollar", "dollars", "euro", "euros", "pounds"].contains(unit) {
      place += 1
    }
    if word(place) == "and" { place += 1 }
    guard place > start, place < tokens.endIndex, case .number(let cents, 0) = tokens[place],
      let name = word(place + 1), ["cent", "cents", "pence"].contains(name),
      let part = cents.divided(by: ExactNumber(100)), part.isProper, let sum = value.adding(part)
    else { return (value, decimals, start) }
    return (sum, 2, place + 2)
  }

  private static let parts = ["half": 2, "third": 3, "quarter": 4]

  /// A number with the divisor, the exponent or the power of ten that follows it.
  private static func extended(
    _ value: ExactNumber, _ decimals: Int, _ tokens: ArraySlice<ArithmeticToken>, _ place: Int
  ) -> (ExactNumber, Int, Int) {
    if place < tokens.endIndex, tokens[place] == .power,
      let (exponent, end) = exponent(tokens, place + 1), let power = value.power(exponent)
    {
      return (power, 0, end)
    }
    guard place + 1 < tokens.endIndex, case .number(let next, _) = tokens[place + 1] else {
      return (value, decimals, place)
    }
    if tokens[place] == .divided, let quotient = value.divided(by: next) {
      return (quotient, 0, place + 2)
    }
    guard tokens[place] == .times, next == ExactNumber(10), place + 3 < tokens.endIndex,
      tokens[place + 2] == .power, let (exponent, end) = exponent(tokens, place + 3),
      let power = next.power(exponent), let result = value.multiplied(by: power)
    else { return (value, decimals, place) }
    return (result, 0, end)
  }

  /// A whole number with or without a sign and brackets, and the place behind it.
  private static func exponent(
    _ tokens: ArraySlice<ArithmeticToken>, _ start: Int
  ) -> (value: ExactNumber, end: Int)? {
    var end = start
    func next() -> ArithmeticToken? { end < tokens.endIndex ? tokens[end] : nil }
    let isBracketed = next() == .open
    if isBracketed { end += 1 }
    let isNegative = next() == .minus
    if isNegative { end += 1 }
    guard case .number(let value, _) = next() else { return nil }
    end += 1
    if isBracketed {
      guard next() == .close else { return nil }
      end += 1
    }
    return (isNegative ? -value : value, end)
  }

  /// A text without remarks in brackets that hold words, such as `(see step 2)`.
  private static func withoutRemarks(_ text: String) -> String {
    var result = ""
    var bracket = ""
    var isInside = false
    for character in text {
      if character == "(", !isInside {
        isInside = true
        bracket = "("
      } else if isInside {
        bracket.append(character)
        guard character == ")" || bracket.utf8.count > 200 else { continue }
        if !bracket.contains(where: \.isLetter) || character != ")" { result += bracket }
        isInside = false
      } else {
        result.append(character)
      }
    }
    return isInside ? result + bracket : result
  }
}

extension ArithmeticToken {
  fileprivate var isNumber: Bool { if case .number = self { true } else { false } }

  /// `negative` and `minus`, as people say it.
  fileprivate var isNegation: Bool {
    guard case .word(let word, _) = self else { return false }
    return word == "negative" || word == "minus"
      || ["负", "負", "マイナス"].contains(where: word.hasSuffix)
  }

  /// 百分之, which stands before what is a hundredth.
  fileprivate var isPercentBefore: Bool {
    if case .word(let word, _) = self { word.hasSuffix("百分之") } else { false }
  }
}
