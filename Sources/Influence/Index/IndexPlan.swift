import LinearAlgebra
import RunModel
package import Transformer

/// How large the gradient index of a corpus is, decided by sizes alone, and what it costs.
package struct IndexPlan: Sendable, Equatable {
  /// Signs that a passage is reduced to.
  package let bits: Int
  /// Floating-point operations that they add to each token's backward pass.
  package let operationsPerToken: Double

  /// Bytes of a passage.
  package var bytesPerPassage: Int { GradientIndex.bytesPerPassage(bits: bits) }

  /// Eigenvectors on either side of each module's gradient, at most: with more of them a code has more to say
  /// than its bits can hold.
  package static let rank = 64
  /// Most runs of signs: a passage stays below 16 KiB.
  private static let maximumBlocks = 31
  /// Fewest, where the sketch is large enough: below, order suffers more than a longer scan does.
  private static let minimumBlocks = 4
  /// Most bytes of the whole index: what memory delivers in a fraction of a second.
  private static let largestScan = 480 << 20

  package init(model: LanguageModel, settings: InfluenceSettings, passages: Int) {
    let layout = GradientLayout(model, settings.modules)
    let block = SignRotation.block
    let scan = 8 * Self.largestScan / max(1, passages) / block
    // A small sketch has no use for many more signs than coordinates.
    let useful = (4 * GradientSketch.count(layout, rank: Self.rank) + block - 1) / block
    bits = block * max(1, min(useful, max(Self.minimumBlocks, min(Self.maximumBlocks, scan))))
    let widths = layout.modules.reduce(0) { $0 + $1.outputWidth + $1.augmentedWidth + Self.rank }
    operationsPerToken = 2 * Double(Self.rank) * Double(widths)
  }
}
