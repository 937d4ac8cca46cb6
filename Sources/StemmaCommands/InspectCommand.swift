import ArgumentParser
import Foundation
import LinearAlgebra
import SafeFiles
import Safetensors
import Tokenization
import Transformer
import Workspace

struct InspectCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "inspect",
    abstract: "How a checkpoint reads a text: token ids, log-probabilities, logits.")

  @Argument(
    help: "A folder with config.json, *.safetensors and tokenizer.json.", completion: .directory)
  var checkpoint: String
  @Option(help: "The text.", completion: .file()) var textFile: String
  @Flag(help: "Print JSON.") var json = false
  @Option(
    help: "Write the logits, [tokens × vocabulary] float32, as safetensors.", completion: .file())
  var logits: String?

  private struct Report: Encodable {
    let family: String
    let parameters: Int
    let tokenIds: [Int32]
    let tokenLogProbabilities: [Double]
    let lossSum: Double
  }

  func run() throws {
    let model = try LanguageModel(directory: checkpoint)
    let tokenizer = try Tokenizer(
      path: CheckpointFiles.folder(of: checkpoint, holding: "tokenizer.json") + "/tokenizer.json")
    let data = try SafeFile.input(textFile, atMost: 64 << 20)
    guard let text = String(data: data, encoding: .utf8) else {
      throw EngineError("\(textFile): is not UTF-8 text; convert it first")
    }
    let ids = tokenizer.prompt(text)
    let configuration = model.configuration
    guard !ids.isEmpty else { throw EngineError("\(textFile): is empty") }
    guard ids.count <= configuration.contextLength else {
      throw EngineError(
        "\(textFile): has \(ids.count) tokens, the model's context is \(configuration.contextLength); shorten it"
      )
    }
    if let strange = ids.first(where: { $0 < 0 || Int($0) >= configuration.vocabularySize }) {
      throw EngineError(
        "\(textFile): holds \(tokenizer.decode([strange], skipSpecialTokens: false).debugDescription), token \(strange) of \(checkpoint)/tokenizer.json, but the model knows \(configuration.vocabularySize)"
      )
    }
    for note in configuration.notes { Output.note("\(checkpoint): \(note)") }
    let buffers = ActivationBuffers(model)
    let losses = Threads.withProductThreads(Threads.available) {
      model.forward(TokenPack([ids]), buffers)
      return model.loss(.given(buffers.pack.nextTokens), buffers).dropLast()
    }
    // One token has no loss that would show it.
    let tensor = losses.isEmpty || !losses.allSatisfy(\.isFinite) ? model.tensorWithoutNumbers : nil
    guard tensor == nil, losses.allSatisfy(\.isFinite) else {
      throw EngineError(
        tensor.map {
          "\(checkpoint): tensor \($0) holds values that are no finite numbers; download or train it again"
        }
          ?? "\(checkpoint): the model's numbers overflow on this text; its weights cannot be right"
      )
    }
    if let logits { try write(model.logits(buffers, rows: 0..<ids.count), to: logits) }
    let report = Report(
      family: configuration.family, parameters: model.parameterCount, tokenIds: ids,
      tokenLogProbabilities: losses.map { -Double($0) },
      lossSum: losses.reduce(0) { $0 + Double($1) })
    if json { return try Output.json(report) }
    print(
      "\(report.family), \(report.parameters) parameters, \(ids.count) tokens, loss \(report.lossSum) nats"
    )
    for (index, id) in ids.enumerated() {
      let value = index == 0 ? "" : String(format: "%9.4f", -losses[index - 1])
      let piece = tokenizer.decode([id], skipSpecialTokens: false)
      Output.plain(
        String(format: "%6d %7d ", index + 1, id)
          + value.padding(toLength: 10, withPad: " ", startingAt: 0)
          + piece.debugDescription)
    }
  }

  private func write(_ logits: Matrix, to path: String) throws {
    var values: [Float] = []
    for row in 0..<logits.rows {
      values += logits.row(row)
    }
    var writer = SafetensorsWriter()
    writer.add("logits", shape: [logits.rows, logits.columns], values)
    try writer.write(to: path)
  }
}
