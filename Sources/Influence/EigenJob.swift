import LinearAlgebra
import Transformer

/// A covariance to decompose.
struct EigenJob: Sendable {
  let order: Int
  /// The module, or the first one of those that share an input.
  let module: Int
  let covariance: FactorFile
  let vectors: FactorFile
  let values: FactorFile
  /// Names it in errors.
  private let what: String

  /// What solving one of some order takes: the matrix and twice as much to work in.
  static func bytes(_ order: Int) -> Int { 3 * order * order * MemoryLayout<Double>.stride }

  /// Those of a fit: inputs group by group, then outputs module by module.
  static func all(_ layout: GradientLayout) -> [EigenJob] {
    layout.groups.map { groupLayout in
      EigenJob(
        order: groupLayout.modules[0].augmentedWidth, module: layout.firstModule[groupLayout.index],
        covariance: .activationCovariance, vectors: .activationVectors, values: .activationValues,
        what: "inputs of \(groupLayout.modules[0].name)")
    }
      + layout.modules.enumerated().map { index, module in
        EigenJob(
          order: module.outputWidth, module: index, covariance: .gradientCovariance,
          vectors: .gradientVectors, values: .gradientValues,
          what: "output gradients of \(module.name)")
      }
  }

  /// Decomposes the covariance that lies in the arena: in float64, kept in float32, eigenvectors as columns.
  ///
  /// From the float32 sums, whatever came before, so that a fit that goes on has the bits of one that was not stopped.
  /// - Throws: `InfluenceError` when sums are not finite, `DecompositionError`.
  func solve(_ arena: FactorArena, tokens: Int) throws {
    _ = arena.numbers(values, module).update(
      fromContentsOf: try solve(
        arena.matrix(covariance, module), tokens: tokens, vectors: arena.matrix(vectors, module)))
  }

  /// Decomposes float32 sums over tokens.
  /// - Parameter vectors: receives the eigenvectors as columns.
  /// - Returns: the eigenvalues, ascending.
  func solve(_ sums: Matrix, tokens: Int, vectors: Matrix) throws -> [Double] {
    guard sums.isFinite else {
      throw InfluenceError(
        .notFinite,
        "the covariance of the \(what) is not finite; the checkpoint's weights overflow float32")
    }
    let eigen = try SymmetricEigen(sums, scale: 1 / Double(max(1, tokens)))
    eigen.writeColumns(into: vectors)
    sums.storage.releasePages()
    vectors.storage.releasePages()
    return eigen.values
  }
}
