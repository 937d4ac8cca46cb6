import CKernels

/// Kernels of the gradient index: numbers whose signs alone are kept.
package enum Signs {
  /// The Hadamard transform in place, not divided by √count; as many numbers as a power of two.
  package static func hadamard(_ x: UnsafeMutableBufferPointer<Float>) {
    precondition(x.count > 0 && x.count & (x.count - 1) == 0, "not a power of two")
    guard let base = x.baseAddress else { return }
    stemma_hadamard(base, x.count)
  }

  /// Sets the bits of positive numbers, 64 a word; the others stay.
  /// - Returns: ‖x‖² / ‖x‖₁, 0 where that is no number.
  package static func pack(
    _ x: UnsafeMutableBufferPointer<Float>, into words: UnsafeMutableBufferPointer<UInt64>
  ) -> Float {
    precondition(words.count * 64 == x.count, "signs do not fit the words")
    guard let numbers = x.baseAddress, let bits = words.baseAddress else { return 0 }
    return stemma_pack_signs(numbers, bits, x.count)
  }

  /// How many bits of a code's first words are set.
  package static func count(_ code: UnsafeRawBufferPointer, words: Int) -> Int {
    precondition(code.count >= 8 * words, "a code that is too short")
    guard let bytes = code.bindMemory(to: UInt8.self).baseAddress else { return 0 }
    return Int(stemma_count_bits(bytes, words))
  }

  /// Σ of four-bit numbers over a code's bits that are set.
  /// - Parameter digits: the numbers' binary digits, the lowest first, `[4 × words]`.
  package static func sum(_ code: UnsafeRawBufferPointer, digits: [UInt64]) -> Int {
    let words = digits.count / 4
    precondition(code.count >= 8 * words, "a code that is too short")
    guard let bytes = code.bindMemory(to: UInt8.self).baseAddress else { return 0 }
    return Int(stemma_count_weighted(bytes, digits, words))
  }
}
