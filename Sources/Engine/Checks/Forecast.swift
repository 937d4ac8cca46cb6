import Corpus
import Foundation
import Influence
import LinearAlgebra
package import RunModel
import Store
import Tokenization
import Transformer
package import Workspace

/// What a job will cost, by arithmetic: its one list of stages and how fast this machine does each kind of work.
///
/// Measured are the rate of products, one small pack of the model, one eigenproblem, and a few answers and documents
/// as far as a short time allows; never more memory than the model and a pack on each core. By processor time, where
/// each core works for itself: what the machine does beside it now it will not do all the while.
package struct Forecast: Sendable {
  package private(set) var passages = 0
  package private(set) var tokens = 0
  package private(set) var questions = 0
  package private(set) var steps = 0
  package private(set) var passes = 0
  /// Earlier checkpoints of the training, which are scored as the last one is.
  package private(set) var earlier = 0
  package private(set) var parameters = 0
  /// Seconds of each stage.
  package private(set) var seconds: [Stage: Double] = [:]
  /// Bytes that the whole process holds at most.
  package private(set) var memory = 0
  /// Bytes written, the index among them.
  package private(set) var disk = 0
  /// Bytes of the gradient index.
  package private(set) var indexBytes = 0
  /// Seconds that the index adds.
  package private(set) var indexSeconds = 0.0
  /// Whether the corpus was too large to be read whole.
  package private(set) var isEstimate = false

  /// Seconds of the whole job.
  package var total: Double { seconds.values.reduce(0, +) }

  /// Seconds for documents and for answers.
  private static let patience = (documents: 1.5, answers: 1.5)
  /// Operations of the pack that is measured: a second or two.
  private static let packOperations = 2.5e11
  /// Reading, writing and indexing for each second of reading and tokenising (measured on the sample).
  private static let ingestion = 3.0

  /// Measures and counts.
  ///
  /// - Parameter say: hears what is being done, before it is.
  package init(
    _ workspace: Workspace, options: ComputeOptions, say: (String) -> Void = { _ in }
  ) throws {
    let clock: @Sendable () -> Double = { ProcessInfo.processInfo.systemUptime }
    let own: @Sendable () -> Double = { Threads.processorSeconds }
    say("reading the checkpoint \(workspace.checkpoint)")
    let model = try LanguageModel(directory: workspace.checkpoint, decodesStored: .large)
    let tokenizer = try Tokenizer(path: workspace.tokenizer)
    var settings = options.settings
    settings.passageLength = min(settings.passageLength, model.configuration.contextLength)
    let plan = try MemoryPlan(
      model: model, settings: settings,
      influence: try settings.influence(model, threads: options.threads),
      memory: options.memory ?? MemoryLimits().standard)
    parameters = Scoring.trackedParameters(model, plan.influence.modules)

    say("counting the corpus")
    let corpus = try CorpusEstimate(
      try workspace.corpusReader(tokenizer: tokenizer, skipsBad: options.skipBad),
      splitter: PassageSplitter(tokenizer: tokenizer, contextLength: settings.passageLength),
      budget: Self.patience.documents, clock: clock, processor: own)
    (passages, tokens, isEstimate) = (corpus.passages, corpus.tokens, corpus.isEstimate)

    say("beginning some answers")
    let asked = options.questions.map(Set.init)
    let chosen = try workspace.questionSet().questions.filter {
      asked?.contains($0.id) != false
    }
    let answers = try AnswerEstimate(
      chosen,
      CompletionStage(
        store: nil, model: model, tokenizer: tokenizer,
        settings: workspace.configuration.generation.resolved(model.configuration.generation),
        threads: options.threads,
        chat: workspace.chat),
      budget: Self.patience.answers, clock: clock)
    (questions, steps) = (chosen.count, answers.steps)
    let sizes = Self.sizes(model, plan, settings, corpus, answers, exact: options.exact)
    passes = sizes.passes

    say("measuring products and one small pack")
    var rates = try Self.rates(
      model, plan, sizes, corpus.sample,
      clock: plan.influence.productThreads == 1 ? own : clock)
    if corpus.seconds > 0 {
      rates[.text] = Double(corpus.textBytes) / (Self.ingestion * corpus.seconds)
    }
    rates[.decoding] = answers.tokensPerSecond * Double(options.threads)
    count(sizes, rates, model, plan, textBytes: corpus.textBytes)
    try countEarlier(workspace, options, sizes, rates, model, tokenizer, plan, settings)
    if let choice = options.settings.conjugateGradients, !corpus.sample.isEmpty {
      // Conjugate gradients are measured by one product, not by solving.
      let solving = try StepSolving.measure(
        choice, model, plan.influence, sample: corpus.sample, steps: steps, tokens: tokens,
        passages: passages, memory: plan.steps)
      seconds[.stepGradients, default: 0] += Double(1 + earlier) * solving.seconds
      memory += solving.memory
    }
  }

  /// What the job consists of, as far as corpus and answers were looked at.
  private static func sizes(
    _ model: LanguageModel, _ plan: MemoryPlan, _ settings: RunSettings, _ corpus: CorpusEstimate,
    _ answers: AnswerEstimate, exact: Double?
  ) -> JobSizes {
    var sizes = JobSizes(model: model, plan: plan)
    sizes.count(passages: corpus.passages, tokens: corpus.tokens, settings: settings)
    sizes.needsFactors = plan.influence.strategy.needsFactors && settings.factors == nil
    sizes.textBytes = corpus.textBytes
    sizes.generatedTokens = answers.generatedTokens
    sizes.count(
      steps: answers.steps, queryTokens: answers.queryTokens,
      stepQueryTokens: answers.stepQueryTokens, model: model, plan: plan, settings: settings)
    sizes.exact = exact.flatMap { $0 < 1 ? $0 : nil }
    return sizes
  }

  /// Seconds, memory and disk of a job, but for conjugate gradients.
  private mutating func count(
    _ sizes: JobSizes, _ rates: WorkRates, _ model: LanguageModel, _ plan: MemoryPlan,
    textBytes: Int
  ) {
    let cost = JobCost(sizes)
    for stage in cost.stages { seconds[stage.stage] = rates.seconds(stage) }
    let index = IndexPlan(model: model, settings: plan.influence, passages: passages)
    indexBytes = passages * index.bytesPerPassage
    indexSeconds = (cost[.scores]?.amounts[.indexing] ?? 0) / rates[.indexing]
    let perPass = (steps + passes - 1) / max(1, passes)
    let mean = tokens / max(1, passages)
    memory = plan.held(
      model: model, meanLength: mean,
      blockTokens: min(
        tokens,
        max(
          sizes.factorTokens, mean * Scoring.blockSize(passages: passages, parameters: parameters))),
      steps: perPass * sizes.bytesPerStep,
      fits: sizes.needsFactors)
    disk =
      3 * textBytes + 4 * tokens + 4 * passages * (steps + 1) + 3 * 4 * parameters + indexBytes
  }

  /// The same work again for every earlier checkpoint, beside whose model the last one's is held.
  private mutating func countEarlier(
    _ workspace: Workspace, _ options: ComputeOptions, _ sizes: JobSizes, _ rates: WorkRates,
    _ model: LanguageModel, _ tokenizer: Tokenizer, _ plan: MemoryPlan, _ settings: RunSettings
  ) throws {
    earlier = max(
      0,
      try CheckpointSeries.checkpoints(
        of: workspace, options, settings: settings, model: model.configuration,
        tokenizer: tokenizer
      ).count - 1)
    guard earlier > 0 else { return }
    for stage in sizes.again(earlier) {
      seconds[stage.stage, default: 0] += rates.seconds(stage)
    }
    _ = try MemoryPlan(
      model: model, settings: settings, influence: plan.influence, memory: plan.promised,
      beside: plan.resident)
    memory += plan.resident
    disk += earlier * (4 * passages * (steps + 1) + 3 * 4 * parameters)
  }

  /// How fast this machine does what the job consists of.
  private static func rates(
    _ model: LanguageModel, _ plan: MemoryPlan, _ sizes: JobSizes, _ sample: [[Int32]],
    clock: @escaping @Sendable () -> Double
  ) throws -> WorkRates {
    let influence = plan.influence
    let products = try sgemmRate(threads: influence.threads)
    let perPack = sizes.packPassages
    var rates = WorkRates(sgemmRate: products, packPassages: perPack)
    let sequences = pack(
      sample, operations: packOperations / Double(4 * (sizes.weights + sizes.unembedding)))
    guard !sequences.isEmpty else { return rates }
    let measured = try PackMeasurement(
      model: model, settings: influence, sequences: sequences, clock: clock)
    rates[.passes] = measured.passes
    rates[.grams] = measured.grams
    rates[.gradients] = measured.gradients
    rates[.rotations] = measured.rotations
    rates[.indexing] = measured.rotations / 2
    if sizes.steps > 0 {
      rates[.stepProducts] = try PackMeasurement.stepProductRate(
        passages: Int(perPack.rounded(.up)), steps: sizes.steps / max(1, sizes.passes),
        threads: influence.threads)
      rates[.rebuilding] = try PackMeasurement.rebuildRate(
        sizes.form, steps: (sizes.steps + sizes.passes - 1) / max(1, sizes.passes), model: model,
        settings: influence, clock: clock)
    }
    if sizes.needsFactors {
      // The order that most of the work is spent on; larger ones are not slower by the n³.
      let orders = sizes.factors.orders.map(Double.init)
      let mean =
        orders.reduce(0) { $0 + $1 * $1 * $1 * $1 } / max(1, orders.reduce(0) { $0 + $1 * $1 * $1 })
      rates[.eigenproblems] = try PackMeasurement.eigenRate(
        order: max(2, min(1024, Int(mean))), threads: influence.threads)
    }
    return rates
  }

  /// Some passages of the sample, whole ones as long as they fit, with so many tokens together that a pass takes
  /// about as many operations; between 96 and 2,048.
  private static func pack(_ sample: [[Int32]], operations tokens: Double) -> [[Int32]] {
    let wanted = Int(min(2_048, max(96, tokens)))
    var result: [[Int32]] = []
    var left = wanted
    for passage in sample where left > 1 {
      let part = Array(passage.prefix(left))
      guard part.count > 1 else { continue }
      result.append(part)
      left -= part.count
    }
    return result
  }

  /// The forecast for a person.
  package var text: String {
    let about = isEstimate ? "about " : ""
    let lines =
      [
        "passages   \(about)\(passages) (\(about)\(tokens) tokens)",
        "questions  \(questions), about \(steps) steps",
        "tracked    \(parameters) parameters"
          + (earlier > 0 ? " of each of \(earlier + 1) checkpoints" : ""),
        "passes     \(passes) over the corpus",
        "memory     \(MemoryLimits.text(memory))",
        "disk       \(MemoryLimits.text(disk))",
        "index      \(MemoryLimits.text(indexBytes)) of it; "
          + String(format: "%.1f s of the time", indexSeconds),
      ]
      + Stage.allCases.compactMap { stage in
        seconds[stage].map { String(format: "%9.1f s  ", $0) + stage.rawValue }
      } + [String(format: "%9.1f s  in all", total)]
    return lines.joined(separator: "\n")
  }
}
