import ArgumentParser
import Corpus
import Engine
import Foundation
import Influence
import Synchronization
import Tokenization
import Training
import Transformer

/// Whether influence scores predict what retraining without documents does.
struct DatamodelCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "lds",
    abstract: "Measures the scores against retraining: the linear datamodelling score.",
    discussion: """
      Trains a small model on some of the workspace's documents, scores them against the steps that \
      the workspace's own model generates, retrains on many random halves, and prints how well the \
      summed scores of a half rank the steps' losses under it (Spearman's correlation, mean over \
      steps, 95 % interval over questions by bootstrap). May be stopped; with --results it goes on.
      """)

  @OptionGroup var workspace: WorkspaceArgument
  @Option(help: "Documents, drawn by the seed from those that fit the context.")
  var documents = 1_000
  @Option(help: "Questions, spread over the file.") var questions = 30
  @Option(help: "Retrainings.") var parts = 50
  @Option(help: "Share of the documents in each.") var share = 0.5
  @Option(help: "Width of the small model.") var width = 64
  @Option(help: "Its blocks.") var layers = 2
  @Option(help: "Its heads.") var heads = 4
  @Option(help: "Passes over the documents in each training.") var epochs = 8
  @Option(help: "Learning rate after the warm-up.") var rate: Float = 3e-3
  @Option(help: "Decides the documents, the start and the parts.") var seed: UInt64 = 0
  @Option(help: "Models trained side by side.") var threads = 2
  @Option(help: "A file that keeps the retrainings' losses.", completion: .file())
  var results: String?

  func validate() throws {
    guard documents > 1, questions > 0, parts > 2, epochs > 0, threads > 0 else {
      throw ValidationError("--documents, --questions, --parts, --epochs, --threads are positive")
    }
    guard share > 0, share < 1 else { throw ValidationError("--share lies between 0 and 1") }
  }

  func run() throws {
    let workspace = try workspace.open()
    let tokenizer = try Tokenizer(path: workspace.tokenizer)
    let full = try LanguageModel(directory: workspace.checkpoint)
    let separator = full.configuration.endOfSequence.first
    let texts = try DatamodelText(
      workspace, tokenizer, full, documents: documents, questions: questions, separator: separator,
      seed: seed)
    let study = try study(texts, full.configuration, separator)
    let tokens = texts.documents.reduce(0) { $0 + $1.count }
    Output.plain(
      "\(texts.documents.count) documents, \(tokens) tokens, \(texts.queries.count) questions, "
        + "\(study.queries.reduce(0) { $0 + $1.steps.count }) steps; seed \(seed)")
    Output.plain(
      "Llama of width \(width), \(layers) blocks; AdamW, peak rate \(rate), \(epochs) epochs, "
        + "\(parts) retrainings on \(Int((share * 100).rounded())) % of the documents each, "
        + "one start and one order for all")
    Output.note("training on all documents")
    let model = try study.trained(on: Array(texts.documents.indices))
    let methods = try scores(model, texts)
    let losses = try retrain(study)
    let members = (0..<parts).map { study.members(of: $0) }
    Output.plain("")
    for (name, scores) in methods {
      let values = linearDatamodellingScores(members: members, losses: losses, scores: scores)
      print(line(name, values, texts))
    }
  }

  private func study(
    _ texts: DatamodelText, _ full: ModelConfiguration, _ separator: Int32?
  ) throws -> DatamodelStudy {
    var settings = TrainingSettings()
    let tokens = texts.documents.reduce(0) { $0 + $1.count }
    settings.tokens = Int(Double(tokens) * share * Double(epochs))
    settings.tokensPerStep = 2_048
    settings.peakRate = rate
    settings.warmUpSteps = 20
    settings.seed = seed
    settings.shards = 1
    let configuration = try ModelConfiguration.llama(
      vocabularySize: full.vocabularySize, width: width, layers: layers, heads: heads,
      feedForwardWidth: max(16, width * 8 / 3 / 16 * 16), contextLength: full.contextLength,
      tied: true, beginningOfSequence: full.beginningOfSequence, endOfSequence: separator)
    return DatamodelStudy(
      configuration: configuration, settings: settings, documents: texts.documents,
      queries: texts.queries.map { .init(tokens: $0.tokens, steps: $0.steps) }, share: share,
      seed: seed)
  }

  /// Scores `[steps × documents]` by method.
  private func scores(
    _ model: LanguageModel, _ texts: DatamodelText
  ) throws -> [(String, [[Float]])] {
    var methods: [(String, [[Float]])] = []
    for strategy in [Strategy.ekfac, .identity] {
      Output.note("scoring by \(strategy.rawValue)")
      let settings = InfluenceSettings(strategy: strategy, threads: threads)
      let factors =
        strategy == .identity
        ? nil
        : try Factors.fit(
          model: model,
          passages: texts.documents.enumerated().map {
            FactorPassage(tokens: $0.element, key: UInt64($0.offset))
          }, settings: settings)
      let steps = try PreconditionedSteps(
        model: model, factors: factors, queries: texts.queries, settings: settings)
      let scores = try PassageScorer(model: model, steps: steps, settings: settings)
        .score(texts.documents)
      let rows = (0..<scores.stepCount).map { Array(scores.row($0)) }
      let norms = scores.gradientNorms.map { max($0, 1e-20) }
      if strategy == .ekfac {
        methods.append(("EK-FAC", rows))
        methods.append(("EK-FAC / gradient norm", rows.map { zip($0, norms).map { $0 / $1 } }))
      } else {
        methods.append(("gradient dot product", rows))
      }
    }
    methods.append(("BM25", texts.bm25()))
    return methods
  }

  /// Mean over steps and its interval by drawing questions with replacement.
  private func line(_ name: String, _ values: [Double], _ texts: DatamodelText) -> String {
    var first = 0
    let byQuestion = texts.queries.map { query in
      defer { first += query.steps.count }
      return Array(values[first..<first + query.steps.count])
    }
    func mean(_ chosen: [[Double]]) -> Double {
      let all = chosen.flatMap { $0 }
      return all.reduce(0, +) / Double(max(1, all.count))
    }
    var draws = (0..<2_000).map { draw in
      mean(
        byQuestion.indices.map { place in
          let bits = mixed(mixed(UInt64(draw)) &+ UInt64(place))
          return byQuestion[
            Int(bits.multipliedFullWidth(by: UInt64(byQuestion.count)).high)]
        })
    }
    draws.sort()
    return name.padding(toLength: 24, withPad: " ", startingAt: 0)
      + String(format: "%6.3f  [%.3f, %.3f]", mean(byQuestion), draws[50], draws[1_949])
  }

  private func retrain(_ study: DatamodelStudy) throws -> [[Double]] {
    // What the losses depend on; a results file of another study is refused.
    let fingerprint =
      "\(study.settings) \(width) \(layers) \(heads) \(share) "
      + ContentHash.texts(
        study.documents.map { "\($0)" } + study.queries.map { "\($0.tokens) \($0.steps)" })
    var known: [Int: [Double]] = [:]
    if let results, let data = FileManager.default.contents(atPath: results) {
      guard let found = try? JSONDecoder().decode(Retrainings.self, from: data),
        found.fingerprint == fingerprint
      else { throw EngineError("\(results): keeps another study; name another file") }
      known = found.losses
    }
    Interruption.watch()
    let kept = Mutex(known)
    let (began, already) = (Date(), known.count)
    let (parts, results) = (parts, results)
    do {
      return try study.run(parts: parts, threads: threads, known: known) { part, losses in
        let all = kept.withLock { kept in
          kept[part] = losses
          return kept
        }
        if let results {
          try JSONEncoder().encode(Retrainings(fingerprint: fingerprint, losses: all))
            .write(to: URL(filePath: results), options: .atomic)
        }
        let each = Date().timeIntervalSince(began) / Double(all.count - already)
        Output.note(
          "retraining \(all.count) of \(parts), "
            + ProgressBar.duration(each * Double(parts - all.count)) + " left")
        if Interruption.isAsked { throw CancellationError() }
      }
    } catch is CancellationError {
      Output.note("stemma: stopped" + (results == nil ? "" : "; the same command goes on"))
      throw ExitCode(130)
    }
  }
}

/// Losses of the retrainings so far, by part.
private struct Retrainings: Codable {
  let fingerprint: String
  let losses: [Int: [Double]]
}
