extension ArithmeticToken {
  /// A number as people write it: `1,234.5`, `.5`, `1e6`, `3⁄4`, `2½`.
  ///
  /// Groups of three may be parted by commas, underscores, apostrophes or thin spaces.
  /// - Returns: The number and where it ends.
  static func number(
    _ characters: [Unicode.Scalar], from start: Int
  ) -> (ArithmeticToken, end: Int) {
    var reader = NumberReader(characters, start)
    return (reader.number(), reader.place)
  }
}

/// Reads one number.
private struct NumberReader {
  private let characters: [Unicode.Scalar]
  private(set) var place: Int

  init(_ characters: [Unicode.Scalar], _ place: Int) {
    self.characters = characters
    self.place = place
  }

  mutating func number() -> ArithmeticToken {
    if let number = based() ?? grouped() { return number }
    var digits = whole()
    var decimals = 0
    if has(".", at: place), isDigit(place + 1) {
      place += 1
      let fraction = run()
      digits += fraction
      decimals = fraction.count
      if has(MathText.repeating, at: place) { return repeating(digits, decimals) }
    }
    if decimals == 0, let value = fraction(ExactNumber(digits: digits, decimals: 0)) {
      return .number(value, decimals: 0)
    }
    let exponent = exponent()
    return .number(
      ExactNumber(digits: digits, decimals: decimals - exponent),
      decimals: max(0, decimals - exponent))
  }

  /// A decimal whose last digits repeat without end, as in `0.1\overline{6}`: the digits that do have a mark each.
  private mutating func repeating(_ digits: [UInt8], _ decimals: Int) -> ArithmeticToken {
    var (digits, decimals) = (digits, decimals)
    // The first digit of the period was read as one of those before it.
    var period: [UInt8] = []
    if has(MathText.repeating, at: place), let first = digits.popLast() {
      period = [first]
      decimals -= 1
      place += 1
    }
    while isDigit(place), has(MathText.repeating, at: place + 1) {
      period.append(UInt8(characters[place].value - 0x30))
      place += 2
    }
    let nines = ExactNumber(
      digits: [UInt8](repeating: 9, count: period.count), decimals: -decimals)
    let start = ExactNumber(digits: digits, decimals: decimals)
    guard period.count <= 100,
      let part = ExactNumber(digits: period, decimals: 0).divided(by: nines),
      let value = start.adding(part)
    else { return .number(start, decimals: decimals) }
    return .number(value, decimals: 0)
  }

  /// `0xFF` and `0b1011`; `0x5` may as well be a product.
  private mutating func based() -> ArithmeticToken? {
    guard has("0", at: place), place + 2 < characters.count else { return nil }
    let radixes: [Unicode.Scalar: Int] = ["x": 16, "X": 16, "b": 2, "B": 2]
    let radix = radixes[characters[place + 1]]
    let digits = characters[(place + 2)...].prefix {
      $0.value < 0x80 && $0.properties.isAlphabetic || ("0"..."9").contains($0)
    }
    guard let radix, (2...15).contains(digits.count),
      let value = Int(String(String.UnicodeScalarView(digits)), radix: radix),
      radix == 2 || digits.contains(where: { $0.properties.isAlphabetic })
    else { return nil }
    place += 2 + digits.count
    return .number(ExactNumber(value), decimals: 0)
  }

  /// `1.234.567`, `1.234,56` and `12,34,567`: groups that cannot be anything else.
  private mutating func grouped() -> ArithmeticToken? {
    var digits = ArraySlice<UInt8>()
    var end = place
    func group(_ separator: Unicode.Scalar, _ length: Int) -> Bool {
      has(separator, at: end) && (1...length).allSatisfy { isDigit(end + $0) }
        && !isDigit(end + length + 1)
    }
    take(&end, &digits)
    guard (1...3).contains(digits.count) else { return nil }
    let first = digits.count
    var groups = 0
    while group(".", 3) {
      end += 1
      take(&end, &digits)
      groups += 1
    }
    if groups > 0 {
      let isDecimal = group(",", 1) || group(",", 2)
      guard isDecimal || groups > 1,
        isDecimal || !(has(",", at: end) || has(".", at: end) && isDigit(end + 1))
      else { return nil }
      let whole = digits.count
      if isDecimal {
        end += 1
        take(&end, &digits)
      }
      place = end
      return .number(
        ExactNumber(digits: Array(digits), decimals: digits.count - whole),
        decimals: digits.count - whole)
    }
    // As in India: groups of two, and one of three at the end.
    guard first <= 2 else { return nil }
    while group(",", 2) {
      end += 1
      take(&end, &digits)
      groups += 1
    }
    guard groups > 0, group(",", 3) else { return nil }
    end += 1
    take(&end, &digits)
    place = end
    return .number(ExactNumber(digits: Array(digits), decimals: 0), decimals: 0)
  }

  private func take(_ end: inout Int, _ digits: inout ArraySlice<UInt8>) {
    while isDigit(end) {
      digits.append(UInt8(characters[end].value - 0x30))
      end += 1
    }
  }

  /// Digits, with groups of three where the first has three at most.
  private mutating func whole() -> [UInt8] {
    var digits = run()
    guard (1...3).contains(digits.count) else { return digits }
    while place < characters.count, Self.separators.contains(characters[place]),
      (1...3).allSatisfy({ isDigit(place + $0) }), !isDigit(place + 4)
    {
      place += 1
      digits += run()
    }
    return digits
  }

  private static let separators = Set(",_'’\u{A0}\u{2009}\u{202F}".unicodeScalars)

  /// `1⁄2` behind a whole number is a fraction of it, behind U+2064 one that is added.
  private mutating func fraction(_ first: ExactNumber) -> ExactNumber? {
    var start = place
    if has(MathText.mixed, at: start) { start += 1 }
    let isMixed = start > place
    var above = start
    if isMixed { while isDigit(above) { above += 1 } }
    guard has(MathText.slash, at: above), isDigit(above + 1), !isMixed || above > start else {
      return nil
    }
    let before = place
    var numerator = first
    if isMixed {
      place = start
      numerator = ExactNumber(digits: run(), decimals: 0)
    }
    place += 1
    let denominator = ExactNumber(digits: run(), decimals: 0)
    guard let part = numerator.divided(by: denominator),
      let value = isMixed ? first.adding(part) : part
    else {
      place = before
      return nil
    }
    return value
  }

  /// `e6`, `E-3`: a power of ten, up to 999.
  private mutating func exponent() -> Int {
    guard place < characters.count, characters[place] == "e" || characters[place] == "E" else {
      return 0
    }
    var end = place + 1
    let isNegative = has("-", at: end)
    if isNegative || has("+", at: end) { end += 1 }
    let start = end
    while isDigit(end) { end += 1 }
    let isWord = end < characters.count && characters[end].properties.isAlphabetic
    guard (1...3).contains(end - start), !isWord else { return 0 }
    place = start
    let value = run().reduce(0) { $0 * 10 + Int($1) }
    return isNegative ? -value : value
  }

  private mutating func run() -> [UInt8] {
    var digits: [UInt8] = []
    while isDigit(place) {
      digits.append(UInt8(characters[place].value - 0x30))
      place += 1
    }
    return digits
  }

  private func has(_ scalar: Unicode.Scalar, at place: Int) -> Bool {
    place < characters.count && characters[place] == scalar
  }

  private func isDigit(_ place: Int) -> Bool {
    place < characters.count && ("0"..."9").contains(characters[place])
  }
}
