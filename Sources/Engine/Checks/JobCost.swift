package import Influence
package import RunModel

/// Kinds of work that run at rates of their own.
package enum Work: String, Sendable, CaseIterable {
  /// Bytes of the corpus that are read, tokenised and written.
  case text
  /// Tokens that the model generates.
  case decoding
  /// Operations of forward and backward passes, the unembedding among them.
  case passes
  /// Operations of covariances, half of a whole product's.
  case grams
  /// Operations that form sequences' gradients.
  case gradients
  /// Operations that lead gradients into an eigenbasis or out of it.
  case rotations
  /// n³ of eigenproblems of n rows.
  case eigenproblems
  /// Gradients' elements that are squared and summed.
  case squares
  /// Operations of passages' gradients with steps' gradients.
  case stepProducts
  /// Operations that rebuild steps' gradients from thin factors, or as many as take as long for bytes.
  case rebuilding
  /// Operations that the gradient index adds.
  case indexing
}

/// What decides the cost of a job.
package struct JobSizes: Sendable {
  package var factors: FactorSizes
  /// Weights of all blocks, tracked or not: passes run through all of them.
  package var weights = 0
  /// Width × vocabulary: the unembedding runs forward and back but has no gradient of its own.
  package var unembedding = 0
  package var strategy = Strategy.ekfac

  /// Bytes of the corpus still to be read.
  package var textBytes = 0
  /// Tokens still to be generated.
  package var generatedTokens = 0
  package var corpusTokens = 0
  package var passages = 0
  /// Whether factors must be fitted, from how many passages, and in how many goes over them.
  package var needsFactors = true
  package var factorTokens = 0
  package var factorPassages = 0
  package var covarianceGoes = 1
  package var lambdaGoes = 1
  package var steps = 0
  /// Tokens of the questions with their steps, and the same counted once for each step.
  package var queryTokens = 0
  package var stepQueryTokens = 0
  /// Passes over the corpus.
  package var passes = 1
  /// Packs of one pass.
  package var packs = 1
  /// How steps are kept, and the bytes of one.
  package var form = StepForm.whole
  package var bytesPerStep = 0
  /// Operations that rebuild a step's gradient, once a pack.
  package var rebuilding = 0.0
  /// Operations that bring a step's gradient into two thin factors; 0 where it is led back whole.
  package var packing = 0.0
  /// Steps, and tokens of passages, that are scored both ways to choose how steps are kept.
  package var triedSteps = 0
  package var triedTokens = 0
  /// Share of the passages to score exactly at both ends of every step's order; nil for all.
  package var exact: Double?
  /// Passages that are scored a second time to check the numbers, and tokens of training steps that check signs.
  package var checkedPassages = 0
  package var trialTokens = 0
  /// Share of the score blocks that an earlier engine has committed.
  package var scored = 0.0
  /// Operations that a passage's place in the index adds.
  package var indexing = 0.0

  package init(factors: FactorSizes) {
    self.factors = factors
    weights = factors.parameters
  }
}

/// One stage and what it does.
package struct StageCost: Sendable, Equatable {
  package let stage: Stage
  /// By kind of work, in its own unit.
  package let amounts: [Work: Double]

  package init(stage: Stage, amounts: [Work: Double]) {
    self.stage = stage
    self.amounts = amounts
  }
}

/// The one list of what a job does, in order: forecast, remaining time and progress read it.
package struct JobCost: Sendable {
  package let stages: [StageCost]
  /// Share of the passes' operations that the blocks take, the rest being the unembedding's.
  package let blockShare: Double

  package init(_ sizes: JobSizes) {
    let parameters = Double(sizes.factors.parameters)
    let (weights, unembedding) = (Double(sizes.weights), Double(sizes.unembedding))
    blockShare = weights / max(1, weights + unembedding)
    // Two operations a parameter and token forward, two backward.
    let pass = { (tokens: Int) in Double(tokens) * 4 * (weights + unembedding) }
    let gradients = { (tokens: Int) in 2 * Double(tokens) * parameters }
    var stages = [
      StageCost(stage: .ingest, amounts: [.text: Double(sizes.textBytes)]),
      StageCost(stage: .generation, amounts: [.decoding: Double(sizes.generatedTokens)]),
    ]
    if sizes.needsFactors, sizes.strategy != .identity {
      let tokens = sizes.factorTokens
      stages.append(
        StageCost(
          stage: .covariances,
          amounts: [
            .passes: Double(sizes.covarianceGoes) * pass(tokens),
            .grams: Double(tokens) * Double(sizes.factors.covarianceEntries),
          ]))
      stages.append(
        StageCost(
          stage: .eigenbases, amounts: [.eigenproblems: Double(sizes.factors.eigenCubes)]))
      if sizes.strategy == .ekfac {
        stages.append(
          StageCost(
            stage: .eigenvalues,
            amounts: [
              .passes: Double(sizes.lambdaGoes) * pass(tokens), .gradients: gradients(tokens),
              .rotations: sizes.factors.rotation(
                tokens: Double(tokens), sequences: Double(sizes.factorPassages)),
              .squares: Double(sizes.factorPassages) * parameters,
            ]))
      }
    }
    stages.append(Self.stepGradients(sizes, pass, gradients))
    stages.append(
      sizes.exact.map { Self.coarseScores(sizes, $0, pass, gradients) }
        ?? Self.scores(sizes, pass, gradients))
    self.stages = stages.filter { $0.amounts.values.contains { $0 > 0 } }
  }

  /// One forward pass a question, one backward pass a step, into the eigenbasis and out of it; before that, the
  /// same for the few steps that decide how steps are kept.
  private static func stepGradients(
    _ sizes: JobSizes, _ pass: (Int) -> Double, _ gradients: (Int) -> Double
  ) -> StageCost {
    let (weights, unembedding) = (Double(sizes.weights), Double(sizes.unembedding))
    let (once, each) = (Double(sizes.queryTokens), Double(sizes.stepQueryTokens))
    let isTurned = sizes.strategy != .identity
    let rotation =
      sizes.factors.rotation(tokens: each, sequences: Double(sizes.steps))
      + Double(sizes.steps)
      * (sizes.packing > 0 ? sizes.packing : 2 * Double(sizes.factors.rotationProducts))
    let tried = Double(sizes.triedSteps) / Double(max(1, sizes.steps))
    return StageCost(
      stage: .stepGradients,
      amounts: [
        .passes: (1 + tried) * (2 * (once + each) * weights + 4 * once * unembedding)
          + pass(sizes.triedTokens),
        .gradients: (1 + tried) * gradients(sizes.stepQueryTokens) + gradients(sizes.triedTokens),
        .rotations: isTurned ? (1 + tried) * rotation : 0,
      ])
  }

  private static func scores(
    _ sizes: JobSizes, _ pass: (Int) -> Double, _ gradients: (Int) -> Double
  ) -> StageCost {
    let missing = 1 - sizes.scored
    let (passes, steps) = (Double(sizes.passes), Double(sizes.steps))
    let again = 1 + Double(sizes.checkedPassages) / Double(max(1, sizes.passages))
    // A gradient of all parameters, and about two losses to find its step's length.
    let trials = 2.5 * pass(sizes.trialTokens)
    let products = 2 * Double(sizes.passages) * Double(sizes.factors.parameters) * steps
    return StageCost(
      stage: .scores,
      amounts: [
        .passes: missing * (passes * again * pass(sizes.corpusTokens) + trials),
        .gradients: missing * passes * again * gradients(sizes.corpusTokens),
        .stepProducts: missing * products,
        .rebuilding: missing * steps * Double(sizes.packs) * sizes.rebuilding,
        .indexing: missing * Double(sizes.passages) * sizes.indexing,
      ])
  }

  /// One pass that forms no gradients, then both ends of every step's order and a random sample.
  ///
  /// The ends of the steps of a pass are taken to have nothing in common, which they have at most.
  private static func coarseScores(
    _ sizes: JobSizes, _ share: Double, _ pass: (Int) -> Double, _ gradients: (Int) -> Double
  ) -> StageCost {
    let missing = 1 - sizes.scored
    let (passes, steps) = (Double(sizes.passes), Double(sizes.steps))
    let count = Double(max(1, sizes.passages))
    let sample = Double(CoarseScoring.sampleSize(passages: sizes.passages)) / count
    let scored = min(1, sample + 2 * share * (steps / max(1, passes)).rounded(.up))
    let products = 2 * count * Double(sizes.factors.parameters) * steps
    return StageCost(
      stage: .scores,
      amounts: [
        .passes: missing * (1 + passes * scored) * pass(sizes.corpusTokens),
        .gradients: missing * passes * scored * gradients(sizes.corpusTokens),
        .stepProducts: missing * scored * products,
        .rebuilding: missing * scored * steps * Double(sizes.packs) * sizes.rebuilding,
        .indexing: missing * count * sizes.indexing,
      ])
  }

  package subscript(_ stage: Stage) -> StageCost? { stages.first { $0.stage == stage } }
}

/// How much of each kind of work this machine does in a second.
package struct WorkRates: Sendable, Equatable {
  private var perSecond: [Work: Double]

  /// What is expected of a machine whose products run at a rate, where nothing else is known.
  ///
  /// - Parameters:
  ///   - sgemmRate: operations a second of this machine's products, all cores together.
  ///   - packPassages: passages of a pack. The product with the steps reads all of their gradients for them:
  ///     with 200 steps, 51 passages a pack reached half of sgemm's rate, 102 two thirds, 204 four fifths.
  package init(sgemmRate: Double, packPassages: Double = 51) {
    // Shares that the stages reached on the sample; eigenproblems are 25 n³ operations of slower products.
    perSecond = [
      .text: 4e6, .decoding: 100, .passes: 0.6 * sgemmRate, .grams: 0.6 * sgemmRate,
      .gradients: 0.6 * sgemmRate, .rotations: 0.7 * sgemmRate, .eigenproblems: sgemmRate / 25,
      .squares: 1e9,
      .stepProducts: sgemmRate * packPassages / (packPassages + 51),
      .rebuilding: 0.5 * sgemmRate,
      .indexing: 0.6 * sgemmRate,
    ]
  }

  package subscript(_ work: Work) -> Double {
    get { perSecond[work] ?? 1 }
    // A rate that no clock could tell is none.
    set { if newValue > 0, newValue.isFinite { perSecond[work] = newValue } }
  }

  package func seconds(_ cost: StageCost) -> Double {
    cost.amounts.reduce(0) { $0 + $1.value / self[$1.key] }
  }
}
