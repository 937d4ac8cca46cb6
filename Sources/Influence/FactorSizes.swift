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
  /// The most eigenvectors' elements that one module has on both sides.
  package private(set) var largestModuleEntries = 0
  /// Dimensions of the covariances.
  package private(set) var orders: [Int] = []
  /// By group: d_in, and the modules' d_out.
  private var groups: [(input: Int, outputs: [Int])] = []

  /// A bias counts as one more input.
  package init(_ modules: [TrackedModule]) {
    var number: [Int: Int] = [:]
    for module in modules {
      let (input, output) = (module.augmentedWidth, module.outputWidth)
      let isNew = number[module.group] == nil
      for dimension in (isNew ? [input] : []) + [output] {
        covarianceEntries += dimension * dimension
        eigenCubes += dimension * dimension * dimension
        orders.append(dimension)
      }
      if isNew {
        number[module.group] = groups.count
        groups.append((input, []))
      }
      groups[number[module.group] ?? 0].outputs.append(output)
      parameters += input * output
      largestModuleEntries = max(largestModuleEntries, input * input + output * output)
      rotationProducts += input * output * (input + output)
    }
  }

  package static func == (left: Self, right: Self) -> Bool {
    left.parameters == right.parameters && left.orders == right.orders
      && left.rotationProducts == right.rotationProducts
  }

  /// Floating-point operations that lead sequences' gradients into the eigenbasis: on either side, the tokens
  /// are rotated where they are fewer than the other side's dimensions, the gradients where they are not.
  package func rotation(tokens: Double, sequences: Double) -> Double {
    groups.reduce(0) { sum, group in
      let input = Double(group.input)
      let outputs = group.outputs.map(Double.init)
      let width = outputs.reduce(0, +)
      return sum + 2 * input * input * min(tokens, sequences * width)
        + outputs.reduce(0) { $0 + 2 * $1 * $1 * min(tokens, sequences * input) }
    }
  }
}
