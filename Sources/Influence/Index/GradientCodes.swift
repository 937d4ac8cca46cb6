import LinearAlgebra

/// The signs of some passages' rotated sketches, and a scale for each passage.
package struct GradientCodes: Sendable, Equatable {
  /// Signs of a passage, a multiple of 64.
  package let bits: Int
  /// Set where positive, `[passages × bits / 64]`.
  package private(set) var words: [UInt64]
  /// What a passage's inner products with signs are multiplied by; 0 for a passage without a gradient.
  package private(set) var scales: [Float]

  package var count: Int { scales.count }
  private var wordCount: Int { bits / 64 }

  /// Passages without a gradient.
  init(bits: Int, count: Int = 0) {
    precondition(bits % 64 == 0)
    self.bits = bits
    words = [UInt64](repeating: 0, count: count * bits / 64)
    scales = [Float](repeating: 0, count: count)
  }

  /// Codes that were made elsewhere; nil where the numbers do not fit together.
  package init?(bits: Int, words: [UInt64], scales: [Float]) {
    guard bits > 0, bits % 64 == 0, words.count == scales.count * (bits / 64),
      scales.allSatisfy(\.isFinite)
    else { return nil }
    (self.bits, self.words, self.scales) = (bits, words, scales)
  }

  /// Adds a passage by its rotated sketch, `bits` numbers.
  ///
  /// With the scale ‖x‖² / ‖x‖₁ the signs' inner product with x itself is right.
  mutating func append(_ rotated: UnsafeMutableBufferPointer<Float>) {
    let start = words.count
    words.append(contentsOf: repeatElement(0, count: wordCount))
    words.withUnsafeMutableBufferPointer {
      scales.append(
        Signs.pack(rotated, into: UnsafeMutableBufferPointer(rebasing: $0[start...])))
    }
  }

  mutating func append(_ other: GradientCodes) {
    precondition(other.bits == bits)
    words += other.words
    scales += other.scales
  }

  /// As many passages as wanted, these at the places given and all others without a gradient.
  package func spread(to targets: [Int], of total: Int) -> GradientCodes {
    var result = GradientCodes(bits: bits, count: total)
    for (row, target) in targets.enumerated() {
      result.scales[target] = scales[row]
      result.words.replaceSubrange(
        target * wordCount..<(target + 1) * wordCount,
        with: words[row * wordCount..<(row + 1) * wordCount])
    }
    return result
  }

  /// The first passages.
  package func prefix(_ count: Int) -> GradientCodes {
    spread(to: Array(0..<count), of: count)
  }
}
