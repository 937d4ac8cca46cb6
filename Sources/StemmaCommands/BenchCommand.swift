import ArgumentParser
import Corpus
import Engine
import Foundation
import Influence
import LinearAlgebra
import Tokenization
import Transformer

struct BenchCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bench",
    abstract: "This machine's sgemm rate, and what share of it each stage of the engine reaches.",
    discussion: """
      Operations are the floor of the method: 6 per token and tracked parameter for a gradient, 4 for a forward and \
      backward pass, 2 per passage, step and parameter for a score, 9 n³ for the eigenvectors of n rows (Golub and \
      Van Loan, 8.3). Nothing is written.
      """)

  @Option(help: "A checkpoint folder; by default the sample's.", completion: .directory)
  var checkpoint: String?
  @Option(help: "A JSONL corpus; by default the sample's.", completion: .file()) var corpus: String?
  @Option(help: "A JSONL file of questions; by default the sample's.", completion: .file())
  var questions: String?
  @Option(help: "Passages to measure.") var passages = 512
  @Option(help: "Cores to use.") var threads: Int?
  @Flag(help: "Measure the trainer instead, at widths 128 and 512.") var training = false

  func validate() throws {
    guard passages > 0 else { throw ValidationError("--passages is a number from 1") }
    guard (threads ?? 1) > 0 else { throw ValidationError("--threads is a number from 1") }
  }

  func run() throws {
    let threads = threads ?? Threads.available
    let one = try sgemmRate(threads: 1)
    let all = try sgemmRate(threads: threads)
    print(
      String(format: "sgemm  %8.1f GFLOP/s on 1 core, %.1f on %d", one / 1e9, all / 1e9, threads))
    if training { return try TrainingBench.run(threads: threads, sgemmRate: all) }
    let world = try load()
    var settings = InfluenceSettings(threads: threads)
    settings.labels = .data
    let count = Double(world.tokens)
    let steps = world.queries.reduce(0) { $0 + $1.steps.count }
    let parameters = Double(
      world.model.trackedModules.reduce(0) { $0 + $1.inputWidth * $1.outputWidth })
    print(
      "\(world.passages.count) passages, \(world.tokens) tokens, \(steps) steps, \(Int(parameters)) tracked parameters"
    )

    var spent: [(name: String, seconds: Double, floor: Double)] = []
    var stage: FitStage?
    var start = Date()
    let inputs = world.passages.enumerated().map { FactorPassage(tokens: $1, key: UInt64($0)) }
    let pass = 4 * count * parameters
    let eigen = 9 * Double(FactorSizes(world.model.trackedModules).eigenCubes)
    func close(_ next: FitStage?) {
      if let stage {
        let floor =
          switch stage {
          case .covariance: pass
          case .eigen: eigen
          case .lambda: 1.5 * pass
          }
        spent.append((stage.rawValue, Date().timeIntervalSince(start), floor))
      }
      stage = next
      start = Date()
    }
    let factors = try Factors.fit(model: world.model, passages: inputs, settings: settings) {
      next, _, _ in
      if next != stage { close(next) }
    }
    close(nil)
    let prepared = try PreconditionedSteps(
      model: world.model, factors: factors, queries: world.queries, settings: settings)
    spent.append(("steps", Date().timeIntervalSince(start), Self.stepOperations(world, parameters)))
    let scorer = PassageScorer(model: world.model, steps: prepared, settings: settings)
    _ = try scorer.score(Array(world.passages.prefix(8)))
    start = Date()
    _ = try scorer.score(world.passages)
    let scoring = Date().timeIntervalSince(start)
    let scores = 1.5 * pass + 2 * parameters * Double(steps) * Double(world.passages.count)
    spent.append(("scores", scoring, scores))

    print("stage           seconds        TFLOP   share of sgemm")
    for entry in spent {
      let name = entry.name.padding(toLength: 12, withPad: " ", startingAt: 0)
      print(
        name
          + String(
            format: "%11.2f %12.3f %12.1f %%", entry.seconds, entry.floor / 1e12,
            100 * entry.floor / entry.seconds / all))
    }
    print(String(format: "%.1f passages/s", Double(world.passages.count) / scoring))
  }

  /// A forward pass of each question, a backward pass and gradient of each step, and its way out of the eigenbasis.
  private static func stepOperations(_ world: World, _ parameters: Double) -> Double {
    let rotation = Double(FactorSizes(world.model.trackedModules).rotationProducts)
    return world.queries.reduce(0) { sum, query in
      let steps = Double(query.steps.count)
      return sum + (2 + 4 * steps) * Double(query.tokens.count) * parameters + 2 * steps * rotation
    }
  }

  private struct World {
    let model: LanguageModel
    let passages: [[Int32]]
    let queries: [StepQuery]
    var tokens: Int { passages.reduce(0) { $0 + $1.count } }
  }

  private func load() throws -> World {
    let sample =
      checkpoint == nil || corpus == nil || questions == nil
      ? try Engine.Workspace(folder: WorkspaceArgument.defaultFolder()) : nil
    let folder = checkpoint ?? sample?.checkpoint ?? ""
    let model = try LanguageModel(directory: folder)
    let tokenizer = try Tokenizer(path: folder + "/tokenizer.json")
    let length = min(512, model.configuration.contextLength)
    let splitter = PassageSplitter(tokenizer: tokenizer, contextLength: length)
    let stream = try CorpusReader(paths: corpus.map { [$0] } ?? sample?.corpus ?? []).makeStream()
    var documents: [[Int32]] = []
    while documents.count < passages, let document = try stream.next() {
      documents += splitter.split(document, number: documents.count).map(\.tokens)
    }
    let files = questions.map { [$0] } ?? sample?.questions ?? []
    let queries = try QuestionFile.read(files).questions.compactMap { question -> StepQuery? in
      var tokens =
        (tokenizer.beginningOfSequence.map { [$0] } ?? [])
        + tokenizer.encode(question.prompt, addSpecialTokens: false)
      let parts =
        try question.steps?.map { tokenizer.encode($0, addSpecialTokens: false) }
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
