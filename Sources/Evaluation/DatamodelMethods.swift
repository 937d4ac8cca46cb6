import Influence
import RunModel
import Transformer

/// The rankings that the linear datamodelling score compares, under one small model.
struct DatamodelMethods {
  let model: LanguageModel
  let texts: DatamodelText
  let options: DatamodelOptions
  let isCancelled: @Sendable () -> Bool

  /// What conjugate gradients are called in the tables.
  static let solved = "EK-FAC + CG"

  /// Whether a row belongs to the sweep of dampings.
  static func isOfSweep(_ name: String) -> Bool { name.contains(sweepMark) }

  private static let sweepMark = ", damping "

  /// Scores `[steps × documents]` by method.
  func scores() throws -> [(String, [[Float]])] {
    var methods: [(String, [[Float]])] = []
    let factors = try fit(.ekfac)
    let (plain, norms) = try score(.ekfac, factors)
    methods.append(("EK-FAC", plain))
    methods.append(("EK-FAC / gradient norm", plain.map { zip($0, norms).map { $0 / $1 } }))
    if options.cgIterations > 0 {
      methods.append((Self.solved, try score(.ekfac, factors, solves: true).rows))
    }
    methods.append((Strategy.shampoo.title, try score(.shampoo, try fit(.shampoo)).rows))
    methods.append(("gradient dot product", try score(.identity, nil).rows))
    for damping in options.dampings {
      let mark = "\(Self.sweepMark)\(damping) × mean"
      methods.append(
        ("EK-FAC" + mark, try score(.ekfac, factors, damping: damping).rows))
      guard options.cgIterations > 0 else { continue }
      methods.append(
        (Self.solved + mark, try score(.ekfac, factors, damping: damping, solves: true).rows))
    }
    return methods
  }

  private func settings(_ strategy: Strategy, damping: Double = 0.1) -> InfluenceSettings {
    InfluenceSettings(
      strategy: strategy, damping: .relativeToMean(damping), threads: options.threads)
  }

  private func fit(_ strategy: Strategy) throws -> Factors {
    try Factors.fit(
      model: model,
      passages: texts.documents.enumerated().map {
        FactorPassage(tokens: $0.element, key: UInt64($0.offset))
      }, settings: settings(strategy)
    ) { _, _, _ in if isCancelled() { throw CancellationError() } }
  }

  private func score(
    _ strategy: Strategy, _ factors: Factors?, damping: Double = 0.1, solves: Bool = false
  ) throws -> (rows: [[Float]], norms: [Float]) {
    var settings = settings(strategy, damping: damping)
    settings.rightHandSides = 32
    if solves {
      settings.inverse = .conjugateGradients(.init(iterations: options.cgIterations))
    }
    // Documents spread over all of them: every so manieth.
    let count = min(options.cgDocuments, texts.documents.count)
    let matrix =
      solves ? (0..<count).map { texts.documents[$0 * texts.documents.count / count] } : []
    let steps = try PreconditionedSteps(
      model: model, factors: factors, queries: texts.queries, settings: settings,
      matrixPassages: matrix
    ) { _, _ in if isCancelled() { throw CancellationError() } }
    let scores = try PassageScorer(model: model, steps: steps, settings: settings)
      .score(texts.documents)
    return (
      (0..<scores.stepCount).map { Array(scores.row($0)) },
      scores.gradientNorms.map { max($0, 1e-20) }
    )
  }
}
