import LinearAlgebra
package import Transformer

/// How the gradient index of a corpus is made, decided by sizes alone, and what that costs.
package struct IndexPlan: Sendable, Equatable {
  /// Columns on either side of each module's sketch, at most.
  package let rank: Int
  /// Directions that are learned; nil where the sketch alone is the index.
  package let learnedComponents: Int?
  /// Passages to learn from; 0 for a sketch.
  package let landmarks: Int
  /// Numbers that hold what the learned directions leave of a passage; 0 for none.
  package let buckets: Int
  /// Numbers a passage is reduced to, at most.
  package let components: Int
  /// Bytes of the basis on disk.
  package let basisBytes: Int
  /// Floating-point operations to learn the basis, the pass over the landmarks left out.
  package let learningOperations: Double
  /// Floating-point operations that the coordinates add to a passage.
  package let operationsPerPassage: Double

  /// Bytes of a passage's coordinates.
  package var bytesPerPassage: Int { GradientIndex.bytesPerPassage(components: components) }

  /// What is wanted where the model is small enough for a learned basis.
  package struct Wish: Sendable {
    package var rank = 64
    package var components = 1_024
    package var landmarks = 1_536
    package var buckets = 14_336
    /// Most bytes of all passages' coordinates: what memory delivers in a fraction of a second.
    package var largestScan = 480 << 20
    /// Most bytes of the basis on disk, and of the landmarks' sketches in memory.
    package var largestBasis = 400 << 20
    package var memory = 1_200 << 20

    package init() {}
  }

  /// With fewer numbers than these a sketch is not worth learning from.
  private static let smallestSketch = 8_192
  /// Most numbers of a sketch that is the index itself.
  static let mostComponents = 16_000
  /// Fewer buckets than these add more noise than they find.
  private static let leastBuckets = 1_024

  package init(
    model: LanguageModel, settings: InfluenceSettings, passages: Int, wish: Wish = Wish()
  ) {
    let layout = GradientLayout(model, settings.modules)
    let parameters = Double(layout.parameterCount)
    let landmarks = min(wish.landmarks, passages)
    let components = min(wish.components, landmarks)
    var rank = wish.rank
    func bytes(_ rank: Int) -> Int {
      let width = GradientSketch.count(layout, rank: rank)
      return components * (width + 4 * GradientBasis.runs(width) + 4)
    }
    func fits(_ rank: Int) -> Bool {
      bytes(rank) <= wish.largestBasis
        && 4 * landmarks * GradientSketch.count(layout, rank: rank) <= wish.memory
    }
    while rank > 1, !fits(rank) { rank -= 1 }
    let width = GradientSketch.count(layout, rank: rank)
    let isSmall = GradientSketch.count(layout, rank: wish.rank) <= Self.smallestSketch
    if fits(rank), width >= Self.smallestSketch || isSmall, width > components {
      self.rank = rank
      learnedComponents = components
      self.landmarks = landmarks
      let room = wish.largestScan / max(1, passages) - components
      let wanted = min(wish.buckets, room, width / 2, Self.mostComponents - components)
      let buckets = wanted >= Self.leastBuckets ? wanted : 0
      self.buckets = buckets
      self.components = components + buckets
      basisBytes = bytes(rank)
      let count = Double(landmarks)
      learningOperations =
        count * count * Double(width) + 2 * Double(components) * count * Double(width)
        + 9 * count * count * count + count * 2 * Double(rank) * parameters
      operationsPerPassage =
        2 * Double(rank) * parameters + 2 * Double(components) * Double(width + buckets)
      return
    }
    rank = wish.rank
    while rank > 1, GradientSketch.count(layout, rank: rank) > Self.mostComponents { rank -= 1 }
    self.rank = rank
    learnedComponents = nil
    buckets = 0
    self.landmarks = 0
    self.components = GradientSketch.count(layout, rank: rank)
    basisBytes = 0
    learningOperations = 0
    operationsPerPassage = 2 * Double(rank) * parameters
  }
}
