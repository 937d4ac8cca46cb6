import LinearAlgebra
package import Transformer

/// How the gradient index of a corpus is made, decided by sizes alone, and what that costs.
package struct IndexPlan: Sendable, Equatable {
  package enum Basis: Sendable, Equatable {
    /// Directions of each group of modules, learned from as many passages as `landmarks`.
    case learned(directions: Int, landmarks: Int)
    /// Rank × rank coordinates of each module.
    case sketch(rank: Int)
  }

  package let basis: Basis
  /// Numbers a passage is reduced to, at most.
  package let components: Int
  /// Bytes of the basis on disk.
  package let basisBytes: Int
  /// Floating-point operations to learn the basis, passes over the landmarks left out.
  package let learningOperations: Double
  /// Floating-point operations that the coordinates add to a passage.
  package let operationsPerPassage: Double

  /// Bytes of a passage's coordinates.
  package var bytesPerPassage: Int { GradientIndex.bytesPerPassage(components: components) }

  /// Directions of a group where the model is small enough.
  package static let directions = 96
  /// With fewer directions than these a learned basis is no better than a sketch.
  private static let fewest = 8
  /// Landmarks for each direction.
  private static let landmarksPerDirection = 6
  /// Largest basis on disk.
  package static let largestBasis = 400 << 20
  /// Most numbers a passage is reduced to.
  private static let mostComponents = 16_000

  /// - Parameters:
  ///   - directions: wanted of each group.
  ///   - landmarks: passages to learn from; several times the directions if nil.
  package init(
    model: LanguageModel, settings: InfluenceSettings, passages: Int,
    directions wanted: Int = directions, landmarks: Int? = nil, largestBasis: Int = largestBasis
  ) {
    let layout = GradientLayout(model, settings.modules)
    let perDirection = layout.groups.reduce(0) { $0 + $1.count + 4 * GradientBasis.runs($1.count) }
    let groups = max(1, layout.groups.count)
    let directions = min(
      wanted, largestBasis / max(1, perDirection), Self.mostComponents / groups, passages)
    let parameters = Double(layout.parameterCount)
    guard directions >= min(Self.fewest, wanted, passages) else {
      let modules = layout.modules
      let rank = max(1, Int((Double(Self.mostComponents) / Double(max(1, modules.count))).squareRoot()))
      basis = .sketch(rank: rank)
      components = modules.reduce(0) {
        $0 + min(rank, $1.outputWidth) * min(rank, $1.augmentedWidth)
      }
      basisBytes = 4 * components
      learningOperations = 0
      operationsPerPassage = 2 * Double(rank) * parameters
      return
    }
    let count = min(passages, landmarks ?? Self.landmarksPerDirection * directions)
    basis = .learned(directions: directions, landmarks: count)
    components = groups * directions
    basisBytes = directions * perDirection + 4 * components
    let landmarks = Double(count)
    let rotation = layout.modules.reduce(0.0) {
      $0 + 2 * Double($1.outputWidth * $1.augmentedWidth * ($1.outputWidth + $1.augmentedWidth))
    }
    learningOperations =
      (landmarks + Double(directions)) * (settings.strategy == .identity ? 0 : rotation)
      + landmarks * landmarks * parameters + 2 * Double(directions) * landmarks * parameters
      + 9 * landmarks * landmarks * landmarks * Double(groups)
    operationsPerPassage = 2 * Double(directions) * parameters
  }
}
