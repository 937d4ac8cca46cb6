internal import Foundation

/// A number as an answer states it.
struct StatedNumber {
  let value: ExactNumber
  /// Decimals it is written with.
  let decimals: Int
  let isPercent: Bool

  /// Whether two numbers are one answer: equal, or one the other rounded to six decimals or more.
  ///
  /// A per cent sign is a unit, which one of them may lack, or a hundredth.
  func agrees(with other: StatedNumber) -> Bool {
    if value.isSame(other.value, decimals: max(decimals, other.decimals)) { return true }
    guard isPercent != other.isPercent, let hundredth = ExactNumber(1).divided(by: ExactNumber(100))
    else { return false }
    let (share, plain) = isPercent ? (value, other.value) : (other.value, value)
    return share.multiplied(by: hundredth) == plain
  }

  /// The number that a text is as a whole, with a unit or a variable that it equals.
  static func whole(_ text: String) -> (number: StatedNumber, hasUnit: Bool)? {
    var trimmed = MathText.plain(text).trimmingCharacters(in: .whitespacesAndNewlines)
    while let last = trimmed.last, ".$*".contains(last) { trimmed.removeLast() }
    var tokens = ArithmeticToken.scan(trimmed)[...]
    // `x = 5` is 5.
    if tokens.count > 2, case .word(let name, _) = tokens[0], name.count == 1, tokens[1] == .equals
    {
      tokens = tokens.dropFirst(2)
    }
    if let (number, end) = mixed(tokens), end == tokens.endIndex { return (number, false) }
    if let number = NumberName.chinese(trimmed) {
      return (StatedNumber(value: ExactNumber(number), decimals: 0, isPercent: false), false)
    }
    // `USD 18` is 18.
    if case .word(let name, _) = tokens.first, currencies.contains(name), tokens.count > 1 {
      tokens = tokens.dropFirst()
      if tokens.first == .stop { tokens = tokens.dropFirst() }
    }
    var end = tokens.firstIndex { $0.startsUnit } ?? tokens.endIndex
    if let (scaled, next) = scaled(tokens, end) { (tokens, end) = (scaled, next) }
    let unit = tokens[end...]
    guard end > tokens.startIndex, isUnit(unit), !isSum(tokens[..<end]) else { return nil }
    let parsed = mixed(tokens[..<end])
    let number =
      parsed.flatMap { $0.end == end ? $0.number : nil }
      ?? ArithmeticExpression.value(tokens[..<end]).map {
        StatedNumber(value: $0, decimals: decimals(tokens[..<end]), isPercent: false)
      }
    guard let number else { return nil }
    return (
      StatedNumber(
        value: number.value, decimals: number.decimals, isPercent: unit.contains(.percent)),
      unit.contains { $0 != .percent }
    )
  }

  private static let currencies: Set<String> = [
    "usd", "eur", "gbp", "cny", "rmb", "jpy", "inr", "aud", "cad", "chf", "rs", "us", "hk", "nt",
    "krw",
  ]

  /// A number and a word that multiplies it, such as `2.5 million`, as one number.
  private static func scaled(
    _ tokens: ArraySlice<ArithmeticToken>, _ end: Int
  ) -> (ArraySlice<ArithmeticToken>, end: Int)? {
    guard end > tokens.startIndex, end < tokens.endIndex, case .word(let word, _) = tokens[end],
      case .number(let value, _) = tokens[end - 1], let scale = NumberName.scales[word],
      let product = value.multiplied(by: ExactNumber(scale))
    else { return nil }
    var result = Array(tokens[tokens.startIndex..<end - 1])
    result.append(.number(product, decimals: 0))
    let place = result.count
    return ((result + tokens[(end + 1)...])[...], place)
  }

  /// Whether what follows a number may be its unit: up to three words, `cm^2`, `km/h`, `%`; not `x` as in `2x`.
  private static func isUnit(_ tokens: ArraySlice<ArithmeticToken>) -> Bool {
    guard tokens.count <= 6 else { return false }
    var words = 0
    var last: ArithmeticToken?
    for token in tokens {
      switch token {
      case .word(let word, let attached):
        words += 1
        let isVariable = attached && word.count == 1 && !["m", "g", "s", "°"].contains(word)
        if isVariable || word.hasPrefix("\\") || ["π", "sqrt", "or", "and"].contains(word) {
          return false
        }
      case .percent: break
      case .divided, .power: guard case .word = last else { return false }
      case .number(let value, _):
        guard last == .power, value == ExactNumber(2) || value == ExactNumber(3) else {
          return false
        }
      default: return false
      }
      last = token
    }
    return words <= 3
  }

  /// Whether a sign stands between two values: `1998-2004` is no number.
  private static func isSum(_ tokens: ArraySlice<ArithmeticToken>) -> Bool {
    zip(tokens, tokens.dropFirst()).contains { value, sign in
      value.endsValue && (sign == .plus || sign == .minus)
    }
  }

  private static func decimals(_ tokens: ArraySlice<ArithmeticToken>) -> Int {
    guard tokens.count == 1, case .number(_, let decimals) = tokens[tokens.startIndex] else {
      return 0
    }
    return decimals
  }

  /// `1 1/2`: a whole number and a fraction beside it.
  private static func mixed(
    _ tokens: ArraySlice<ArithmeticToken>
  ) -> (number: StatedNumber, end: Int)? {
    var place = tokens.startIndex
    let isNegative = tokens.first == .minus
    if isNegative { place += 1 }
    guard place + 3 < tokens.endIndex, case .number(let whole, 0) = tokens[place],
      case .number(let above, 0) = tokens[place + 1], tokens[place + 2] == .divided,
      case .number(let below, 0) = tokens[place + 3], let part = above.divided(by: below),
      part.isProper, let value = whole.adding(part)
    else { return nil }
    let number = StatedNumber(value: isNegative ? -value : value, decimals: 0, isPercent: false)
    return (number, place + 4)
  }

  // MARK: What a completion states

  /// The number that a completion ends up with; none or one, or one for each way to read it.
  static func final(_ completion: String) -> [StatedNumber] {
    if let marked = FinalAnswer.marked(completion) {
      return ([marked] + readings(marked)).compactMap { whole($0)?.number ?? stated(in: $0) }
    }
    return once(completion) + readings(completion).flatMap(once)
  }

  /// A text with `2,5` and `1 234` as numbers, which may be lists as well; nothing where it has none.
  private static func readings(_ text: String) -> [String] {
    let plain = MathText.plain(text)
    return NumberReadings(plain).all.filter { $0 != plain }
  }

  private static func once(_ completion: String) -> [StatedNumber] {
    for text in FinalAnswer.announced(completion) {
      if text.lowercased().hasPrefix("not ") { continue }
      if let number = stated(in: text) { return [number] }
      if let number = NumberName.value(of: text) {
        let isPercent = text.contains("百分之")
        return [StatedNumber(value: ExactNumber(number), decimals: 0, isPercent: isPercent)]
      }
    }
    let text = withoutRemarks(completion)
    // What follows the last equals sign is a whole expression, of which 2/3 is one number.
    if let equals = text.lastIndex(of: "=") {
      if let last = all(in: String(text[text.index(after: equals)...])).last { return [last] }
    }
    if let last = all(in: text).last { return [last] }
    return NumberName.value(of: text).map {
      let isPercent = text.contains("百分之")
      return [StatedNumber(value: ExactNumber($0), decimals: 0, isPercent: isPercent)]
    } ?? []
  }

  /// The number that a sentence gives: the first, or what the equality that begins with it comes to.
  private static func stated(in text: String) -> StatedNumber? {
    let tokens = ArithmeticToken.scan(text)
    guard let first = tokens.firstIndex(where: { $0.isNumber }) else { return nil }
    var end = first
    var result: Int?
    while end < tokens.count, tokens[end].isArithmetic || tokens[end] == .equals {
      if tokens[end] == .equals { result = end }
      end += 1
    }
    let numbers = all(in: tokens[...])
    let start = result.map { $0 + 1 } ?? 0
    return numbers.first { $0.place >= start }?.number ?? numbers.first?.number
  }

  private static func all(in text: String) -> [StatedNumber] {
    all(in: ArithmeticToken.scan(text)[...]).map(\.number)
  }

  /// The numbers of a text with their places, fractions, powers of ten and signs included.
  private static func all(
    in tokens: ArraySlice<ArithmeticToken>
  ) -> [(place: Int, number: StatedNumber)] {
    var found: [(Int, StatedNumber)] = []
    var place = tokens.startIndex
    while place < tokens.endIndex {
      let start = place
      guard case .number(var value, var decimals) = tokens[place] else {
        place += 1
        continue
      }
      let opens = place < 2 || !tokens[place - 2].endsValue
      let isNegative =
        place > 0 && opens && (tokens[place - 1] == .minus || tokens[place - 1].isNegation)
      if let (number, end) = mixed(tokens[place...]) {
        value = number.value
        place = end
      } else {
        place += 1
        (value, decimals, place) = extended(value, decimals, tokens, place)
        if place < tokens.endIndex, case .word(let word, _) = tokens[place],
          let scale = NumberName.scales[word],
          let product = value.multiplied(by: ExactNumber(scale))
        {
          (value, decimals, place) = (product, 0, place + 1)
        }
      }
      let isPercent = place < tokens.endIndex && tokens[place] == .percent
      found.append(
        (
          start,
          StatedNumber(
            value: isNegative ? -value : value, decimals: decimals, isPercent: isPercent)
        ))
    }
    return found
  }

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

extension ExactNumber {
  fileprivate func isSame(_ other: ExactNumber, decimals: Int) -> Bool {
    self == other || decimals >= 6 && agrees(with: other, decimals: min(decimals, 1_000))
  }
}

extension ArithmeticToken {
  fileprivate var isNumber: Bool { if case .number = self { true } else { false } }

  /// `negative` and `minus`, as people say it.
  fileprivate var isNegation: Bool {
    if case .word(let word, _) = self { word == "negative" || word == "minus" } else { false }
  }

  fileprivate var startsUnit: Bool {
    switch self {
    case .word, .percent: true
    default: false
    }
  }

  /// Whether an expression may hold the token.
  var isArithmetic: Bool {
    switch self {
    case .number, .open, .close: true
    default: isOperator
    }
  }
}
