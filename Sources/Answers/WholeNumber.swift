/// A whole number from 0, of any length.
struct WholeNumber: Equatable, Sendable {
  /// Digits to the base 2⁶⁴, the lowest first, without zeros at the high end.
  private(set) var limbs: [UInt64] = []

  init(_ value: UInt64 = 0) { if value > 0 { limbs = [value] } }

  /// - Parameter digits: Decimal digits as values from 0 to 9, the highest first.
  init(decimal digits: some Sequence<UInt8>) {
    var part: UInt64 = 0
    var scale: UInt64 = 1
    for digit in digits {
      part = part * 10 + UInt64(digit)
      scale *= 10
      if scale == 1_000_000_000_000_000_000 {
        multiply(by: scale, adding: part)
        (part, scale) = (0, 1)
      }
    }
    if scale > 1 { multiply(by: scale, adding: part) }
  }

  var isZero: Bool { limbs.isEmpty }

  /// Bits that it takes.
  var bitWidth: Int {
    guard let last = limbs.last else { return 0 }
    return 64 * limbs.count - last.leadingZeroBitCount
  }

  private mutating func multiply(by factor: UInt64, adding term: UInt64) {
    var carry = term
    for index in limbs.indices {
      let (high, low) = limbs[index].multipliedFullWidth(by: factor)
      let (sum, overflow) = low.addingReportingOverflow(carry)
      limbs[index] = sum
      carry = high + (overflow ? 1 : 0)
    }
    if carry > 0 { limbs.append(carry) }
  }

  static func + (left: Self, right: Self) -> Self {
    var sum = Self()
    var carry: UInt64 = 0
    for index in 0..<max(left.limbs.count, right.limbs.count) {
      let (first, one) = left.limb(index).addingReportingOverflow(right.limb(index))
      let (second, two) = first.addingReportingOverflow(carry)
      sum.limbs.append(second)
      carry = one || two ? 1 : 0
    }
    if carry > 0 { sum.limbs.append(carry) }
    return sum
  }

  /// The difference of a number and one that is not greater.
  static func - (left: Self, right: Self) -> Self {
    var difference = left
    var borrow: UInt64 = 0
    for index in left.limbs.indices {
      let (first, one) = left.limbs[index].subtractingReportingOverflow(right.limb(index))
      let (second, two) = first.subtractingReportingOverflow(borrow)
      difference.limbs[index] = second
      borrow = one || two ? 1 : 0
    }
    precondition(borrow == 0, "a greater number was taken from a smaller one")
    while difference.limbs.last == 0 { difference.limbs.removeLast() }
    return difference
  }

  static func * (left: Self, right: Self) -> Self {
    guard !left.isZero, !right.isZero else { return Self() }
    var product = Self()
    product.limbs = [UInt64](repeating: 0, count: left.limbs.count + right.limbs.count)
    for (place, factor) in left.limbs.enumerated() {
      var carry: UInt64 = 0
      for (offset, other) in right.limbs.enumerated() {
        // (2⁶⁴ − 1)² + 2·(2⁶⁴ − 1) is just below 2¹²⁸: the high half has room for both carries.
        let (high, low) = factor.multipliedFullWidth(by: other)
        let (first, one) = product.limbs[place + offset].addingReportingOverflow(low)
        let (second, two) = first.addingReportingOverflow(carry)
        product.limbs[place + offset] = second
        carry = high + (one ? 1 : 0) + (two ? 1 : 0)
      }
      product.limbs[place + right.limbs.count] = carry
    }
    while product.limbs.last == 0 { product.limbs.removeLast() }
    return product
  }

  static func < (left: Self, right: Self) -> Bool {
    if left.limbs.count != right.limbs.count { return left.limbs.count < right.limbs.count }
    for (one, other) in zip(left.limbs.reversed(), right.limbs.reversed()) where one != other {
      return one < other
    }
    return false
  }

  /// The number to a power.
  func power(_ exponent: Int) -> Self {
    var (result, base, rest) = (Self(1), self, exponent)
    while rest > 0 {
      if rest & 1 == 1 { result = result * base }
      rest >>= 1
      if rest > 0 { base = base * base }
    }
    return result
  }

  private func limb(_ index: Int) -> UInt64 { index < limbs.count ? limbs[index] : 0 }
}
