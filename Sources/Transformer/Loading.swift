import Dispatch
import Foundation
import LinearAlgebra
import Safetensors
import Synchronization

extension LanguageModel {
  /// Opens a checkpoint folder: `config.json` and safetensors.
  /// - Throws: `ModelError` or `SafetensorsError`, naming file and tensor.
  package convenience init(directory: String) throws {
    let plan = try LoadingPlan(directory: directory)
    // Shapes are checked before the arena is allocated: a lying config.json costs no memory.
    let layout = plan.layout
    let arena = FloatStorage(count: layout.size)
    // Conversion from half the bytes is what takes the time, so the cores share it.
    let failure = Mutex<(any Error)?>(nil)
    DispatchQueue.concurrentPerform(iterations: layout.slots.count) { index in
      let slot = layout.slots[index]
      let target = UnsafeMutableBufferPointer(start: arena.pointer + slot.offset, count: slot.count)
      do {
        try plan.checkpoint.read(
          plan.sources[slot.name] ?? slot.name, shape: slot.shape, into: target)
        if slot.transposed { Self.transpose(target, rows: slot.shape[0], columns: slot.shape[1]) }
      } catch {
        failure.withLock { $0 = $0 ?? error }
      }
    }
    if let error = failure.withLock({ $0 }) { throw error }
    self.init(configuration: plan.configuration, layout: layout, filled: arena)
  }

  /// Checks a checkpoint folder without reading its weights.
  /// - Returns: how the model will be read, with its notes.
  /// - Throws: `ModelError` or `SafetensorsError`, naming file and tensor.
  @discardableResult
  package static func check(directory: String) throws -> ModelConfiguration {
    try LoadingPlan(directory: directory).configuration
  }

  private static func transpose(
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
      UnsafeBufferPointer(start: arena.pointer + slot.offset, count: slot.count)
        .contains { !$0.isFinite }
    }?.name
  }
}

/// Which tensor of a checkpoint fills which parameter, every one of them being there with the right shape.
struct LoadingPlan {
  let checkpoint: Checkpoint
  private(set) var configuration: ModelConfiguration
  private(set) var layout: ParameterLayout
  /// Names in the file by the parameters' own.
  private(set) var sources: [String: String] = [:]

  init(directory: String) throws {
    if !FileManager.default.fileExists(atPath: directory + "/config.json"),
      FileManager.default.fileExists(atPath: directory + "/adapter_config.json")
    {
      throw ModelError(path: directory, problem: Self.adapter(directory))
    }
    configuration = try ModelConfiguration(directory: directory)
    checkpoint = try Checkpoint(directory: directory)
    configuration.notes += checkpoint.notes
    layout = ParameterLayout(configuration)
    let unused = try matchNames()
    try settleUnembedding()
    try refuseMissing()
    try refuseUnknown(unused)
  }

  /// What an adapter's folder is, and what to do with it.
  private static func adapter(_ directory: String) -> String {
    let data = try? MappedFile.contents(of: directory + "/adapter_config.json", atMost: 1_000_000)
    let object = data.flatMap { try? JSONSerialization.jsonObject(with: $0) as? [String: Any] }
    let base = (object?["base_model_name_or_path"] as? String).map { " of \($0)" } ?? ""
    return "is an adapter\(base), not a model; merge it into its base first (peft: "
      + "AutoPeftModelForCausalLM.from_pretrained(FOLDER).merge_and_unload().save_pretrained(NEW)) "
      + "and give Stemma the new folder"
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
    for name in checkpoint.names {
      var plain = name.replacing("_orig_mod.", with: "")
      if plain.hasPrefix("module.") { plain.removeFirst("module.".count) }
      let candidates = [plain, prefix + plain, plain == "lm_head.weight" ? unembedding : plain]
      guard let own = candidates.first(where: known.contains) else {
        unused.append(name)
        continue
      }
      if let other = sources[own] {
        throw ModelError(
          path: checkpoint.directory,
          problem: "tensors \(other) and \(name) both are the model's \(own); keep one of them")
      }
      sources[own] = name
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
    guard checkpoint.shape(head) == checkpoint.shape(table),
      try !checkpoint.areEqual(head, table)
    else { return }
    configuration.tied = false
    configuration.notes.append(
      "config.json ties the unembedding to the embedding, but the weights hold two that differ; "
        + "both are used, as transformers 5 does")
    layout = ParameterLayout(configuration)
  }

  /// Names every tensor that is missing or has another shape, at once.
  private func refuseMissing() throws {
    let missing = layout.slots.filter { sources[$0.name] == nil }.map(\.name)
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
    let wrong = layout.slots.filter { checkpoint.shape(sources[$0.name] ?? "") != $0.shape }
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
