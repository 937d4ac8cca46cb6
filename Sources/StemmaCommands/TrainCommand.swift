import ArgumentParser
import Foundation
import Interruptions
import RunModel
import SafeFiles
import Safetensors
import Tokenization
import Training
import Transformer
import Workspace

struct TrainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "train",
    abstract: "Trains a small Llama from nothing on a corpus, tokenizer included.",
    discussion: """
      Writes a checkpoint as transformers reads it. The same command with the same seed gives the \
      same bits on the same machine. May be stopped or killed at any moment; with --resume it goes \
      on where it last saved, and ends as it would have. With --keep it leaves checkpoints on the \
      way, each a folder OUT/step-NNNNNN that can be loaded: `checkpoints:` in stemma.yaml takes them.
      """)

  @Option(
    parsing: .upToNextOption,
    help: "Files, folders or patterns: .jsonl, .jsonl.gz, .jsonl.zst.", completion: .file())
  var corpus: [String]
  @Option(
    name: .customLong("out"), help: "The folder to write the checkpoint into.",
    completion: .directory)
  var output: String
  @Option(
    help: "A tokenizer.json to use; without it one is trained on the corpus.", completion: .file())
  var tokenizer: String?
  @Option(
    name: .customLong("tokenizer-vocabulary"), help: "Tokens of a tokenizer trained on the corpus.")
  var vocabulary = 1_024

  @Option(help: "Width of the residual stream.") var width = 128
  @Option(help: "Blocks.") var layers = 6
  @Option(help: "Attention heads.") var heads = 4
  @Option(help: "Heads of keys and values; as many as heads when not given.")
  var keyValueHeads: Int?
  @Option(help: "Width of the gated layer's halves; 8/3 of the width when not given.")
  var feedForward: Int?
  @Option(help: "Longest sequence.") var context = 256
  @Flag(inversion: .prefixedNo, help: "Share the embedding with the unembedding.") var tied = true

  @Option(help: "Tokens seen in all, repetitions included.") var tokens = 8_000_000
  @Option(help: "Tokens of one step.") var batch = 4_096
  @Option(help: "Learning rate after the warm-up.") var rate: Float = 3e-3
  @Option(help: "Steps of warm-up.") var warmUp = 100
  @Option(help: "Decay of the matrices.") var weightDecay: Float = 0.1
  @Option(help: "Decides the start and the order of the documents.") var seed: UInt64 = 0
  @Option(help: "Threads; changes nothing in the result.") var threads = 2
  @Option(help: "Share of the documents kept apart to measure the loss on.") var heldOut = 0.0
  @Option(help: "How the checkpoint is stored: f32 or bf16.") var type = NumberType.f32
  @Option(help: "Steps between saved states.") var saveEvery = 200
  @Option(help: "Checkpoints to keep on the way, evenly; the finished one comes on top.")
  var keep: Int?
  @Option(
    help: ArgumentHelp(
      "Instead: the steps after which one is kept, separated by commas.", valueName: "steps"))
  var keepAt: String?
  @Flag(help: "Go on with a run that was stopped.") var resume = false

  func validate() throws {
    guard (0..<1).contains(heldOut) else { throw ValidationError("--held-out is below 1") }
    guard vocabulary >= 257, vocabulary <= 1 << 20 else {
      throw ValidationError(
        "--tokenizer-vocabulary is at least 257: the bytes and the end of a document")
    }
    guard threads >= 1, threads <= 64 else { throw ValidationError("--threads is 1 to 64") }
    guard batch > 1, saveEvery > 0, tokens > 0 else {
      throw ValidationError("--batch, --save-every and --tokens are positive")
    }
    guard keep == nil || keepAt == nil else {
      throw ValidationError("--keep and --keep-at exclude each other")
    }
    guard keep.map({ (1...10_000).contains($0) }) ?? true else {
      throw ValidationError("--keep is a number from 1")
    }
    if let keepAt, KeptCheckpoints.steps(keepAt) == nil {
      throw ValidationError("--keep-at is numbers of steps from 1, such as 100,500,1000")
    }
  }

  private var kept: KeptSteps? {
    keep.map { .evenly($0) } ?? keepAt.flatMap(KeptCheckpoints.steps).map { .after($0) }
  }

  private var elementType: ElementType { type == .bf16 ? .bf16 : .f32 }
  private var stateFile: String { output + "/training.safetensors" }

  func run() throws {
    let hasState = FileManager.default.fileExists(atPath: stateFile)
    guard resume || !hasState else {
      throw EngineError(
        "\(output): holds a run that was stopped; --resume goes on with it, or remove the folder")
    }
    guard hasState || !FileManager.default.fileExists(atPath: output + "/model.safetensors") else {
      throw EngineError("\(output): holds a finished checkpoint; choose another folder")
    }
    let text = try TrainingText(
      corpus: corpus, tokenizer: tokenizer, vocabulary: vocabulary, output: output,
      heldOut: heldOut, seed: seed)
    Output.note(text.summary)
    let model = LanguageModel.randomlyInitialised(
      configuration: try .llama(
        vocabularySize: text.tokenizer.vocabularySize, width: width, layers: layers, heads: heads,
        keyValueHeads: keyValueHeads,
        feedForwardWidth: feedForward ?? ModelConfiguration.gatedWidth(width),
        contextLength: context, tied: tied, beginningOfSequence: text.tokenizer.beginningOfSequence,
        endOfSequence: text.separator),
      seed: seed)
    Output.note("\(model.parameterCount) parameters")
    let trainer = try Trainer(model: model, settings: settings(separator: text.separator))
    Interruption.watch()
    let display = TrainingDisplay()
    let keeper = kept.map { KeptCheckpoints(folder: output, type: elementType).keeper($0) }
    let began = Date()
    do {
      try trainer.run(documents: text.documents, stateFile: stateFile, keeper: keeper) { progress in
        display.show(progress, losses: trainer.losses)
        if Interruption.isAsked { throw CancellationError() }
      }
    } catch is CancellationError {
      display.finish()
      Output.note("stemma: stopped after step \(trainer.step); --resume goes on")
      throw ExitCode(130)
    }
    display.finish()
    try finish(trainer, text, seconds: Date().timeIntervalSince(began))
  }

  private func settings(separator: Int32?) -> TrainingSettings {
    var settings = TrainingSettings()
    settings.tokens = tokens
    settings.tokensPerStep = batch
    settings.peakRate = rate
    settings.warmUpSteps = warmUp
    settings.weightDecay = weightDecay
    settings.seed = seed
    settings.separator = separator
    settings.threads = threads
    settings.stepsPerSave = saveEvery
    return settings
  }

  private func finish(_ trainer: Trainer, _ text: TrainingText, seconds: Double) throws {
    try trainer.model.save(to: output, as: elementType)
    let held =
      try text.heldOut.isEmpty
      ? nil
      : trainer.model.meanLoss(
        documents: text.heldOut, separator: text.separator, threads: threads)
    let record = TrainingRecord(
      settings: trainer.settings, documents: text.documents.count, mark: trainer.mark,
      secondsOfThisRun: seconds, heldOutLoss: held, losses: trainer.losses)
    try SafeFile.export(try KeptCheckpoints.json(record), to: output + "/training.json")
    try FileManager.default.removeItem(atPath: stateFile)
    let last = trainer.losses.suffix(50)
    let mean = last.reduce(0, +) / Double(max(1, last.count))
    var line = String(format: "\(output): loss %.3f over the last %d steps", mean, last.count)
    if let held { line += String(format: ", %.3f on documents never seen", held) }
    Output.plain(line)
  }
}

/// What a training run leaves beside its checkpoint.
private struct TrainingRecord: Encodable {
  let settings: TrainingSettings
  let documents: Int
  let mark: TrainingMark
  let secondsOfThisRun: Double
  let heldOutLoss: Double?
  let losses: [Double]

  private enum CodingKeys: String, CodingKey {
    case settings, documents, secondsOfThisRun, heldOutLoss, losses
  }

  /// What every checkpoint says of itself stands beside what only the last one does.
  func encode(to encoder: any Encoder) throws {
    try mark.encode(to: encoder)
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(settings, forKey: .settings)
    try container.encode(documents, forKey: .documents)
    try container.encode(secondsOfThisRun, forKey: .secondsOfThisRun)
    try container.encodeIfPresent(heldOutLoss, forKey: .heldOutLoss)
    try container.encode(losses, forKey: .losses)
  }
}
