import CKernels

/// float32 from and to the formats that files have.
package enum NumberFormats {
  /// Widens bfloat16.
  package static func widen(
    bfloats source: UnsafeBufferPointer<UInt16>, into target: UnsafeMutableBufferPointer<Float>
  ) {
    convert(source, target, stemma_from_bf16)
  }

  /// Widens IEEE half precision.
  package static func widen(
    halves source: UnsafeBufferPointer<UInt16>, into target: UnsafeMutableBufferPointer<Float>
  ) {
    convert(source, target, stemma_from_f16)
  }

  /// Rounds float64.
  package static func round(
    doubles source: UnsafeBufferPointer<Double>, into target: UnsafeMutableBufferPointer<Float>
  ) {
    convert(source, target, stemma_from_f64)
  }

  /// Rounds to bfloat16, to nearest even.
  package static func round(
    _ source: UnsafeBufferPointer<Float>, toBFloats target: UnsafeMutableBufferPointer<UInt16>
  ) {
    convert(source, target, stemma_to_bf16)
  }

  private static func convert<Source, Target>(
    _ source: UnsafeBufferPointer<Source>, _ target: UnsafeMutableBufferPointer<Target>,
    _ kernel: (UnsafePointer<Source>, UnsafeMutablePointer<Target>, Int) -> Void
  ) {
    precondition(source.count == target.count)
    guard let from = source.baseAddress, let to = target.baseAddress else { return }
    kernel(from, to, source.count)
  }

  /// Numbers that share a scale in ``pack(_:levels:scales:)``.
  package static let block = 64

  /// Rounds blocks of 64 numbers to whole multiples of their largest size / 127.
  /// - Parameters:
  ///   - levels: one byte a number.
  ///   - scales: one number a block, the last of which may be short.
  package static func pack(
    _ source: UnsafeMutableBufferPointer<Float>, levels: UnsafeMutableBufferPointer<Int8>,
    scales: UnsafeMutableBufferPointer<Float>
  ) {
    precondition(
      levels.count == source.count && scales.count >= (source.count + block - 1) / block)
    guard let from = source.baseAddress, let levels = levels.baseAddress,
      let scales = scales.baseAddress
    else { return }
    stemma_to_blocks(from, levels, scales, source.count)
  }

  /// The numbers that were rounded, but for the rounding.
  package static func unpack(
    levels: UnsafeMutableBufferPointer<Int8>, scales: UnsafeMutableBufferPointer<Float>,
    into target: UnsafeMutableBufferPointer<Float>
  ) {
    precondition(
      levels.count >= target.count && scales.count >= (target.count + block - 1) / block)
    guard let levels = levels.baseAddress, let scales = scales.baseAddress,
      let to = target.baseAddress
    else { return }
    stemma_from_blocks(levels, scales, to, target.count)
  }
}

/// `output = input · Wᵀ`, or added to `output`, with W in bfloat16 as files have it.
///
/// For a few rows: reading W takes the time, not the arithmetic.
/// - Parameters:
///   - weights: `[outputs × width]`, contiguous.
///   - input: `[rows × width]`.
///   - output: `[rows × outputs]`.
package func multiply(
  _ input: Matrix, bfloats weights: UnsafeBufferPointer<UInt16>, into output: Matrix,
  accumulate: Bool
) {
  precondition(
    weights.count == input.columns * output.columns && input.rows == output.rows,
    "shapes of a product differ")
  guard let base = weights.baseAddress else { return }
  if input.rows == 1 {
    stemma_apply_bf16(
      base, output.columns, input.columns, input.pointer, output.pointer, accumulate ? 1 : 0)
  } else {
    stemma_apply_bf16_rows(
      base, output.columns, input.columns, input.pointer, input.stride, input.rows, output.pointer,
      output.stride, accumulate ? 1 : 0)
  }
}
