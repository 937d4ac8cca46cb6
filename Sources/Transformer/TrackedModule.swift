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
  /// Number of the expert that it belongs to; nil where every token passes it.
  package var expert: Int?
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

/// Which of a pack's tokens the rows of a group are.
package enum VisitedTokens: Sendable, Equatable {
  case all
  /// These, in ascending order: the tokens that an expert saw, perhaps none.
  case some([Int32])

  /// Where each sequence's rows begin, and last where they end.
  /// - Parameter pack: the same of all tokens.
  package func boundaries(_ pack: [Int]) -> [Int] {
    guard case .some(let tokens) = self else { return pack }
    var row = 0
    return pack.map { boundary in
      while row < tokens.count, tokens[row] < boundary { row += 1 }
      return row
    }
  }

  /// The token of a row.
  package func token(_ row: Int) -> Int {
    guard case .some(let tokens) = self else { return row }
    return Int(tokens[row])
  }
}
