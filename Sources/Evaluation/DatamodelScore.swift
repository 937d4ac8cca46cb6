import Corpus
import Findings
import Formatting
import Foundation
import Influence
import RunModel
import SafeFiles
import Synchronization
import Tokenization
import Training
import Transformer
package import Workspace

/// Whether influence scores predict what retraining without documents does.
///
/// The linear datamodelling score of Park and others (2023). Trains small models on some of the
/// workspace's documents, scores them against the steps that the workspace's own model generates, retrains on many random halves, and says how well the summed
/// scores of a half rank the steps' losses under it: Spearman's correlation, mean over steps.
/// Scores are averaged over models from different starts, as that paper does: one start's
/// parameters say much about that start.
package struct DatamodelScore {
  package struct Row: Encodable {
    package let ranking: String
    package let mean: Double
    /// 95 %, by drawing questions with replacement.
    package let interval: [Double]?
  }
  package struct Report: Encodable {
    package let setting: String
    package let rows: [Row]
    /// By how much the first one predicts better, step by step.
    package let leads: [Row]
    /// EK-FAC and conjugate gradients by damping; empty unless asked for.
    package let sweep: [Row]
  }

  private let options: DatamodelOptions
  private let isCancelled: @Sendable () -> Bool
  private let note: @Sendable (String) -> Void

  /// - Parameters:
  ///   - isCancelled: asked after every retraining.
  ///   - note: hears how far it has come, in a sentence.
  package init(
    options: DatamodelOptions, isCancelled: @escaping @Sendable () -> Bool = { false },
    note: @escaping @Sendable (String) -> Void = { _ in }
  ) {
    self.options = options
    self.isCancelled = isCancelled
    self.note = note
  }

  /// - Throws: `EngineError`, or `CancellationError` when the caller wanted it to stop; what was
  ///   retrained is in the results file by then, if there is one.
  package func measure(_ workspace: Workspace) throws -> Report {
    let (texts, study) = try prepare(workspace, options)
    let setting = setting(texts, study)
    note(setting)
    let methods = try scores(study, texts)
    let losses = try retrain(study)
    let members = (0..<options.parts).map { study.members(of: $0) }
    let values = methods.map { name, scores in
      (name, linearDatamodellingScores(members: members, losses: losses, scores: scores))
    }
    let rows = values.map { name, values in row(name, values, texts) }
    // Step by step, so that what makes a step hard to predict for both does not widen the interval.
    let measured = values.filter { !DatamodelMethods.isOfSweep($0.0) }
    var leads = measured.dropFirst().map { name, other in
      row("EK-FAC over \(name)", zip(values[0].1, other).map { $0 - $1 }, texts)
    }
    if let solved = values.first(where: { $0.0 == DatamodelMethods.solved }) {
      leads += measured.filter { $0.0 != solved.0 }.map { name, other in
        row("\(solved.0) over \(name)", zip(solved.1, other).map { $0 - $1 }, texts)
      }
    }
    let sweep = rows.filter { DatamodelMethods.isOfSweep($0.ranking) }
    return Report(
      setting: setting, rows: rows.filter { !DatamodelMethods.isOfSweep($0.ranking) }, leads: leads,
      sweep: sweep)
  }

  private func setting(_ texts: DatamodelText, _ study: DatamodelStudy) -> String {
    let tokens = texts.documents.reduce(0) { $0 + $1.count }
    let steps = study.queries.reduce(0) { $0 + $1.steps.count }
    return
      "\(texts.documents.count) documents, \(tokens) tokens, \(texts.queries.count) questions, "
      + "\(steps) steps; Llama of width \(options.width), \(options.layers) blocks; "
      + "AdamW, peak rate \(options.rate), cosine, \(options.epochs) epochs; "
      + "scores averaged over \(options.models) starts; "
      + "\(options.parts) retrainings on \(Int((options.share * 100).rounded())) % of the documents "
      + "each; seed \(options.seed), one start and one order for all"
  }

  /// What removing the documents that rank highest for a task does to every task.
  ///
  /// - Throws: as `measure`.
  package func remove(_ workspace: Workspace) throws -> RemovalStudy.Report {
    var whole = options
    whole.share = 1
    let (texts, study) = try prepare(workspace, whole)
    return try RemovalStudy(
      study: study, texts: texts, options: options, isCancelled: isCancelled, note: note
    ).measure(try scores(study, texts))
  }

  /// The documents and questions that are drawn, and the study over them.
  private func prepare(
    _ workspace: Workspace, _ options: DatamodelOptions
  ) throws -> (DatamodelText, DatamodelStudy) {
    let tokenizer = try Tokenizer(path: workspace.tokenizer)
    let full = try LanguageModel(directory: workspace.checkpoint)
    let separator = full.configuration.endOfSequence.first
    let texts = try DatamodelText(
      workspace, tokenizer, full, documents: options.documents, questions: options.questions,
      separator: separator, seed: options.seed)
    return (texts, try study(texts, full.configuration, separator, options))
  }

  private func study(
    _ texts: DatamodelText, _ full: ModelConfiguration, _ separator: Int32?,
    _ options: DatamodelOptions
  ) throws -> DatamodelStudy {
    var settings = TrainingSettings()
    let tokens = texts.documents.reduce(0) { $0 + $1.count }
    settings.tokens = Int(Double(tokens) * options.share * Double(options.epochs))
    settings.tokensPerStep = 2_048
    settings.peakRate = options.rate
    settings.warmUpSteps = 20
    settings.seed = options.seed
    settings.shards = 1
    let configuration = try ModelConfiguration.llama(
      vocabularySize: full.vocabularySize, width: options.width, layers: options.layers,
      heads: options.heads,
      feedForwardWidth: ModelConfiguration.gatedWidth(options.width),
      contextLength: full.contextLength,
      tied: true, beginningOfSequence: full.beginningOfSequence, endOfSequence: separator)
    return DatamodelStudy(
      configuration: configuration, settings: settings, documents: texts.documents,
      queries: texts.queries.map { .init(tokens: $0.tokens, steps: $0.steps) },
      share: options.share,
      seed: options.seed)
  }

  /// Scores `[steps × documents]` by method, summed over the models.
  private func scores(
    _ study: DatamodelStudy, _ texts: DatamodelText
  ) throws -> [(String, [[Float]])] {
    note("training on all documents")
    let models = try study.trainedOnAll(starts: options.models, threads: options.threads)
    var methods: [(String, [[Float]])] = []
    for (index, model) in models.enumerated() {
      note("scoring by model \(index + 1) of \(models.count)")
      let own = try scores(model, texts)
      methods = index == 0 ? own : zip(methods, own).map { ($0.0, Self.sum($0.1, $1.1)) }
    }
    return methods + [("BM25", texts.bm25())]
  }

  private static func sum(_ left: [[Float]], _ right: [[Float]]) -> [[Float]] {
    zip(left, right).map { zip($0, $1).map(+) }
  }

  /// One model's scores `[steps × documents]` by method.
  private func scores(
    _ model: LanguageModel, _ texts: DatamodelText
  ) throws -> [(String, [[Float]])] {
    try DatamodelMethods(
      model: model, texts: texts, options: options, isCancelled: isCancelled
    ).scores()
  }

  /// Mean over steps, and its interval by drawing questions with replacement.
  private func row(_ name: String, _ values: [Double], _ texts: DatamodelText) -> Row {
    var first = 0
    let byQuestion = texts.queries.map { query in
      defer { first += query.steps.count }
      return Array(values[first..<first + query.steps.count])
    }
    let interval = Bootstrap.interval(clusters: byQuestion)
    return Row(
      ranking: name, mean: values.reduce(0, +) / Double(max(1, values.count)),
      interval: interval.map { [$0.lowerBound, $0.upperBound] })
  }

  private func retrain(_ study: DatamodelStudy) throws -> [[Double]] {
    // What the losses depend on; a results file of another study is refused.
    let fingerprint =
      "\(study.settings) \(options.width) \(options.layers) \(options.heads) \(options.share) "
      + ContentHash.texts(
        study.documents.map { "\($0)" } + study.queries.map { "\($0.tokens) \($0.steps)" })
    var known: [Int: [Double]] = [:]
    if let results = options.results, FileFacts(results) != nil {
      let data = try SafeFile.input(results, atMost: 1 << 30)
      guard let found = try? JSONDecoder().decode(Retrainings.self, from: data),
        found.fingerprint == fingerprint
      else { throw EngineError("\(results): keeps another study; name another file") }
      known = found.losses
    }
    let kept = Mutex(known)
    let (began, already) = (Date(), known.count)
    let (parts, results, note) = (options.parts, options.results, note)
    return try study.run(parts: parts, threads: options.threads, known: known) { part, losses in
      let all = kept.withLock { kept in
        kept[part] = losses
        return kept
      }
      if let results {
        try SafeFile.export(
          JSONEncoder().encode(Retrainings(fingerprint: fingerprint, losses: all)), to: results)
      }
      let each = Date().timeIntervalSince(began) / Double(all.count - already)
      note(
        "retraining \(all.count) of \(parts), "
          + "\(durationInWords(each * Double(parts - all.count))) left")
      if isCancelled() { throw CancellationError() }
    }
  }
}

/// Losses of the retrainings so far, by part.
private struct Retrainings: Codable {
  let fingerprint: String
  let losses: [Int: [Double]]
}
