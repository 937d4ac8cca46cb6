import LinearAlgebra
import Transformer

extension Factors {
  /// Refuses factors of elsewhere whose eigenvectors are not orthonormal: every score would be scaled by what they are.
  /// - Parameter folder: names them in the message.
  package func checkOrthonormal(folder: String) throws {
    for module in modules {
      for vectors in [module.activationVectors, module.gradientVectors] {
        guard Self.isOrthonormal(vectors) else {
          throw InfluenceError(
            .badFactors,
            "\(folder): the eigenvectors of \(module.module.name) are not orthonormal, so these are no factors; fit them anew"
          )
        }
      }
    }
  }

  /// Whether `V Vᵀ x` is `x` for a vector of signs, which tells nearly every other matrix: two passes over it.
  static func isOrthonormal(_ vectors: Matrix) -> Bool {
    // What rounding the vectors to 16 bits explains.
    let tolerance: Float = 0.05
    guard vectors.rows == vectors.columns else { return false }
    // Signs without a pattern: the middle bits of multiples of an odd number (Knuth's multiplicative hashing).
    let signs = (0..<vectors.rows).map { row -> Float in
      (UInt64(row + 1) &* 0x9e37_79b9_7f4a_7c15) >> 40 & 1 == 0 ? 1 : -1
    }
    var turned = [Float](repeating: 0, count: vectors.columns)
    for row in 0..<vectors.rows {
      for (column, value) in vectors.row(row).enumerated() { turned[column] += signs[row] * value }
    }
    for row in 0..<vectors.rows {
      var back: Float = 0
      for (column, value) in vectors.row(row).enumerated() { back += turned[column] * value }
      // Written so that what is no number is refused as well.
      guard abs(back - signs[row]) <= tolerance else { return false }
    }
    return true
  }
}
