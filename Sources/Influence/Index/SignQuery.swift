import LinearAlgebra

/// A step's rotated sketch, rounded to four bits so that its products with signs are counts of bits.
struct SignQuery: Sendable {
  /// Binary digits of the levels, the lowest first, `[4 × words]`.
  private let digits: [UInt64]
  private let wordCount: Int
  /// Distance of two levels.
  private let distance: Float
  /// Sum of the rounded numbers.
  private let sum: Float

  /// Rounds to sixteen levels as far apart as is best for numbers that are normally distributed, which rotated ones
  /// are nearly: .3352 of their deviation (Max 1960, table II), an error of about one per cent.
  /// - Precondition: as many as a multiple of 64.
  init(_ values: ArraySlice<Float>) {
    precondition(values.count % 64 == 0 && !values.isEmpty)
    let squares = values.reduce(0) { $0 + Double($1) * Double($1) }
    let distance = Float(0.3352 * (squares / Double(values.count)).squareRoot())
    let inverse = distance > 0 && distance.isFinite ? 1 / distance : 0
    wordCount = values.count / 64
    var digits = [UInt64](repeating: 0, count: 4 * wordCount)
    var levels = 0
    for (index, value) in values.enumerated() {
      let level = UInt64(min(15, max(0, (value * inverse + 7.5).rounded())))
      levels += Int(level)
      for digit in 0..<4 {
        digits[digit * wordCount + index / 64] |= (level >> digit & 1) << (index % 64)
      }
    }
    self.digits = digits
    self.distance = distance
    sum = distance * (Float(levels) - 7.5 * Float(values.count))
  }

  /// `Σ q·sign`, the signs being the first ones of a code.
  /// - Parameter positive: how many of them are positive.
  func product(_ code: UnsafeRawBufferPointer, positive: Int) -> Float {
    let weighted = Signs.sum(code, digits: digits)
    return 2 * distance * (Float(weighted) - 7.5 * Float(positive)) - sum
  }

  /// How many of a code's first signs are positive.
  func positive(_ code: UnsafeRawBufferPointer) -> Int { Signs.count(code, words: wordCount) }
}
