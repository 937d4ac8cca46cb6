import Corpus
import Foundation
import Influence
import LinearAlgebra
package import RunModel
import Store
import Tokenization
import Transformer

/// What a job will cost, measured on a small piece of it before it starts.
///
/// Each stage is run on a few passages of the corpus and scaled by its own unit: tokens, passages or steps.
package struct Forecast: Sendable {
  package private(set) var passages = 0
  package private(set) var tokens = 0
  package private(set) var questions = 0
  package private(set) var steps = 0
  package private(set) var passes = 0
  package private(set) var parameters = 0
  /// Seconds of each stage.
  package private(set) var seconds: [Stage: Double] = [:]
  /// Bytes held at once, beside the program.
  package private(set) var memory = 0
  /// Bytes written, the index among them.
  package private(set) var disk = 0
  /// Bytes of the gradient index.
  package private(set) var indexBytes = 0
  /// Seconds that the index adds.
  package private(set) var indexSeconds = 0.0

  /// Seconds of the whole job.
  package var total: Double { seconds.values.reduce(0, +) }

  /// Passages that are measured.
  private static let sampleSize = 48
  /// Questions that are answered to learn how long completions are.
  private static let sampleQuestions = 8

  /// Measures and scales.
  package init(_ workspace: Workspace, options: ComputeOptions) throws {
    let questionFile = try workspace.questionSet().questions
    let model = try LanguageModel(directory: workspace.checkpoint)
    let tokenizer = try Tokenizer(path: workspace.tokenizer)
    var settings = options.settings
    settings.passageLength = min(settings.passageLength, model.configuration.contextLength)
    let influence = try settings.influence(model, threads: options.threads)
    let asked = options.questions.map(Set.init)
    let chosen = questionFile.filter { asked?.contains($0.id) != false }
    questions = chosen.count
    parameters = Scoring.trackedParameters(model, influence.modules)

    // The corpus: read once; its tokens are what the rest scales with.
    let splitter = PassageSplitter(tokenizer: tokenizer, contextLength: settings.passageLength)
    var sample: [[Int32]] = []
    var textBytes = 0
    var number = 0
    let readStart = Date()
    let stream = try workspace.corpusReader(tokenizer: tokenizer, skipsBad: options.skipBad)
      .makeStream()
    while let document = try stream.next() {
      number += 1
      let split = splitter.split(document, number: number)
      for passage in split {
        passages += 1
        tokens += passage.tokens.count
        textBytes += passage.text.utf8.count
        // Reservoir sampling (Vitter 1985) with a hash for its dice: the same sample every time.
        if sample.count < Self.sampleSize {
          sample.append(passage.tokens)
        } else {
          let place = Int(mixed(UInt64(passages)) % UInt64(passages))
          if place < Self.sampleSize { sample[place] = passage.tokens }
        }
      }
    }
    // Writing and indexing costs about twice the reading (measured on the sample).
    seconds[.ingest] = 3 * Date().timeIntervalSince(readStart)

    let answering = try measureAnswers(
      chosen, model, tokenizer, workspace, threads: options.threads)
    steps = answering.steps
    let perPass = Scoring.stepsPerPass(
      model, influence.modules, memory: options.memory, steps: max(1, steps),
      setting: options.settings.stepRank.flatMap { StepRank($0) } ?? .automatic)
    passes = max(1, (steps + perPass - 1) / perPass)

    let measured = try measureScores(sample, answering.queries, model, influence, options: options)
    memory += (SystemMemory.mostHeld ?? 0) + 4 * max(0, perPass - measured) * parameters
    if measured > 0 { memory += rest(of: sample, model, influence, settings) }
    disk =
      3 * textBytes + 4 * tokens + 4 * passages * (steps + 1) + 3 * 4 * parameters
      + indexBytes
  }

  private mutating func measureAnswers(
    _ questions: [Question], _ model: LanguageModel, _ tokenizer: Tokenizer, _ workspace: Workspace,
    threads: Int
  ) throws -> (steps: Int, queries: [StepQuery]) {
    let answering = Answering(
      store: nil, model: model, tokenizer: tokenizer,
      settings: workspace.configuration.generation.resolved(model.configuration.generation),
      threads: threads)
    let stride = max(1, questions.count / Self.sampleQuestions)
    var steps = 0
    var queries: [StepQuery] = []
    let measured = Swift.stride(from: 0, to: questions.count, by: stride).map { questions[$0] }
    let start = Date()
    for question in measured {
      let (prompt, parts) = try answering.complete(
        prompt: question.prompt, question: question.id, given: question.steps)
      var tokens = prompt
      var ranges: [Range<Int>] = []
      for part in parts {
        ranges.append(tokens.count..<tokens.count + part.tokens.count)
        tokens += part.tokens
      }
      steps += parts.count
      if !ranges.isEmpty, ranges[0].lowerBound > 0 {
        queries.append(StepQuery(tokens: tokens, steps: ranges))
      }
    }
    let scale = Double(questions.count) / Double(max(1, measured.count))
    seconds[.generation] = Date().timeIntervalSince(start) * scale / Double(threads)
    return (Int((Double(steps) * scale).rounded()), queries)
  }

  /// - Returns: the number of steps that were scored together.
  private mutating func measureScores(
    _ sample: [[Int32]], _ queries: [StepQuery], _ model: LanguageModel,
    _ influence: InfluenceSettings,
    options: ComputeOptions
  ) throws -> Int {
    guard !sample.isEmpty, !queries.isEmpty else { return 0 }
    // Conjugate gradients are measured by one product, not by solving.
    let solved = influence
    var influence = influence
    influence.inverse = .approximate
    let sampleTokens = Double(sample.reduce(0) { $0 + $1.count })
    let share = Double(tokens) / sampleTokens
    var factors: Factors?
    if influence.strategy.needsFactors {
      let factorShare =
        share * Double(min(options.settings.factorPassages ?? passages, passages))
        / Double(max(1, passages))
      var stage: FitStage?
      var start = Date()
      var spent: [FitStage: Double] = [:]
      let inputs = sample.enumerated().map { FactorPassage(tokens: $1, key: UInt64($0)) }
      factors = try Factors.fit(model: model, passages: inputs, settings: influence) { next, _, _ in
        if let stage { spent[stage, default: 0] += Date().timeIntervalSince(start) }
        stage = next
        start = Date()
      }
      if let stage { spent[stage, default: 0] += Date().timeIntervalSince(start) }
      if options.settings.factors == nil {
        seconds[.covariances] = (spent[.covariance] ?? 0) * factorShare
        seconds[.eigenbases] = spent[.eigen] ?? 0
        seconds[.eigenvalues] = (spent[.lambda] ?? 0) * factorShare
      }
    }
    var start = Date()
    let prepared = try PreconditionedSteps(
      model: model, factors: factors, queries: queries, settings: influence)
    seconds[.stepGradients] =
      Date().timeIntervalSince(start) * Double(steps) / Double(max(1, prepared.count))
    if let choice = options.settings.conjugateGradients {
      let solving = try StepSolving.measure(
        choice, model, solved, sample: sample, steps: steps, tokens: tokens, passages: passages,
        memory: options.memory)
      seconds[.stepGradients, default: 0] += solving.seconds
      memory += solving.memory
    }
    // Two numbers of steps tell the cost of a passage from the cost of a step on a passage.
    let one = try PreconditionedSteps(
      model: model, factors: factors,
      queries: [StepQuery(tokens: queries[0].tokens, steps: [queries[0].steps[0]])],
      settings: influence)
    func time(_ steps: PreconditionedSteps, _ coder: GradientCoder? = nil) throws -> Double {
      let scorer = PassageScorer(model: model, steps: steps, settings: influence, coder: coder)
      _ = try scorer.score(sample)
      start = Date()
      _ = try scorer.score(sample)
      return Date().timeIntervalSince(start)
    }
    let base = try time(one)
    let more = try time(prepared)
    let plan = IndexPlan(model: model, settings: influence, passages: passages)
    indexBytes = passages * plan.bytesPerPassage
    let coder = try GradientCoder(
      model: model, factors: factors, settings: influence, bits: plan.bits)
    indexSeconds =
      max(0, try time(one, coder) - base) * Double(passages) / Double(sample.count)
    let perStep = max(0, more - base) / Double(max(1, prepared.count - 1))
    seconds[.scores] =
      share * (Double(passes) * base + perStep * Double(max(0, steps - passes))) + indexSeconds
    return prepared.count
  }

  /// Bytes that whole packs and the index need beyond what was held for the sample.
  private func rest(
    of sample: [[Int32]], _ model: LanguageModel, _ influence: InfluenceSettings,
    _ settings: RunSettings
  ) -> Int {
    let mean = tokens / max(1, passages)
    var small = influence
    small.packTokens = sample.reduce(0) { $0 + $1.count } / influence.packsAtOnce
    let (whole, part) = (
      influence.workingBytes(model, longest: settings.passageLength, meanLength: mean),
      small.workingBytes(model, longest: sample.map(\.count).max() ?? 1, meanLength: mean)
    )
    return max(0, whole - part)
  }

  /// The forecast for a person.
  package var text: String {
    let lines =
      [
        "passages   \(passages) (\(tokens) tokens)",
        "questions  \(questions), about \(steps) steps",
        "tracked    \(parameters) parameters",
        "passes     \(passes) over the corpus",
        "memory     \(Self.size(memory))",
        "disk       \(Self.size(disk))",
        "index      \(Self.size(indexBytes)) of it; "
          + String(format: "%.1f s of the time", indexSeconds),
      ]
      + Stage.allCases.compactMap { stage in
        seconds[stage].map { String(format: "%9.1f s  ", $0) + stage.rawValue }
      } + [String(format: "%9.1f s  in all", total)]
    return lines.joined(separator: "\n")
  }

  private static func size(_ bytes: Int) -> String {
    bytes < 1 << 30
      ? String(format: "%.0f MiB", Double(bytes) / Double(1 << 20))
      : String(format: "%.1f GiB", Double(bytes) / Double(1 << 30))
  }
}
