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
    let end = tokens.firstIndex { $0.startsUnit } ?? tokens.endIndex
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
      if let (number, _) = whole(marked) { return [number] }
      return stated(in: marked).map { [$0] } ?? []
    }
    for text in FinalAnswer.announced(completion) {
      if text.lowercased().hasPrefix("not ") { continue }
      if let number = stated(in: text) { return [number] }
      if let number = NumberName.value(of: text) {
        return [StatedNumber(value: ExactNumber(number), decimals: 0, isPercent: false)]
      }
    }
    let text = withoutRemarks(completion)
    // What follows the last equals sign is a whole expression, of which 2/3 is one number.
    if let equals = text.lastIndex(of: "=") {
      if let last = all(in: String(text[text.index(after: equals)...])).last { return [last] }
    }
    if let last = all(in: text).last { return [last] }
    return NumberName.value(of: text).map {
      [StatedNumber(value: ExactNumber($0), decimals: 0, isPercent: false)]
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
      let isNegative = place > 0 && tokens[place - 1] == .minus && opens
      if let (number, end) = mixed(tokens[place...]) {
        value = number.value
        place = end
      } else {
        place += 1
        (value, decimals, place) = extended(value, decimals, tokens, place)
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

  /// A number with the divisor or the power of ten that follows it.
  private static func extended(
    _ value: ExactNumber, _ decimals: Int, _ tokens: ArraySlice<ArithmeticToken>, _ place: Int
  ) -> (ExactNumber, Int, Int) {
    guard place + 1 < tokens.endIndex, case .number(let next, _) = tokens[place + 1] else {
      return (value, decimals, place)
    }
    if tokens[place] == .divided, let quotient = value.divided(by: next) {
      return (quotient, 0, place + 2)
    }
    guard tokens[place] == .times, next == ExactNumber(10), place + 3 < tokens.endIndex,
      tokens[place + 2] == .power
    else { return (value, decimals, place) }
    var end = place + 3
    let isBracketed = tokens[end] == .open
    if isBracketed { end += 1 }
    let isNegative = end < tokens.endIndex && tokens[end] == .minus
    if isNegative { end += 1 }
    guard end < tokens.endIndex, case .number(let exponent, _) = tokens[end],
      let power = next.power(isNegative ? -exponent : exponent),
      let result = value.multiplied(by: power)
    else { return (value, decimals, place) }
    end += isBracketed && end + 1 < tokens.endIndex && tokens[end + 1] == .close ? 2 : 1
    return (result, 0, end)
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

/// Numbers from 0 to 99 in English words.
enum NumberName {
  private static let small = [
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
    "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
  ]
  private static let tens = [
    "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety",
  ]

  /// The last number that a text names; nil where it names none.
  static func value(of text: String) -> Int? {
    var value: Int?
    var ten: Int?
    for word in AnswerWords.split(text) {
      let unit = small.firstIndex(of: word)
      if let tens = tens.firstIndex(of: word) {
        ten = 20 + 10 * tens
        value = ten
      } else if let unit {
        value = (1...9).contains(unit) ? (ten ?? 0) + unit : unit
        ten = nil
      } else {
        ten = nil
      }
    }
    return value
  }
}
