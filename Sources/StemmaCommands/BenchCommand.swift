import ArgumentParser
import Corpus
import Engine
import Foundation
import Influence
import LinearAlgebra
import RunModel
import Tokenization
import Transformer
import Workspace

struct BenchCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bench",
    abstract: "This machine's sgemm rate, and what share of it each stage of the engine reaches.",
    discussion: """
      Operations are those of all products that a stage does: forward and backward passes with the unembedding and \
      attention, covariances by their upper triangles, rotations on the cheaper side, gradients and their products \
      with the steps, and 9 n³ for the eigenvectors of n rows. Factors are written to a temporary folder, as a job \
      does, and removed. Beside other work on the machine go by processor time.
      """)

  @Option(help: "A checkpoint folder; by default the sample's.", completion: .directory)
  var checkpoint: String?
  @Option(help: "A JSONL corpus; by default the sample's.", completion: .file()) var corpus: String?
  @Option(help: "A JSONL file of questions; by default the sample's.", completion: .file())
  var questions: String?
  @Option(help: "Passages to measure.") var passages = 512
  @Option(help: "Cores to use.") var threads: Int?
  @Option(help: "Tokens of a pack; by default what a job would take.") var packTokens: Int?
  @Flag(help: "Measure the trainer instead, at widths 128 and 512.") var training = false
  @Flag(help: "Measure reading --corpus instead, of any format.") var reading = false

  func validate() throws {
    guard passages > 0 else { throw ValidationError("--passages is a number from 1") }
    guard (packTokens ?? 1) > 0 else {
      throw ValidationError("--pack-tokens is a number from 1")
    }
    guard (threads ?? 1) > 0 else { throw ValidationError("--threads is a number from 1") }
    guard !reading || corpus != nil else { throw ValidationError("--reading needs --corpus") }
  }

  func run() throws {
    if reading, let corpus {
      let folder =
        try checkpoint ?? Workspace(folder: WorkspaceArgument.defaultFolder()).checkpoint
      return try ReadingBench.run(
        corpus: corpus, tokenizer: folder,
        ends: ModelConfiguration(directory: folder).documentEnds)
    }
    let threads = threads ?? Threads.available
    let one = try sgemmRate(threads: 1)
    let all = try sgemmRate(threads: threads)
    print(
      String(format: "sgemm  %8.1f GFLOP/s on 1 core, %.1f on %d", one / 1e9, all / 1e9, threads))
    if training { return try TrainingBench.run(threads: threads, sgemmRate: all) }
    let world = try load()
    // What a job would take: packs by the memory that there is.
    var job = RunSettings()
    job.passageLength = min(job.passageLength, world.model.configuration.contextLength)
    var settings = try MemoryPlan(
      model: world.model, settings: job, influence: InfluenceSettings(threads: threads),
      memory: MemoryLimits().standard
    ).influence
    if let packTokens { settings.packTokens = packTokens }
    let steps = world.queries.reduce(0) { $0 + $1.steps.count }
    let parameters = world.model.trackedModules.reduce(0) { $0 + $1.inputWidth * $1.outputWidth }
    print(
      "\(world.passages.count) passages, \(world.lengths.reduce(0, +)) tokens, \(steps) steps, \(parameters) tracked parameters, packs of \(settings.packTokens) tokens"
    )
    var clock = StageClock()
    let factors = try fit(world, settings, &clock)
    let prepared = try PreconditionedSteps(
      model: world.model, factors: factors, queries: world.queries, settings: settings)
    clock.lap("steps")
    let scorer = PassageScorer(model: world.model, steps: prepared, settings: settings)
    _ = try scorer.score(world.passages)
    clock.lap("scores")
    // Measured at both ends, since other work on the machine takes its share of it at any time.
    let after = try sgemmRate(threads: threads)
    show(clock, world, settings, rate: max(all, after), threads: threads)
  }

  /// Fits factors into files, as a job does, and removes them.
  private func fit(
    _ world: World, _ settings: InfluenceSettings, _ clock: inout StageClock
  ) throws -> Factors {
    let folder = NSTemporaryDirectory() + "stemma-bench-\(UUID().uuidString)"
    let checkpoint = FitCheckpoint(directory: folder, fingerprint: "bench")
    defer { checkpoint.remove() }
    let inputs = world.passages.enumerated().map { FactorPassage(tokens: $1, key: UInt64($0)) }
    var stage = FitStage.covariance
    var own = clock
    defer { clock = own }
    own.restart()
    let factors = try Factors.fit(
      model: world.model, passages: inputs, settings: settings, checkpoint: checkpoint
    ) { next, _, _ in
      if next != stage { own.lap(stage.rawValue) }
      stage = next
    }
    own.lap(stage.rawValue)
    return factors
  }

  private func show(
    _ clock: StageClock, _ world: World, _ settings: InfluenceSettings, rate: Double, threads: Int
  ) {
    let operations = StageOperations(world.model, settings)
    let steps = world.queries.reduce(0) { $0 + $1.steps.count }
    let counts: [String: Double] = [
      "covariance": operations.covariances(world.lengths), "eigen": operations.eigenproblems,
      "lambda": operations.lambda(world.lengths),
      "steps": operations.steps(world.queries.map { ($0.tokens.count, $0.steps.count) }),
      "scores": operations.scores(world.lengths, steps: steps),
    ]
    for entry in clock.entries {
      let count = counts[entry.name] ?? 0
      print(
        String(
          format:
            "%@ %9.2f s %9.2f s of processor time %9.3f TFLOP %6.1f %% of sgemm by the clock, %.1f %% by processor time",
          entry.name.padding(toLength: 12, withPad: " ", startingAt: 0), entry.wall,
          entry.processor, count / 1e12, 100 * count / entry.wall / rate,
          100 * count / entry.processor / rate * Double(threads)))
    }
    let scoring = clock.entries.last?.wall ?? 1
    print(String(format: "%.1f passages/s", Double(world.passages.count) / scoring))
  }

  private struct World {
    let model: LanguageModel
    let passages: [[Int32]]
    let queries: [StepQuery]
    var lengths: [Int] { passages.map(\.count) }
  }

  private func load() throws -> World {
    let sample =
      checkpoint == nil || corpus == nil || questions == nil
      ? try Workspace(folder: WorkspaceArgument.defaultFolder()) : nil
    let folder = checkpoint ?? sample?.checkpoint ?? ""
    let model = try LanguageModel(directory: folder)
    let tokenizer = try Tokenizer(
      path: CheckpointFiles.folder(of: folder, holding: "tokenizer.json") + "/tokenizer.json")
    let length = min(512, model.configuration.contextLength)
    let splitter = PassageSplitter(tokenizer: tokenizer, contextLength: length)
    let stream = try CorpusReader(paths: corpus.map { [$0] } ?? sample?.corpus ?? []).makeStream()
    var documents: [[Int32]] = []
    while documents.count < passages, let document = try stream.next() {
      documents += splitter.split(document, number: documents.count).map(\.tokens)
    }
    let files = questions.map { [$0] } ?? sample?.questions ?? []
    let queries = try QuestionFile.read(files).questions.compactMap { question -> StepQuery? in
      var tokens = tokenizer.prompt(question.prompt)
      let parts =
        try question.steps?.map { tokenizer.encodeContinuation($0) }
        ?? [model.generate(prompt: tokens, maximumTokens: 64).tokens]
      let ranges = parts.filter { !$0.isEmpty }.map { part in
        let start = tokens.count
        tokens += part
        return start..<tokens.count
      }
      return ranges.isEmpty || ranges[0].lowerBound == 0
        ? nil : StepQuery(tokens: tokens, steps: ranges)
    }
    guard !documents.isEmpty, !queries.isEmpty else {
      throw EngineError("there is no passage or no question to measure")
    }
    return World(model: model, passages: Array(documents.prefix(passages)), queries: queries)
  }
}
