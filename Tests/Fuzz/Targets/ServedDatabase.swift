import Engine
import Foundation
import Influence
import RunModel
import Store
import Tokenization
import Transformer
import Workspace

/// The engine's side of a database from elsewhere: a tiny model scores what is missing and answers the requests.
enum ServedDatabase {
  /// Made once and then only read; libFuzzer has one thread.
  private static let dependencies: RunService.Dependencies = {
    do { return try makeDependencies() } catch { fatalError("\(error)") }
  }()

  private static func makeDependencies() throws -> RunService.Dependencies {
    let configuration = try ModelConfiguration.llama(
      vocabularySize: 95, width: 4, layers: 1, heads: 1, keyValueHeads: 1, feedForwardWidth: 4,
      contextLength: 64, endOfSequence: 0)
    let model = LanguageModel.randomlyInitialised(
      configuration: configuration, seed: 1, deviation: 0.5)
    let settings = InfluenceSettings(labels: .data, threads: 1, packTokens: 64)
    let factors = try Factors.fit(
      model: model,
      passages: (0..<6).map { FactorPassage(tokens: [1, 2, 3, 4, Int32($0), 5], key: UInt64($0)) },
      settings: settings)
    let words = (0x20..<0x7F).map { "\"\\u00\(String($0, radix: 16))\":\($0 - 0x20)" }
    let vocabulary = "\"type\":\"BPE\",\"vocab\":{\(words.joined(separator: ","))},\"merges\":[]"
    var generation = GenerationSettings()
    generation.maximumTokens = 4
    return RunService.Dependencies(
      model: model, factors: factors, settings: settings,
      tokenizer: try Tokenizer(json: Data("{\"model\":{\(vocabulary)}}".utf8)),
      generation: generation, indexFolder: Scratch.folder("served-index"))
  }

  /// Does what an engine does that goes on with the newest run.
  ///
  /// A request to rest would last until somebody ends it: that ends the engine here.
  static func serve(_ store: Store) throws {
    guard let run = try store.run(nil) else { return }
    var isResting = false
    let service = try RunService(
      store, run: run, dependencies: dependencies, isCancelled: { isResting },
      progress: { if $0.stage == .paused { isResting = true } })
    do { try service.serve() } catch is CancellationError {}
  }
}
