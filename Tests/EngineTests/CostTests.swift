import Engine
import Foundation
import Influence
import LinearAlgebra
import RunModel
import Store
import TestSupport
import Testing
import Transformer
import Workspace

/// The list of what a job does, and what follows from it before and while it runs.
@Suite struct CostTests {
  private static func model() throws -> LanguageModel {
    try LanguageModel(directory: Golden("llama").checkpoint)
  }

  private static func sizes() throws -> JobSizes {
    var sizes = JobSizes(factors: FactorSizes(try model().trackedModules))
    sizes.unembedding = 1_000
    (sizes.passages, sizes.corpusTokens) = (100, 10_000)
    (sizes.factorPassages, sizes.factorTokens) = (50, 5_000)
    (sizes.steps, sizes.queryTokens, sizes.stepQueryTokens) = (10, 300, 900)
    return sizes
  }

  @Test func everyStageCountsItsProducts() throws {
    var sizes = try Self.sizes()
    let parameters = Double(sizes.factors.parameters)
    let cost = JobCost(sizes)
    #expect(
      cost.stages.map(\.stage)
        == [.covariances, .eigenbases, .eigenvalues, .stepGradients, .scores])
    let pass = 4 * (parameters + 1_000)
    #expect(cost[.covariances]?.amounts[.passes] == 5_000 * pass)
    #expect(
      cost[.covariances]?.amounts[.grams] == 5_000 * Double(sizes.factors.covarianceEntries))
    #expect(cost[.scores]?.amounts[.passes] == 10_000 * pass)
    #expect(cost[.scores]?.amounts[.gradients] == 2 * 10_000 * parameters)
    #expect(cost[.scores]?.amounts[.stepProducts] == 2 * 100 * 10 * parameters)
    // Twice as many passes compute every passage's gradient twice, but no more products with steps.
    sizes.passes = 2
    #expect(JobCost(sizes)[.scores]?.amounts[.passes] == 20_000 * pass)
    #expect(JobCost(sizes)[.scores]?.amounts[.stepProducts] == 2 * 100 * 10 * parameters)
    // What is there already is not counted.
    (sizes.needsFactors, sizes.scored) = (false, 1)
    #expect(JobCost(sizes).stages.map(\.stage) == [.stepGradients])
    sizes = try Self.sizes()
    sizes.strategy = .kfac
    #expect(JobCost(sizes)[.eigenvalues] == nil)
    sizes.strategy = .identity
    #expect(JobCost(sizes).stages.map(\.stage) == [.stepGradients, .scores])
    #expect(JobCost(sizes)[.stepGradients]?.amounts[.rotations] == 0)
  }

  @Test func choosingHowStepsAreKeptIsCounted() throws {
    var sizes = try Self.sizes()
    let before = try #require(JobCost(sizes)[.stepGradients])
    (sizes.triedSteps, sizes.triedTokens) = (5, 400)
    let after = try #require(JobCost(sizes)[.stepGradients])
    let parameters = Double(sizes.factors.parameters)
    // Half of the steps once more, and 400 tokens of passages.
    #expect(
      after.amounts[.passes]
        == 1.5 * (before.amounts[.passes] ?? 0) + 400 * 4 * (parameters + 1_000))
    #expect(
      after.amounts[.gradients] == 1.5 * (before.amounts[.gradients] ?? 0) + 800 * parameters)
    #expect(after.amounts[.rotations] == 1.5 * (before.amounts[.rotations] ?? 0))
  }

  @Test func tokensOrGradientsAreRotatedWhicheverAreFewer() throws {
    let sizes = FactorSizes(try Self.model().trackedModules)
    let few = sizes.rotation(tokens: 1, sequences: 1)
    #expect(few == 2 * Double(sizes.covarianceEntries))
    // Endless sequences cost what their gradients do.
    #expect(sizes.rotation(tokens: 1e9, sequences: 1) == 2 * Double(sizes.rotationProducts))
  }

  @Test func secondsFollowFromRates() {
    var rates = WorkRates(sgemmRate: 100)
    rates[.passes] = 50
    rates[.grams] = 10
    // No clock could tell these.
    rates[.grams] = 0
    rates[.passes] = .infinity
    let cost = StageCost(stage: .covariances, amounts: [.passes: 100, .grams: 30])
    #expect(rates.seconds(cost) == 5)
  }

  @Test func remainingTimeIsCorrectedByWhatWasSeen() throws {
    let model = CostModel()
    #expect(model.remaining(.scores, done: 1, already: 0, total: 2, elapsed: 1) == nil)
    let cost = JobCost(try Self.sizes())
    let rates = WorkRates(sgemmRate: 1e6)
    model.expect(cost, rates: rates)
    let seconds = { (stage: Stage) in cost[stage].map(rates.seconds) ?? 0 }
    let all = cost.stages.reduce(0) { $0 + rates.seconds($1) }
    func remaining(_ stage: Stage, _ done: Int, _ elapsed: Double) throws -> Double {
      try #require(
        model.remaining(stage, done: done, already: 0, total: 100, elapsed: elapsed))
    }
    #expect(abs(try remaining(.covariances, 0, 0) - all) < 1e-9 * all)
    // Half of the first stage took as long as the whole of it was to take: all is twice as slow.
    let half = try remaining(.covariances, 50, seconds(.covariances))
    #expect(abs(half - (2 * all - seconds(.covariances))) < 1e-9 * all)
    // While nothing more is done the clock alone tells.
    let later = try remaining(.covariances, 50, 1.5 * seconds(.covariances))
    #expect(abs(half - later - seconds(.covariances) / 2) < 1e-9 * all)
    // A stage's own pace counts for itself only.
    let last = try remaining(.scores, 50, 2 * seconds(.scores))
    #expect(abs(last - 2 * seconds(.scores)) < 1e-9 * all)
  }

  @Test func answersThatWereCutCountAsLonger() {
    typealias Observed = AnswerEstimate.Observed
    #expect(Observed(tokens: 60, steps: 6, ended: 3, tried: 3).length(limit: 256) == 20)
    #expect(Observed(tokens: 60, steps: 6, ended: 3, tried: 3).stepsPerAnswer(limit: 256) == 2)
    #expect(Observed(tokens: 60, steps: 6, ended: 1, tried: 3).length(limit: 256) == 60)
    #expect(Observed(tokens: 60, steps: 6, ended: 0, tried: 3).length(limit: 256) == 256)
    #expect(Observed(tokens: 0, steps: 0, ended: 3, tried: 3).length(limit: 256) == 1)
    #expect(Observed().stepsPerAnswer(limit: 256) == 1)
  }

  @Test func memoryIsDividedWithinWhatWasPromised() throws {
    let model = try Self.model()
    let influence = InfluenceSettings(threads: 2)
    func plan(_ memory: Int, stepRank: String? = nil) throws -> MemoryPlan {
      var settings = RunSettings()
      settings.passageLength = 64
      settings.stepRank = stepRank
      return try MemoryPlan(
        model: model, settings: settings, influence: influence, memory: memory)
    }
    #expect(throws: EngineError.self) { try plan(10 << 20) }
    var previous = 0
    for megabytes in stride(from: 80, to: 2_000, by: 240) {
      let own = try plan(megabytes << 20)
      #expect(own.steps >= previous && own.steps < megabytes << 20)
      let held = own.held(
        model: model, meanLength: 64, blockTokens: .max, steps: own.steps, fits: true)
      #expect(held <= megabytes << 20)
      previous = own.steps
    }
    // The same promise, the same packs: bits follow from them.
    #expect(try plan(200 << 20).influence == plan(200 << 20).influence)
    #expect(try plan(200 << 20, stepRank: "full").steps > 0)
  }

  @Test func coarseScoresCostOnePassAndTheirShare() throws {
    var sizes = try Self.sizes()
    (sizes.passages, sizes.corpusTokens) = (100_000, 10_000_000)
    (sizes.steps, sizes.passes) = (1_000, 100)
    let whole = try #require(JobCost(sizes)[.scores]?.amounts[.gradients])
    sizes.exact = 0.001
    let coarse = try #require(JobCost(sizes)[.scores]?.amounts[.gradients])
    #expect(coarse > 0 && coarse < whole / 10)
    // Everything exactly is no less than everything.
    sizes.exact = 0.9
    #expect(
      JobCost(sizes)[.scores]?.amounts[.gradients] == 100 * 2 * 1e7
        * Double(sizes.factors.parameters))
  }

  @Test func progressMovesWithinAPieceOfWork() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let store = try Store(path: folder.path + "/store.sqlite", access: .create)
    let cost = CostModel()
    cost.expect(JobCost(try Self.sizes()), rates: WorkRates(sgemmRate: 1e6))
    let all = try #require(cost.meteredOperations(.scores))
    var meter = 0.0
    var shown: [Int] = []
    let reporter = Reporter(
      store: store, cost: cost, isCancelled: { false }, meter: { Int(meter) }
    ) { shown.append($0.done) }
    try reporter.begin(.scores, total: 100)
    for share in [0.25, 0.5, 2] {
      meter = share * all
      // As often as a person can see.
      Thread.sleep(forTimeInterval: 0.11)
      reporter.tick()
    }
    // Never all, before the work itself says so, and never back.
    #expect(shown == [0, 25, 50, 99] || shown == [0, 24, 49, 99])
    try reporter.advance(to: 40, of: 100)
    Thread.sleep(forTimeInterval: 0.11)
    try reporter.advance(to: 100, of: 100)
    #expect(shown.last == 100 && shown == shown.sorted())
  }
}
