import Foundation
import LinearAlgebra
import Safetensors
import TestSupport
import Testing
import Transformer

private func folder(_ config: Data, weightsOf golden: Golden? = nil) throws -> String {
  let path = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString).path
  try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  try config.write(to: URL(fileURLWithPath: path + "/config.json"))
  if let golden {
    try FileManager.default.createSymbolicLink(
      atPath: path + "/model.safetensors",
      withDestinationPath: golden.checkpoint + "/model.safetensors")
  }
  return path
}

private func values(_ golden: Golden) throws -> [String: Any] {
  let data = try Data(contentsOf: URL(fileURLWithPath: golden.checkpoint + "/config.json"))
  return try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
}

@Suite(.tags(.long)) struct WrongConfigurationValueTests {
  /// Every key of every family with every kind of wrong value.
  @Test(arguments: Golden.families)
  func everyKeyWithEveryWrongValue(family: String) throws {
    let golden = try Golden(family)
    let original = try values(golden)
    let wrong: [Any] = [
      NSNull(), "x", "", true, -1, 0, 1, 1.5, 3, 1e99, 16_777_216, 10_000, [Any](), ["y"], [0],
      [String: Any](), ["rope_type": "yarn", "factor": -1],
    ]
    for key in original.keys.sorted() {
      for value in wrong {
        var changed = original
        changed[key] = value
        let path = try folder(
          JSONSerialization.data(withJSONObject: changed), weightsOf: golden)
        defer { try? FileManager.default.removeItem(atPath: path) }
        do {
          let model = try LanguageModel(directory: path)
          // What is accepted computes: a setting that Stemma does not read, or one that fits.
          let buffers = ActivationBuffers(model)
          model.forward(TokenPack([[1]]), buffers)
        } catch let error as ModelError {
          #expect(!error.problem.isEmpty && error.path.hasPrefix(path))
        }
      }
      var changed = original
      changed[key] = nil
      let path = try folder(JSONSerialization.data(withJSONObject: changed), weightsOf: golden)
      defer { try? FileManager.default.removeItem(atPath: path) }
      do {
        _ = try LanguageModel(directory: path)
      } catch let error as ModelError {
        #expect(!error.problem.isEmpty)
      }
    }
  }
}

/// Configurations and checkpoints that do not make sense: an error that names what, never a crash.
@Suite struct HostileConfigurationTests {
  private func problem(_ config: String, weightsOf golden: Golden? = nil) throws -> String {
    let path = try folder(Data(config.utf8), weightsOf: golden)
    defer { try? FileManager.default.removeItem(atPath: path) }
    return try #require(throws: ModelError.self) { try LanguageModel(directory: path) }.problem
  }

  @Test func textThatIsNoConfiguration() throws {
    #expect(try problem("").contains("empty"))
    for text in ["[]", "null", "{", "\u{0}"] {
      #expect(try problem(text).contains("not a JSON object"))
    }
    #expect(
      try problem(String(repeating: #"{"a":"#, count: 100_000)).contains("not a JSON object"))
    #expect(try problem("{}").contains("model_type is missing"))
    let unknown = try problem(#"{"model_type":"mamba"}"#)
    #expect(unknown.contains("mamba") && unknown.contains("gpt_neox"))
    #expect(
      try problem(#"{"model_type":"llama","quantization_config":{"bits":4}}"#)
        .contains("quantised"))
  }

  @Test func aConfigurationThatIsNoSmallPlainFile() throws {
    func problem(_ make: (String) throws -> Void) throws -> String {
      let path = try folder(Data("{}".utf8))
      defer { try? FileManager.default.removeItem(atPath: path) }
      let file = path + "/config.json"
      try FileManager.default.removeItem(atPath: file)
      try make(file)
      return try #require(throws: ModelError.self) { try LanguageModel(directory: path) }.problem
    }
    #expect(try problem { _ in }.contains("a checkpoint is a folder"))
    #expect(try problem { mkfifo($0, 0o600) }.contains("not a plain file"))
    let huge = try problem { path in
      _ = FileManager.default.createFile(atPath: path, contents: Data([0x7B]))
      let file = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
      try file.truncate(atOffset: 100 << 30)
      try file.close()
    }
    #expect(huge.contains("more than the 10000000"))
  }

  @Test func sizesWhoseProductsOverflow() throws {
    let text = """
      {"model_type":"llama","vocab_size":16777216,"hidden_size":16777216,"num_hidden_layers":10000,
      "num_attention_heads":65536,"head_dim":16777216,"intermediate_size":16777216}
      """
    #expect(try problem(text).contains("sizes cannot be right"))
  }

  @Test func aLongContextCostsNothingUntilItIsUsed() throws {
    let golden = try Golden("llama")
    var changed = try values(golden)
    changed["max_position_embeddings"] = 16_777_216
    let path = try folder(JSONSerialization.data(withJSONObject: changed), weightsOf: golden)
    defer { try? FileManager.default.removeItem(atPath: path) }
    let model = try LanguageModel(directory: path)
    let buffers = ActivationBuffers(model)
    let tokens = golden.documentTokens[0]
    model.forward(TokenPack([tokens]), buffers)
    let logits = model.logits(buffers, rows: 0..<tokens.count).values().map(Double.init)
    #expect(relativeDifference(logits, golden.firstDocumentLogits.flatMap { $0 }) < 1e-5)
  }

  @Test func tensorsThatAreMissingMisshapenOrLeftOverAreNamed() throws {
    let golden = try Golden("llama")
    func problem(_ key: String, _ value: Any) throws -> String {
      var changed = try values(golden)
      changed[key] = value
      let text = try JSONSerialization.data(withJSONObject: changed)
      return try self.problem(String(decoding: text, as: UTF8.self), weightsOf: golden)
    }
    #expect(
      try problem("num_hidden_layers", 3)
        .contains("tensor model.layers.2.self_attn.q_proj.weight and 8 more are missing"))
    #expect(
      try problem("num_hidden_layers", 1).contains("tensor model.layers.1."))
    let shape = try problem("intermediate_size", 100)
    #expect(shape.contains("mlp.gate_proj.weight has shape [112, 48]"))
    #expect(shape.contains("[100, 48]"))
    #expect(try problem("attention_bias", true).contains("q_proj.bias and 7 more are missing"))
    #expect(try problem("tie_word_embeddings", false).contains("lm_head.weight is missing"))
  }

  @Test func weightsThatAreNoFloatsAreNamed() throws {
    let golden = try Golden("llama")
    let model = try LanguageModel(directory: golden.checkpoint)
    let path = try folder(JSONSerialization.data(withJSONObject: values(golden)))
    defer { try? FileManager.default.removeItem(atPath: path) }
    var writer = SafetensorsWriter(metadata: ["format": "pt"])
    for slot in model.layout.slots {
      if slot.name == "model.layers.1.mlp.up_proj.weight" {
        writer.add(slot.name, shape: slot.shape, [Int64](repeating: 1, count: slot.count))
      } else {
        writer.add(slot.name, shape: slot.shape, [Float](repeating: 1, count: slot.count))
      }
    }
    try writer.write(to: path + "/model.safetensors")
    let error = try #require(throws: SafetensorsError.self) { try LanguageModel(directory: path) }
    #expect(error.problem.contains("model.layers.1.mlp.up_proj.weight has type I64"))
  }
}
