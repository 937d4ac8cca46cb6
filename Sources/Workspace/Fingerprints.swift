import Corpus
import Foundation
package import RunModel
package import Store
import Tokenization
import Transformer

/// Fingerprints of all that a run depends on.
package struct Fingerprints: Sendable, Equatable {
  package let checkpoint: String
  package let corpus: String
  package let questionSet: String
  package let factors: String
  package let index: String
  package let run: String

  /// Reads what the workspace names, remembering the hashes of large files.
  ///
  /// - Parameter folder: an earlier checkpoint, which is scored on the questions as the last one answers them;
  ///   nil for the last.
  package init(_ workspace: Workspace, settings: RunSettings, checkpoint folder: String? = nil)
    throws
  {
    var hashes = FileHashes(folder: workspace.derived)
    defer { hashes.save() }
    let configuration = workspace.configuration
    let last = try ContentHash.texts(
      Self.checkpointFiles(workspace.checkpoint).map { try hashes.hash($0) })
    checkpoint =
      try folder.map { folder in
        try ContentHash.texts(Self.checkpointFiles(folder).map { try hashes.hash($0) })
      } ?? last
    let tokenizer = try hashes.hash(workspace.tokenizer)
    let types = configuration.types.sorted { $0.key < $1.key }.flatMap { [$0.key, $0.value] }
    corpus = try ContentHash.texts(
      ["corpus 1", tokenizer, String(settings.passageLength)] + types
        + workspace.documentReading
        + workspace.corpusReader().files.map { try hashes.hash($0) })
    let generation = String(
      decoding: try Self.encoder.encode(configuration.generation), as: UTF8.self)
    let questions = try QuestionFile.files(workspace.questions).map { try hashes.hash($0) }
    // Its end tokens decide where completions end.
    let ends = try CheckpointFiles.base(of: workspace.checkpoint) + "/generation_config.json"
    let makers = FileManager.default.fileExists(atPath: ends) ? [try hashes.hash(ends)] : []
    questionSet = try ContentHash.texts(
      ["questions 1", last, tokenizer, generation] + questions + makers
        + workspace.questionReading + workspace.chatReading())
    // Neither the damping nor the strategy enters the factors' sums, but for Shampoo's, which are others.
    var factorSettings = RunSettingsRecord(settings).withoutInverse
    factorSettings.damping = ""
    factorSettings.strategy =
      settings.origin == .shampoo ? ScoreOrigin.shampoo.rawValue : ""
    factorSettings.steps = nil
    factorSettings.stepRank = nil
    let version = String(RunSettings.numericsVersion)
    factors = ContentHash.texts(["factors", version, checkpoint, corpus, try factorSettings.json()])
    var indexSettings = RunSettingsRecord(settings).withoutInverse
    indexSettings.steps = nil
    indexSettings.stepRank = nil
    index = ContentHash.texts([
      "index", String(RunSettings.indexVersion), version, checkpoint, corpus,
      try indexSettings.json(),
    ])
    run = ContentHash.texts(["run", version, checkpoint, corpus, questionSet, try settings.json()])
  }

  /// The checkpoint that a run is over, the last of a training or an earlier one, with the run's fingerprints; nil
  /// where no inputs are as they were.
  package static func find(_ record: RunRecord, in workspace: Workspace, settings: RunSettings)
    throws -> (folder: String, prints: Fingerprints)?
  {
    let folders: [String?] = record.last == nil ? [nil] : workspace.earlierCheckpoints
    for folder in folders {
      let prints = try Fingerprints(workspace, settings: settings, checkpoint: folder)
      if prints.run == record.fingerprint { return (folder ?? workspace.checkpoint, prints) }
    }
    return nil
  }

  /// What the checkpoint holds, as far as it is remembered without reading it.
  package static func checkpoint(of workspace: Workspace) throws -> String {
    var hashes = FileHashes(folder: workspace.derived)
    return try ContentHash.texts(checkpointFiles(workspace.checkpoint).map { try hashes.hash($0) })
  }

  private static let encoder: JSONEncoder = {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    return encoder
  }()

  static func checkpointFiles(_ folder: String) throws -> [String] {
    let base = try CheckpointFiles.base(of: folder)
    guard base == folder else { return try files(folder) + files(base) }
    return try files(folder)
  }

  private static func files(_ folder: String) throws -> [String] {
    guard let names = try? FileManager.default.contentsOfDirectory(atPath: folder) else {
      throw EngineError(
        "\(folder): the checkpoint folder cannot be read; check `checkpoint` in stemma.yaml")
    }
    return names.filter {
      $0 == "config.json" || $0 == "adapter_config.json" || $0.hasSuffix(".safetensors")
        || $0.hasSuffix(".index.json")
    }
    .sorted().map { folder + "/" + $0 }
  }
}
