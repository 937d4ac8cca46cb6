import Influence
import RunModel
import TestSupport
import Transformer

/// A golden's model, factors and steps under some settings.
struct GoldenWorld {
  /// Families that differ in what matters here: biases, fused projections, gates.
  static let some = ["gpt2", "gpt_neox", "llama"]

  let golden: Golden
  let model: LanguageModel
  let settings: InfluenceSettings
  let factors: Factors?
  let steps: PreconditionedSteps

  init(_ family: String, _ settings: InfluenceSettings) throws {
    golden = try Golden(family)
    model = try LanguageModel(directory: golden.checkpoint)
    self.settings = settings
    factors =
      settings.strategy == .identity
      ? nil
      : try Factors.fit(
        model: model, passages: Self.factorPassages(golden.documentTokens), settings: settings)
    steps = try PreconditionedSteps(
      model: model, factors: factors, queries: golden.questionSegments.map(Self.query),
      settings: settings)
  }

  static func factorPassages(_ documents: [[Int32]]) -> [FactorPassage] {
    documents.enumerated().map { FactorPassage(tokens: $1, key: UInt64($0)) }
  }

  /// A query from a prompt's tokens and its steps'.
  static func query(_ segments: [[Int32]]) -> StepQuery {
    var steps: [Range<Int>] = []
    var start = segments[0].count
    for segment in segments.dropFirst() {
      steps.append(start..<start + segment.count)
      start += segment.count
    }
    return StepQuery(tokens: segments.flatMap { $0 }, steps: steps)
  }

  func score(_ passages: [[Int32]], perModule: Bool = false) throws -> PassageScores {
    try PassageScorer(model: model, steps: steps, settings: settings)
      .score(passages, perModule: perModule)
  }
}
