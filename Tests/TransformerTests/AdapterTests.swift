import Foundation
import LinearAlgebra
import Safetensors
import TestSupport
import Testing
import Transformer

/// LoRA adapters that `peft` wrote, against `transformers` computing with them unmerged
/// (`Tests/Scripts/record_adapters.py`); and what is no such adapter, named.
@Suite struct AdapterTests {
  private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().appendingPathComponent("Golden/adapters").path

  private static let recorded: [String] =
    ((try? FileManager.default.contentsOfDirectory(atPath: root)) ?? []).sorted()

  @Test func thereAreRecordedOnes() { #expect(Self.recorded.count == 9) }

  @Test(arguments: recorded)
  func logitsAreThoseOfTheBaseWithTheAdapter(name: String) throws {
    let folder = Self.root + "/" + name
    let data = try Data(contentsOf: URL(fileURLWithPath: folder + "/logits.json"))
    let object = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    let tokens = try #require(object["tokens"] as? [Int]).map(Int32.init)
    let expected = try #require(object["logits"] as? [Double])
    let model = try LanguageModel(directory: folder)
    let buffers = ActivationBuffers(model)
    model.forward(TokenPack([tokens]), buffers)
    let logits = model.logits(buffers, rows: tokens.count - 1..<tokens.count).values()
    #expect(relativeDifference(logits.map(Double.init), expected) < 1e-5)
    #expect(model.configuration.notes.contains { $0.contains("the adapter is merged into") })
  }

  /// A copy of the first recorded adapter with another configuration or other tensors.
  private func problem(
    _ change: [String: Any] = [:], without: String? = nil, renamed: (String) -> String = { $0 }
  ) throws -> String {
    let copy = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString).path
    try FileManager.default.createDirectory(atPath: copy, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: copy) }
    let source = Self.root + "/plain"
    let data = try Data(contentsOf: URL(fileURLWithPath: source + "/adapter_config.json"))
    var values = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    values["base_model_name_or_path"] = try Golden("llama").checkpoint
    values.merge(change) { $1 }
    try JSONSerialization.data(withJSONObject: values).write(
      to: URL(fileURLWithPath: copy + "/adapter_config.json"))
    let file = try SafetensorsFile(path: source + "/adapter_model.safetensors")
    var writer = SafetensorsWriter()
    for name in file.tensors.keys.sorted() where name != without {
      writer.add(renamed(name), shape: try file.information(name).shape, try file.floats(name))
    }
    try writer.write(to: copy + "/adapter_model.safetensors")
    do {
      _ = try LanguageModel(directory: copy)
      return ""
    } catch { return "\(error)" }
  }

  @Test(arguments: [
    ("peft_type", "IA3"), ("init_lora_weights", "pissa"), ("init_lora_weights", "olora"),
  ])
  func otherKindsAreNamed(key: String, value: String) throws {
    let text = try problem([key: value])
    #expect(text.contains(value) && text.contains("merge_and_unload"))
  }

  @Test func whatDoesMoreThanAddIsNamed() throws {
    #expect(try problem(["use_dora": true]).contains("DoRA"))
    #expect(try problem(["lora_bias": true]).contains("lora_bias"))
    #expect(try problem(["target_parameters": ["mlp.experts"]]).contains("target_parameters"))
    #expect(
      try problem(renamed: {
        $0.replacing("lora_A.weight", with: "lora_magnitude_vector")
      }).contains("has no place in its base"))
  }

  @Test func aHalfThatIsMissingIsNamed() throws {
    let name = "base_model.model.model.layers.0.self_attn.q_proj.lora_B.weight"
    #expect(try problem(without: name).contains("not its other half"))
    #expect(
      try problem(renamed: { $0.replacing("layers.0", with: "layers.7") })
        .contains("has no place"))
  }

  /// Patterns are anybody's: they have limits to their work.
  @Test(arguments: [
    ("(([a-z_.0-9]+)+)+[!?]", "takes too many steps"), ("(", "which is no pattern"),
    ("\\C", "which is no pattern"),
  ])
  func patternsAreHeldToLimits(pattern: String, words: String) throws {
    let text = try problem(["alpha_pattern": [pattern: 1]])
    #expect(text.contains("alpha_pattern") && text.contains(words), "\(text)")
  }

  @Test func tensorsUnderTheAdaptersNameAreReadToo() throws {
    #expect(
      try problem(renamed: {
        $0.replacing(".weight", with: ".default.weight")
      }) == "")
  }

  @Test func aBaseThatIsNotHereIsNamedWithTheRemedy() throws {
    let text = try problem(["base_model_name_or_path": "somebody/no-such-model"])
    #expect(text.contains("somebody/no-such-model") && text.contains("base_model_name_or_path"))
    #expect(try problem(["base_model_name_or_path": NSNull()]).contains("does not say which model"))
  }

  @Test func anotherBaseDoesNotFit() throws {
    let text = try problem(["base_model_name_or_path": try Golden("gpt2").checkpoint])
    #expect(text.contains("has no place in its base"))
  }
}
