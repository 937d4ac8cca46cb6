import Foundation
package import Influence
package import RunModel
package import Store

/// What conjugate gradients need of a run and leave with it.
package enum SolutionStage {
  /// What sets the draw apart from that of the factors.
  private static let salt: UInt64 = 0x4347

  /// Tokens of the passages that the Gauss-Newton matrix is summed over, drawn by the run's seed; none where the
  /// settings ask for no conjugate gradients.
  package static func passages(
    _ settings: RunSettings, store: Store, corpus: CorpusRecord, without skipped: Set<Int>
  ) throws -> [[Int32]] {
    guard let choice = settings.conjugateGradients else { return [] }
    return try FactorStage.sample(
      choice.documents, of: corpus.passages, seed: settings.seed ^ salt
    ).filter { !skipped.contains($0) }
      .map { try store.tokens(ofPassage: $0, corpus: corpus.id) }
  }

  /// Where the solutions of a pass wait until it is scored; nil without conjugate gradients.
  static func files(_ context: RunContext, steps: [Int64]) -> SolutionFiles? {
    guard !context.matrixPassages.isEmpty, let folder = context.solutionsFolder else { return nil }
    return SolutionFiles(
      folder: folder,
      identities: steps.map { "\(context.run.fingerprint.prefix(32))-\($0)" })
  }

  /// Keeps the residuals with the run.
  package static func note(
    _ traces: [ConjugateGradientTrace], steps: [Int64], _ context: RunContext
  ) throws {
    guard !traces.isEmpty else { return }
    var fact =
      try context.store.fact(ConjugateGradientFact.self, run: context.run.id)
      ?? ConjugateGradientFact(documents: context.matrixPassages.count, steps: [])
    fact.merge(
      zip(steps, traces).map {
        .init(step: $0, residuals: $1.residuals, wasUndone: $1.wasUndone)
      })
    try context.store.save(fact, run: context.run.id)
  }
}
