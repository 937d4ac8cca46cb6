/// A fraction of whole numbers of any length: what is written is compared as it is written.
struct ExactNumber: Equatable, Sendable {
  private let isNegative: Bool
  private let numerator: WholeNumber
  private let denominator: WholeNumber

  /// Bits of numerator and denominator together beyond which nothing is computed: 230,000 digits.
  private static let widest = 768_000
  /// Bits of a power's result beyond which it is not computed, so that a short text stays cheap.
  private static let widestPower = 4_096

  private init(_ isNegative: Bool, _ numerator: WholeNumber, _ denominator: WholeNumber) {
    self.isNegative = isNegative && !numerator.isZero
    self.numerator = numerator
    self.denominator = denominator
  }

  init(_ value: Int) {
    self.init(value < 0, WholeNumber(UInt64(value.magnitude)), WholeNumber(1))
  }

  /// A decimal number.
  /// - Parameters:
  ///   - digits: Its digits as values from 0 to 9, without the point.
  ///   - decimals: How many of them stand behind the point; negative for zeros to add.
  init(digits: [UInt8], decimals: Int) {
    let value = WholeNumber(decimal: digits)
    let scale = WholeNumber(10).power(Int(decimals.magnitude))
    self.init(false, decimals < 0 ? value * scale : value, decimals < 0 ? WholeNumber(1) : scale)
  }

  var isZero: Bool { numerator.isZero }
  /// Whether it lies strictly between −1 and 1.
  var isProper: Bool { numerator < denominator }

  static func == (left: Self, right: Self) -> Bool {
    left.isNegative == right.isNegative
      && left.numerator * right.denominator == right.numerator * left.denominator
  }

  static prefix func - (value: Self) -> Self {
    Self(!value.isNegative, value.numerator, value.denominator)
  }

  func adding(_ other: Self) -> Self? {
    let (one, two) = (numerator * other.denominator, other.numerator * denominator)
    let below = denominator * other.denominator
    if isNegative == other.isNegative { return Self(isNegative, one + two, below).checked }
    return two < one
      ? Self(isNegative, one - two, below).checked
      : Self(other.isNegative, two - one, below).checked
  }

  func multiplied(by other: Self) -> Self? {
    Self(
      isNegative != other.isNegative, numerator * other.numerator, denominator * other.denominator
    ).checked
  }

  /// The quotient, nil for a division by zero.
  func divided(by other: Self) -> Self? {
    guard !other.isZero else { return nil }
    return Self(
      isNegative != other.isNegative, numerator * other.denominator, denominator * other.numerator
    ).checked
  }

  /// The power, nil where the exponent is not whole or the result too long.
  func power(_ exponent: Self) -> Self? {
    guard let whole = exponent.smallWhole else { return nil }
    let size = Int(whole.magnitude)
    guard max(numerator.bitWidth, denominator.bitWidth) * size <= Self.widestPower else {
      return nil
    }
    let result = Self(
      isNegative && size % 2 == 1, numerator.power(size), denominator.power(size))
    return whole < 0 ? Self(1).divided(by: result) : result
  }

  /// Whether two numbers differ by half a unit of a decimal place at most.
  func agrees(with other: Self, decimals: Int) -> Bool {
    guard let difference = adding(-other) else { return false }
    let twice = difference.numerator * WholeNumber(2) * WholeNumber(10).power(decimals)
    return !(difference.denominator < twice)
  }

  private var smallWhole: Int? {
    let candidates = numerator.limbs.count <= 1 ? denominator.limbs : []
    guard candidates.count == 1, let high = numerator.limbs.first ?? 0 as UInt64?,
      high.isMultiple(of: candidates[0]), high / candidates[0] <= 4_096
    else { return nil }
    let value = Int(high / candidates[0])
    return isNegative ? -value : value
  }

  private var checked: Self? {
    numerator.bitWidth + denominator.bitWidth <= Self.widest ? self : nil
  }
}
