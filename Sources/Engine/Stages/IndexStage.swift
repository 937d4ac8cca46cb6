import Foundation
package import Influence
import RunModel
import Store
import Transformer

/// The gradient index of a run, filled in the same pass over the corpus that scores it.
///
/// Nothing else depends on it: whatever goes wrong with it is said once and the engine goes on without.
package final class IndexStage {
  private let context: RunContext
  let folder: String
  let fingerprint: String
  /// What makes the index; nil where none can be used.
  package private(set) var coder: GradientCoder?
  /// Why no index can be used.
  private(set) var trouble: String?
  private var opened: GradientIndex?

  private var model: LanguageModel { context.model }
  private var settings: InfluenceSettings { context.settings }
  private var corpus: CorpusRecord { context.corpus }
  private var blockSize: Int { context.run.blockSize }

  package init(_ context: RunContext, folder: String, fingerprint: String) {
    self.context = context
    self.folder = folder
    self.fingerprint = fingerprint
  }

  /// Gets ready to make an index or to go on with the one that is there.
  ///
  /// - Parameters:
  ///   - rebuilding: whether what is there goes away first.
  ///   - isNew: whether nothing has been scored under this run, so that an outdated index may be replaced
  ///     at hardly any cost.
  package func prepare(rebuilding: Bool, isNew: Bool) throws {
    do {
      let isOutdated = GradientIndex.isOutdated(directory: folder, fingerprint: fingerprint)
      if rebuilding || (isNew && isOutdated) { try remove() }
      let plan = IndexPlan(model: model, settings: settings, passages: corpus.passages)
      let coder = try GradientCoder(
        model: model, factors: context.factors, settings: settings, bits: plan.bits)
      // Every block is checked now, so that a damaged one is not built upon.
      opened = try GradientIndex(
        directory: folder, coder: coder, passageCount: corpus.passages, fingerprint: fingerprint)
      self.coder = coder
    } catch let error as InfluenceError {
      try giveUp(error)
    }
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
    coder = nil
    opened = nil
    trouble = "\(error)"
    try context.store.log("no gradient index: \(error)", level: .warning)
  }

  /// Whether a block is still to be written.
  package func needs(block: Int) -> Bool {
    coder != nil && !GradientIndex.hasBlock(directory: folder, first: block * blockSize)
  }

  /// Writes a block if it is still to be written; passages that are skipped have no gradient there.
  package func write(block: Int, _ codes: GradientCodes?, of kept: [Int], in range: Range<Int>)
    throws
  {
    guard needs(block: block), let codes else { return }
    let all =
      kept.count == range.count
      ? codes : codes.spread(to: kept.map { $0 - range.lowerBound }, of: range.count)
    do {
      try GradientIndex.writeBlock(
        directory: folder, first: range.lowerBound, codes: all, fingerprint: fingerprint)
      opened = nil
    } catch let error as InfluenceError {
      try giveUp(error)
    }
  }

  /// Writes the blocks that no pass over the corpus has written.
  package func complete(reporter: Reporter, between: () throws -> Void) throws {
    let blocks = (corpus.passages + blockSize - 1) / blockSize
    let missing = (0..<blocks).filter { needs(block: $0) }
    guard !missing.isEmpty, let coder else { return }
    try reporter.begin(.index, done: blocks - missing.count, total: blocks)
    let sketcher = PassageSketcher(model: model, coder: coder)
    for (done, block) in missing.enumerated() {
      let range = block * blockSize..<min((block + 1) * blockSize, corpus.passages)
      let (codes, kept) = try context.bad.without(range, sketcher.codes)
      try write(block: block, codes, of: kept, in: range)
      if self.coder == nil { return }
      try reporter.advance(to: blocks - missing.count + done + 1, of: blocks)
      try between()
    }
  }

  /// The index as far as it is built; nil where none can be used.
  func open() throws -> GradientIndex? {
    if let opened { return opened }
    guard let coder else { return nil }
    do {
      opened = try GradientIndex(
        directory: folder, coder: coder, passageCount: corpus.passages, fingerprint: fingerprint)
    } catch let error as InfluenceError {
      try giveUp(error)
    }
    return opened
  }
}
