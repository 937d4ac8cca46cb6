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
    if trimmed.hasPrefix("百分之"), let share = NumberName.chinese(String(trimmed.dropFirst(3))) {
      return (StatedNumber(value: ExactNumber(share), decimals: 0, isPercent: true), false)
    }
    // `USD 18` is 18.
    if case .word(let name, _) = tokens.first, currencies.contains(name), tokens.count > 1 {
      tokens = tokens.dropFirst()
      if tokens.first == .stop || tokens.first == .separator { tokens = tokens.dropFirst() }
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
    "krw", "r", "nz", "sek", "nok", "dkk", "pln", "try", "brl", "mxn", "zar", "sgd", "rub", "kr",
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
        let isVariable = attached && FormulaTerms.isVariable(word)
        if isVariable || word.hasPrefix("\\") || bindings.contains(word) { return false }
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

  /// Words behind a number that are no unit of it.
  private static let bindings: Set<String> = ["π", "pi", "sqrt", "±", "or", "and"]

  /// Whether a sign stands between two values: `1998-2004` is no number.
  static func isSum(_ tokens: ArraySlice<ArithmeticToken>) -> Bool {
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
  static func mixed(
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
}

extension ExactNumber {
  fileprivate func isSame(_ other: ExactNumber, decimals: Int) -> Bool {
    self == other || decimals >= 6 && agrees(with: other, decimals: min(decimals, 1_000))
  }
}

extension ArithmeticToken {
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
