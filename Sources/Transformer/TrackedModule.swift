/// A linear layer of the blocks, whose inputs and output gradients influence is computed from.
package struct TrackedModule: Sendable, Equatable {
  /// The half of the block it belongs to.
  package enum Part: String, Sendable { case attention, mlp }

  /// Dotted name, as `transformers` has it.
  package let name: String
  package let layer: Int
  package let part: Part
  package let inputWidth: Int
  package let outputWidth: Int
  package let hasBias: Bool
  /// Index of the group of modules that read the same input.
  package let group: Int
  /// Its columns among the outputs of the group.
  package let outputs: Range<Int>
}

/// Modules that read the same input and are computed as one product (queries, keys and values; gate and up).
package struct ModuleGroup: Sendable, Equatable {
  package let index: Int
  package let layer: Int
  /// Indices into the model's tracked modules.
  package let modules: Range<Int>
  package let inputWidth: Int
  /// Sum of the modules' output widths.
  package let outputWidth: Int
  package let hasBias: Bool
  /// Offset of the stacked weights `[outputWidth × inputWidth]` in the arena.
  let weight: Int
  /// Offset of the stacked biases in the arena.
  let bias: Int?
}
