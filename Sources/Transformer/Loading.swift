import Dispatch
import Foundation
import LinearAlgebra
import Safetensors
import Synchronization

extension LanguageModel {
  /// Opens a checkpoint folder: `config.json` and safetensors.
  ///
  /// - Parameter decodesStored: whether tokens are generated from bfloat16 weights as they lie in the file; by default
  ///   never, since a trainer changes the others. `.large` where that is faster.
  /// - Throws: `ModelError` or `SafetensorsError`, naming file and tensor.
  package convenience init(directory: String, decodesStored: StoredDecoding = .never) throws {
    let plan = try LoadingPlan(directory: directory)
    // Shapes are checked before the arena is allocated: a lying config.json costs no memory.
    let layout = plan.layout
    let arena = FloatStorage(count: layout.size)
    // Conversion from half the bytes is what takes the time, so the cores share it.
    let failure = Mutex<(any Error)?>(nil)
    DispatchQueue.concurrentPerform(iterations: layout.slots.count) { index in
      let slot = layout.slots[index]
      let target = arena.elements(slot.offset..<slot.offset + slot.count)
      do {
        try plan.read(slot, into: target)
      } catch {
        failure.withLock { $0 = $0 ?? error }
      }
    }
    if let error = failure.withLock({ $0 }) { throw error }
    let isStored =
      switch decodesStored {
      case .never: false
      case .large: layout.size >= StoredWeights.minimumParameters
      case .always: true
      }
    // What was widened goes from memory; decoding brings it back.
    plan.checkpoint.releasePages()
    self.init(
      configuration: plan.configuration, layout: layout, filled: arena,
      stored: isStored ? StoredWeights(plan) : nil)
  }

  /// Checks a checkpoint folder without reading its weights.
  /// - Returns: how the model will be read, with its notes.
  /// - Throws: `ModelError` or `SafetensorsError`, naming file and tensor.
  @discardableResult
  package static func check(directory: String) throws -> ModelConfiguration {
    try LoadingPlan(directory: directory).configuration
  }

  fileprivate static func transpose(
    _ values: UnsafeMutableBufferPointer<Float>, rows: Int, columns: Int
  ) {
    let copy = Array(values)
    for row in 0..<rows {
      for column in 0..<columns { values[column * rows + row] = copy[row * columns + column] }
    }
  }

  /// The first tensor that holds a number which is none, or an infinite one; nil where there is none.
  package var tensorWithoutNumbers: String? {
    layout.slots.first { slot in
      !arena.vector(slot.offset, count: slot.count).isFinite
    }?.name
  }
}

/// Whether tokens are generated from bfloat16 weights where they lie in a checkpoint's files.
package enum StoredDecoding: Sendable {
  case never, always
  /// Where the weights are more than caches hold.
  case large
}

/// Which tensor of a checkpoint fills which parameter, every one of them being there with the right shape.
struct LoadingPlan: Sendable {
  let checkpoint: Checkpoint
  private(set) var configuration: ModelConfiguration
  private(set) var layout: ParameterLayout
  /// Names in the file by the parameters' own.
  private(set) var sources: [String: String] = [:]
  /// Where parameters lie that are part of a tensor, by their own names.
  private var parts: [String: FusedExperts.Part] = [:]
  /// What an adapter changes, by parameter.
  private var changes: [String: Adapter.Change] = [:]
  private let adapter: Adapter?
  /// Whether an adapter is merged into the weights of the files.
  var isChanged: Bool { adapter != nil }

  init(directory: String) throws {
    let isAdapter = FileManager.default.fileExists(
      atPath: directory + "/" + Adapter.configurationFile)
    adapter = isAdapter ? try Adapter(directory: directory) : nil
    let base = try AdapterSettings.base(of: directory)
    configuration = try ModelConfiguration(directory: base)
    checkpoint = try Checkpoint(directory: base)
    configuration.notes += checkpoint.notes
    layout = ParameterLayout(configuration)
    let unused = try matchNames()
    try settleUnembedding()
    if let adapter { try adopt(adapter, base: base) }
    try refuseMissing()
    try refuseUnknown(unused)
  }

  /// Reads a parameter, with what an adapter adds to it.
  func read(_ slot: ParameterSlot, into target: UnsafeMutableBufferPointer<Float>) throws {
    let change = changes[slot.name]
    if let part = parts[slot.name] {
      try checkpoint.read(part.tensor, from: part.first, into: target)
    } else if change?.isWhole != true {
      try checkpoint.read(sources[slot.name] ?? slot.name, shape: slot.shape, into: target)
    }
    // What is whole lies as the checkpoint's own does; what is added, as the arena holds it.
    if let adapter, let change, change.isWhole { try adapter.apply(change, slot, target) }
    if slot.transposed {
      LanguageModel.transpose(target, rows: slot.shape[0], columns: slot.shape[1])
    }
    if let adapter, let change, !change.isWhole { try adapter.apply(change, slot, target) }
  }

  /// Finds what an adapter changes.
  ///
  /// One that changes an embedding or the unembedding alone unties them.
  private mutating func adopt(_ adapter: Adapter, base: String) throws {
    let known = Set(layout.slots.map(\.name)).union([unembedding])
    let prefix = configuration.names.prefix
    changes = try adapter.changes { name in
      [name, prefix + name, name == "lm_head.weight" ? unembedding : name].first(
        where: known.contains)
    }
    if configuration.tied, changes[embedding] != nil || changes[unembedding] != nil {
      configuration.tied = false
      sources[unembedding] = sources[embedding]
      layout = ParameterLayout(configuration)
      configuration.notes.append(
        "the adapter changes one of the embedding and the unembedding, which the base ties; they are "
          + "two now, as in peft")
    }
    for slot in layout.slots {
      if let change = changes[slot.name] { try adapter.check(change, slot) }
    }
    configuration.notes.append(
      "the adapter is merged into \(base): \(changes.count) tensors changed")
  }

  private var unembedding: String { configuration.names.unembedding + ".weight" }
  private var embedding: String { configuration.names.embedding + ".weight" }

  /// Finds each tensor's parameter, whatever a compiler or a wrapper put before its name.
  /// - Returns: names that fit none.
  private mutating func matchNames() throws -> [String] {
    var known = Set(layout.slots.map(\.name))
    known.insert(unembedding)
    let prefix = configuration.names.prefix
    var unused: [String] = []
    let fused = FusedExperts(configuration, directory: checkpoint.directory)
    for name in checkpoint.names {
      var plain = name.replacing("_orig_mod.", with: "")
      if plain.hasPrefix("module.") { plain.removeFirst("module.".count) }
      let candidates = [plain, prefix + plain, plain == "lm_head.weight" ? unembedding : plain]
      guard let own = candidates.first(where: known.contains) else {
        let found = try candidates.lazy.compactMap {
          try fused.parts(of: $0, in: name, shape: checkpoint.shape(name) ?? [])
        }.first
        if let found {
          parts.merge(found) { $1 }
        } else {
          unused.append(name)
        }
        continue
      }
      if let other = sources[own] {
        throw ModelError(
          path: checkpoint.directory,
          problem: "tensors \(other) and \(name) both are the model's \(own); keep one of them")
      }
      sources[own] = name
    }
    if let twice = parts.keys.sorted().first(where: { sources[$0] != nil }) {
      throw ModelError(
        path: checkpoint.directory,
        problem:
          "holds \(twice) twice, alone and in \(parts[twice]?.tensor ?? ""); keep one of them")
    }
    return unused
  }

  /// Ties or unties the unembedding as `transformers` 5 does: by what the file holds.
  private mutating func settleUnembedding() throws {
    guard configuration.tied, let head = sources[unembedding] else { return }
    guard let table = sources[embedding] else {
      sources[embedding] = head
      return
    }
    guard let own = checkpoint.shape(head), let other = checkpoint.shape(table), own == other else {
      throw ModelError(
        path: checkpoint.directory,
        problem:
          "config.json ties the unembedding to the embedding, but \(head) is \(checkpoint.shape(head) ?? []) and \(table) \(checkpoint.shape(table) ?? []); keep the one that is the model's, or write \"tie_word_embeddings\": false"
      )
    }
    guard try !checkpoint.areEqual(head, table) else { return }
    configuration.tied = false
    configuration.notes.append(
      "config.json ties the unembedding to the embedding, but the weights hold two that differ; "
        + "both are used, as transformers 5 does")
    layout = ParameterLayout(configuration)
  }

  /// Names every tensor that is missing or has another shape, at once.
  private func refuseMissing() throws {
    let own = layout.slots.filter { changes[$0.name]?.isWhole != true && parts[$0.name] == nil }
    let missing = own.filter { sources[$0.name] == nil }.map(\.name)
    func fail(_ problem: String) -> ModelError {
      ModelError(path: checkpoint.directory, problem: problem)
    }
    if missing == [unembedding] {
      throw fail(
        "tensor \(unembedding) is missing; if the model shares its embedding, "
          + "write \"tie_word_embeddings\": true into config.json")
    }
    if let first = missing.first {
      let more = missing.count == 1 ? "" : " and \(missing.count - 1) more"
      let verb = missing.count == 1 ? "is" : "are"
      throw fail("tensor \(first)\(more) \(verb) missing; config.json and the weights do not match")
    }
    let wrong = own.filter { checkpoint.shape(sources[$0.name] ?? "") != $0.shape }
    if let first = wrong.first {
      let name = sources[first.name] ?? first.name
      let more = wrong.count == 1 ? "" : " (and \(wrong.count - 1) more like it)"
      throw fail(
        "tensor \(name) has shape \(checkpoint.shape(name) ?? []) where config.json asks for \(first.shape)\(more)"
      )
    }
  }

  /// A weight that the decoder would not use means that the configuration was misread.
  private func refuseUnknown(_ unused: [String]) throws {
    let buffers = [
      "rotary_emb.inv_freq", "attn.bias", "attn.masked_bias", "attention.bias",
      "attention.masked_bias",
    ]
    let strange = unused.filter { name in !buffers.contains { name.hasSuffix($0) } }
    guard let first = strange.first else { return }
    let more = strange.count == 1 ? "" : " (and \(strange.count - 1) more)"
    throw ModelError(
      path: checkpoint.directory,
      problem:
        "tensor \(first)\(more) has no place in a \(configuration.family) model as config.json describes it"
    )
  }
}
