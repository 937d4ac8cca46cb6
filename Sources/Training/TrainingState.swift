import Foundation
import LinearAlgebra
import Safetensors
import Transformer

/// What a saved state says of the run it belongs to.
private struct StateDescription: Codable {
  var settings: TrainingSettings
  var parameters: Int
  var fingerprint: UInt64
  var tokens: Int
  var position: DataOrder.Position
}

extension Trainer {
  private static let key = "stemma.training"

  /// Writes parameters, moments, losses and position, in one file that replaces the last one whole.
  func save(_ path: String, position: DataOrder.Position, fingerprint: UInt64) throws {
    let description = StateDescription(
      settings: settings.essence, parameters: model.layout.size, fingerprint: fingerprint,
      tokens: tokens, position: position)
    let text = String(decoding: try JSONEncoder().encode(description), as: UTF8.self)
    var writer = SafetensorsWriter(metadata: [Self.key: text])
    for (name, storage) in parts {
      writer.add(
        name, shape: [storage.count],
        UnsafeBufferPointer(storage.vector.elements))
    }
    writer.add("losses", shape: [losses.count], losses)
    try writer.write(to: path)
  }

  /// Takes up a saved state; nil when there is none.
  /// - Throws: `TrainingError` when it belongs to another run.
  func load(_ path: String, fingerprint: UInt64) throws -> DataOrder.Position? {
    guard FileManager.default.fileExists(atPath: path) else { return nil }
    let file = try SafetensorsFile(path: path)
    func refuse(_ what: String) -> TrainingError {
      TrainingError(
        problem: "\(path): this saved run has \(what); remove it to start again from nothing")
    }
    guard let text = file.metadata[Self.key],
      let found = try? JSONDecoder().decode(StateDescription.self, from: Data(text.utf8))
    else { throw refuse("no description that this version understands") }
    guard found.parameters == model.layout.size else { throw refuse("a model of another size") }
    guard found.settings == settings.essence else { throw refuse("other settings") }
    guard found.fingerprint == fingerprint else { throw refuse("another corpus or tokenizer") }
    for (name, storage) in parts {
      try file.read(name, into: storage.vector.elements)
    }
    losses = try file.doubles("losses")
    tokens = found.tokens
    return found.position
  }

  private var parts: [(String, FloatStorage)] {
    [("parameters", model.arena), ("first", first), ("second", second)]
  }
}
