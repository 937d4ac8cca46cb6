package import Transformer

/// Sizes of the tracked modules that decide what factors cost.
package struct FactorSizes: Sendable, Equatable {
  /// Σ over modules of d_in · d_out.
  package private(set) var parameters = 0
  /// Σ over covariances of dimension²; modules that share an input share its covariance.
  package private(set) var covarianceEntries = 0
  /// Σ over covariances of dimension³.
  package private(set) var eigenCubes = 0
  /// Σ over modules of d_in · d_out · (d_in + d_out).
  package private(set) var rotationProducts = 0

  /// A bias counts as one more input.
  package init(_ modules: [TrackedModule]) {
    var groups: Set<Int> = []
    for module in modules {
      let (input, output) = (module.augmentedWidth, module.outputWidth)
      for dimension in (groups.insert(module.group).inserted ? [input] : []) + [output] {
        covarianceEntries += dimension * dimension
        eigenCubes += dimension * dimension * dimension
      }
      parameters += input * output
      rotationProducts += input * output * (input + output)
    }
  }
}
