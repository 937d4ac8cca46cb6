import Foundation
import Influence
import Store
import Transformer

/// The gradient index of a run: learned before the pass over the corpus, filled in the same pass.
///
/// Nothing else depends on it: whatever goes wrong with it is said once and the engine goes on without.
final class IndexStage {
  private let context: RunContext
  private let seed: UInt64
  let folder: String
  let fingerprint: String
  /// Directions of the index; nil where none can be used.
  private(set) var basis: GradientBasis?
  /// Why no index can be used.
  private(set) var trouble: String?
  private var opened: GradientIndex?

  /// Raised whenever a change of the code changes what an index holds.
  static let version = 2

  private var model: LanguageModel { context.model }
  private var settings: InfluenceSettings { context.settings }
  private var corpus: CorpusRecord { context.corpus }
  private var blockSize: Int { context.run.blockSize }

  init(_ context: RunContext, seed: UInt64, folder: String, fingerprint: String) {
    self.context = context
    self.seed = seed
    self.folder = folder
    self.fingerprint = fingerprint
  }

  var plan: IndexPlan {
    IndexPlan(model: model, settings: settings, passages: corpus.passages)
  }

  /// Opens the basis, or makes one where there is none.
  ///
  /// - Parameters:
  ///   - rebuilding: whether what is there goes away first.
  ///   - isNew: whether nothing has been scored under this run, so that an outdated index may be replaced
  ///     at hardly any cost.
  func prepare(rebuilding: Bool, isNew: Bool, reporter: Reporter) throws {
    do {
      if rebuilding || (isNew && isOutdated) { try remove() }
      if GradientBasis.exists(in: folder) {
        basis = try GradientBasis(
          directory: folder, model: model, factors: context.factors, settings: settings,
          fingerprint: fingerprint)
        // Every block is checked now, so that a damaged one is not built upon.
        opened = try GradientIndex(
          directory: folder, basis: try required(), passageCount: corpus.passages,
          fingerprint: fingerprint)
      } else {
        // Blocks without a basis mean nothing.
        try remove()
        let made = try make(reporter)
        try made.write(to: folder, fingerprint: fingerprint)
        basis = made
      }
    } catch let error as InfluenceError {
      try giveUp(error)
    }
  }

  private func required() throws -> GradientBasis {
    guard let basis else { throw EngineError(trouble ?? "there is no gradient index") }
    return basis
  }

  private var isOutdated: Bool {
    guard let summary = try? IndexSummary(directory: folder) else { return false }
    return summary.fingerprint != fingerprint
  }

  private func remove() throws {
    guard FileManager.default.fileExists(atPath: folder) else { return }
    do {
      try FileManager.default.removeItem(atPath: folder)
    } catch {
      throw InfluenceError(.badIndex, "\(folder): cannot be removed (\(error))")
    }
  }

  private func giveUp(_ error: InfluenceError) throws {
    basis = nil
    opened = nil
    trouble = "\(error)"
    try context.store.log("no gradient index: \(error)", level: "warning")
  }

  /// Passages that a basis is learned from, the same for the same run.
  static func landmarks(_ count: Int, of total: Int, seed: UInt64) -> [Int] {
    // Other passages than the factor sample's.
    FactorStage.sample(count, of: total, seed: ~seed)
  }

  private func make(_ reporter: Reporter) throws -> GradientBasis {
    let chosen = Self.landmarks(plan.landmarks, of: corpus.passages, seed: seed)
    let tokens = try chosen.map { try context.store.tokens(ofPassage: $0, corpus: corpus.id) }
    try reporter.begin(.basis, total: tokens.count)
    return try GradientBasis.make(
      plan, model: model, factors: context.factors, landmarks: tokens, settings: settings
    ) {
      try reporter.advance(to: $0, of: $1)
    }
  }

  /// Whether a block's coordinates are still to be written.
  func needs(block: Int) -> Bool {
    basis != nil && !GradientIndex.hasBlock(directory: folder, first: block * blockSize)
  }

  /// Writes a block's coordinates if they are still to be written; zeroes for passages that are skipped.
  func write(block: Int, _ scores: PassageScores, of kept: [Int], in range: Range<Int>) throws {
    guard let basis, needs(block: block), !scores.coordinates.isEmpty else { return }
    let width = basis.components
    var coordinates = scores.coordinates
    if kept.count < range.count {
      coordinates = [Float](repeating: 0, count: range.count * width)
      for (place, passage) in kept.enumerated() {
        let start = (passage - range.lowerBound) * width
        coordinates.replaceSubrange(
          start..<start + width, with: scores.coordinates[place * width..<(place + 1) * width])
      }
    }
    do {
      try GradientIndex.writeBlock(
        directory: folder, first: range.lowerBound, basis: basis, coordinates: coordinates,
        fingerprint: fingerprint)
      opened = nil
    } catch let error as InfluenceError {
      try giveUp(error)
    }
  }

  /// Writes the blocks that no pass over the corpus has written.
  func complete(reporter: Reporter, between: () throws -> Void) throws {
    let blocks = (corpus.passages + blockSize - 1) / blockSize
    let missing = (0..<blocks).filter { needs(block: $0) }
    guard !missing.isEmpty, let basis else { return }
    try reporter.begin(.index, done: blocks - missing.count, total: blocks)
    let none = try PreconditionedSteps(
      model: model, factors: context.factors, queries: [], settings: settings)
    let scorer = PassageScorer(model: model, steps: none, settings: settings, basis: basis)
    for (done, block) in missing.enumerated() {
      let range = block * blockSize..<min((block + 1) * blockSize, corpus.passages)
      let (result, kept) = try context.bad.score(range, by: scorer)
      try write(block: block, result, of: kept, in: range)
      if self.basis == nil { return }
      try reporter.advance(to: blocks - missing.count + done + 1, of: blocks)
      try between()
    }
  }

  /// The index as far as it is built; nil where none can be used.
  func open() throws -> GradientIndex? {
    if let opened { return opened }
    guard let basis else { return nil }
    do {
      opened = try GradientIndex(
        directory: folder, basis: basis, passageCount: corpus.passages, fingerprint: fingerprint)
    } catch let error as InfluenceError {
      try giveUp(error)
    }
    return opened
  }
}
