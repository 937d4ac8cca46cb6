import CKernels
import Dispatch
import Foundation
package import LinearAlgebra
import Safetensors
import Synchronization

/// A decoder-only language model: configuration and parameters in one arena.
///
/// Threads share it; each brings a `Workspace` of its own. Only a trainer writes the arena, between steps.
package final class LanguageModel: Sendable {
  package let configuration: ModelConfiguration
  package let layout: ParameterLayout
  /// All parameters, float32.
  package let arena: FloatStorage

  /// Number of parameters, tied ones counted once.
  package var parameterCount: Int { layout.slots.reduce(0) { $0 + $1.count } }
  package var trackedModules: [TrackedModule] { layout.modules }
  package var groups: [ModuleGroup] { layout.groups }

  private init(configuration: ModelConfiguration, layout: ParameterLayout, arena: FloatStorage) {
    self.configuration = configuration
    self.layout = layout
    self.arena = arena
  }

  /// A model with zeroed parameters, for a trainer to fill.
  package convenience init(configuration: ModelConfiguration) {
    let layout = ParameterLayout(configuration)
    self.init(configuration: configuration, layout: layout, arena: FloatStorage(count: layout.size))
  }

  /// Opens a checkpoint folder: `config.json` and safetensors.
  /// - Throws: `ModelError` or `SafetensorsError`, naming file and tensor.
  package convenience init(directory: String) throws {
    let configuration = try ModelConfiguration(directory: directory)
    let checkpoint = try Checkpoint(directory: directory)
    // Shapes are checked before the arena is allocated: a lying config.json costs no memory.
    let layout = try Self.layout(configuration, checkpoint)
    let arena = FloatStorage(count: layout.size)
    // Conversion from half the bytes is what takes the time, so the cores share it.
    let failure = Mutex<(any Error)?>(nil)
    DispatchQueue.concurrentPerform(iterations: layout.slots.count) { index in
      let slot = layout.slots[index]
      let target = UnsafeMutableBufferPointer(start: arena.pointer + slot.offset, count: slot.count)
      do {
        try checkpoint.read(
          Self.nameInFile(slot, configuration, checkpoint), shape: slot.shape, into: target)
        if slot.transposed { Self.transpose(target, rows: slot.shape[0], columns: slot.shape[1]) }
      } catch {
        failure.withLock { $0 = $0 ?? error }
      }
    }
    if let error = failure.withLock({ $0 }) { throw error }
    self.init(configuration: configuration, layout: layout, arena: arena)
  }

  /// Checks a checkpoint folder without reading its weights.
  /// - Throws: `ModelError` or `SafetensorsError`, naming file and tensor.
  package static func check(directory: String) throws {
    _ = try layout(ModelConfiguration(directory: directory), Checkpoint(directory: directory))
  }

  /// Where the tensors of a checkpoint go, every one of them being there with the right shape.
  private static func layout(_ configuration: ModelConfiguration, _ checkpoint: Checkpoint) throws
    -> ParameterLayout
  {
    let layout = ParameterLayout(configuration)
    for slot in layout.slots {
      let name = nameInFile(slot, configuration, checkpoint)
      guard let shape = checkpoint.shape(name) else {
        throw ModelError(
          path: checkpoint.directory,
          problem: "tensor \(slot.name) is missing; config.json and the weights do not match")
      }
      guard shape == slot.shape else {
        throw ModelError(
          path: checkpoint.directory,
          problem: "tensor \(name) has shape \(shape) where config.json asks for \(slot.shape)")
      }
    }
    try refuseUnknown(checkpoint, layout, configuration)
    return layout
  }

  private static func nameInFile(
    _ slot: ParameterSlot, _ configuration: ModelConfiguration, _ checkpoint: Checkpoint
  ) -> String {
    let prefix = configuration.names.optionalPrefix
    guard !prefix.isEmpty, !checkpoint.contains(slot.name), slot.name.hasPrefix(prefix) else {
      return slot.name
    }
    return String(slot.name.dropFirst(prefix.count))
  }

  /// A weight that the decoder would not use means that the configuration was misread.
  private static func refuseUnknown(
    _ checkpoint: Checkpoint, _ layout: ParameterLayout, _ configuration: ModelConfiguration
  ) throws {
    let known = Set(layout.slots.map { nameInFile($0, configuration, checkpoint) })
    let unused = [
      "rotary_emb.inv_freq", "attn.bias", "attn.masked_bias", "attention.bias",
      "attention.masked_bias",
    ]
    for name in checkpoint.names where !known.contains(name) {
      if unused.contains(where: name.hasSuffix) { continue }
      if configuration.tied && name == configuration.names.unembedding + ".weight" { continue }
      throw ModelError(
        path: checkpoint.directory,
        problem:
          "tensor \(name) has no place in a \(configuration.family) model as config.json describes it"
      )
    }
  }

  private static func transpose(
    _ values: UnsafeMutableBufferPointer<Float>, rows: Int, columns: Int
  ) {
    let copy = Array(values)
    for row in 0..<rows {
      for column in 0..<columns { values[column * rows + row] = copy[row * columns + column] }
    }
  }

  // MARK: Views

  func matrix(_ offset: Int, rows: Int, columns: Int) -> Matrix {
    Matrix(storage: arena, offset: offset, rows: rows, columns: columns, stride: columns)
  }

  /// Stacked weights of a group, `[outputWidth × inputWidth]`.
  package func weight(_ group: ModuleGroup) -> Matrix {
    matrix(group.weight, rows: group.outputWidth, columns: group.inputWidth)
  }

  /// Weights of one module, `[outputWidth × inputWidth]`.
  package func weight(_ module: TrackedModule) -> Matrix {
    weight(groups[module.group]).rows(module.outputs)
  }

  /// Embeddings, `[vocabulary × width]`.
  package var embedding: Matrix {
    matrix(layout.embedding, rows: configuration.vocabularySize, columns: configuration.width)
  }

  /// Unembedding, `[vocabulary × width]`; the embedding where they are tied.
  package var unembedding: Matrix {
    matrix(layout.unembedding, rows: configuration.vocabularySize, columns: configuration.width)
  }
}
