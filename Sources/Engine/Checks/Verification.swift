import Findings
import Foundation
import Hashing
import Influence
import LinearAlgebra
import RunModel
package import Store
import Transformer
package import Workspace

/// Checks a ranking by doing what it predicts: a small training step on a passage, then the step's likelihood again.
///
/// After Chang et al. 2024 (arXiv 2410.17413), tail-patch.
package struct Verification: Sendable {
  /// What one training step on one passage did.
  package struct Row: Sendable {
    /// Place in the ranking, from 1.
    package let rank: Int
    package let passage: String
    package let type: String
    package let score: Double
    /// Rise of the log-likelihood, nats; positive: likelier than before.
    package let rise: Double
    /// Learning rate of the passage's step.
    package let rate: Double
    /// How far the passage's own loss should fall by its gradient, nats, and how far it fell.
    package let predicted: Double
    package let fell: Double
    /// Whether the two agree within a fifth, so that the rise tells what the gradient says.
    package let isLinear: Bool
    /// Whether it was drawn at random.
    package let isRandom: Bool
  }

  package let rows: [Row]
  /// What a person should know before trusting the scores: the factors' own warnings.
  package let warnings: [String]

  /// Median learning rate of the training steps.
  package var rate: Double {
    let rates = rows.map(\.rate).sorted()
    return rates.isEmpty ? 0 : rates[rates.count / 2]
  }

  /// Measures the top passages of a step, or of a whole completion, and as many random ones as asked for.
  ///
  /// - Parameters:
  ///   - step: from 1; nil for the whole completion.
  ///   - seed: decides which passages are drawn.
  package init(
    _ workspace: Workspace, _ results: Results, question: QuestionRecord, step: Int?, top: Int,
    random: Int, seed: UInt64 = 0, progress: (Int, Int) throws -> Void = { _, _ in }
  ) throws {
    let run = results.run
    let settings = try RunSettings(json: run.settings)
    guard let found = try Fingerprints.find(run, in: workspace, settings: settings) else {
      throw EngineError("the inputs changed since run \(run.id); run `stemma compute` first")
    }
    var filter = Results.Filter()
    filter.limit = results.corpus.passages
    let (ranked, _) = try results.top(question, step: step, view: .raw, filter: filter)
    var chosen = Array(ranked.prefix(top))
    let rest = ranked.dropFirst(top).sorted {
      SplitMix64.hash(SplitMix64.hash(seed) ^ UInt64($0.rank))
        < SplitMix64.hash(SplitMix64.hash(seed) ^ UInt64($1.rank))
    }
    chosen += rest.prefix(random)
    guard !chosen.isEmpty else { throw EngineError("there is no passage to measure") }
    let model = try LanguageModel(directory: found.folder)
    let tokens = try QuestionTokens(results.store, question)
    let passages = try chosen.map {
      try results.store.tokens(ofPassage: $0.number, corpus: results.corpus.id)
    }
    let query = StepQuery(
      tokens: tokens.tokens, steps: step.map { [tokens.ranges[$0 - 1]] } ?? tokens.ranges)
    let changes = try TailPatch(model: model, memory: MemoryLimits().standard / 2).changes(
      of: query, passages: passages, progress: progress)
    rows = zip(chosen, changes).enumerated().map { index, pair in
      let (document, change) = pair
      return Row(
        rank: document.rank, passage: document.passage, type: document.type,
        score: document.score, rise: change.rises.reduce(0, +), rate: change.rate,
        predicted: change.predicted, fell: change.fell, isLinear: change.isLinear,
        isRandom: index >= top)
    }
    warnings = run.warnings
  }

  /// Mean rise and share of rises above zero, of the top passages or of the random ones.
  package func summary(random: Bool) -> (count: Int, mean: Double, positive: Double)? {
    let rises = rows.filter { $0.isRandom == random }.map(\.rise)
    guard !rises.isEmpty else { return nil }
    let count = Double(rises.count)
    return (rises.count, rises.reduce(0, +) / count, Double(rises.count { $0 > 0 }) / count)
  }
}
