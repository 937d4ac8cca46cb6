import Foundation
import LinearAlgebra
import SafeFiles
package import Safetensors

extension ModelConfiguration {
  /// The usual width of a gated layer beside a model's, a multiple of 16.
  package static func gatedWidth(_ width: Int) -> Int { max(16, width * 8 / 3 / 16 * 16) }

  /// A new Llama, as its `config.json` will describe it.
  ///
  /// - Parameters:
  ///   - feedForwardWidth: of each of the gated layer's halves.
  ///   - endOfSequence: the token that ends documents.
  /// - Throws: `ModelError` when the sizes do not fit each other.
  package static func llama(
    vocabularySize: Int, width: Int, layers: Int, heads: Int, keyValueHeads: Int? = nil,
    feedForwardWidth: Int, contextLength: Int, tied: Bool = false, rotaryBase: Double = 10_000,
    epsilon: Double = 1e-5, beginningOfSequence: Int32? = nil, endOfSequence: Int32? = nil
  ) throws -> ModelConfiguration {
    var values: [String: Any] = [
      "architectures": ["LlamaForCausalLM"], "model_type": "llama",
      "vocab_size": vocabularySize, "hidden_size": width, "num_hidden_layers": layers,
      "num_attention_heads": heads, "num_key_value_heads": keyValueHeads ?? heads,
      "intermediate_size": feedForwardWidth, "max_position_embeddings": contextLength,
      "tie_word_embeddings": tied, "rope_theta": rotaryBase, "rms_norm_eps": epsilon,
      "hidden_act": "silu", "attention_bias": false, "mlp_bias": false,
    ]
    values["bos_token_id"] = beginningOfSequence.map { Int($0) } ?? NSNull()
    values["eos_token_id"] = endOfSequence.map { Int($0) } ?? NSNull()
    return try ModelConfiguration(
      json: JSONSerialization.data(withJSONObject: values, options: .sortedKeys),
      path: "config.json")
  }
}

extension LanguageModel {
  /// Writes `config.json` and `model.safetensors` as `transformers` reads them.
  ///
  /// Tied unembeddings are left out, as the reference does. The folder is made when it is not there.
  /// - Parameter type: F32 for the parameters as they are, BF16 for half the bytes.
  /// - Throws: `SafetensorsError` or a file error naming the path.
  package func save(to directory: String, as type: ElementType = .f32) throws {
    try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
    var writer = SafetensorsWriter(metadata: ["format": "pt"])
    for slot in layout.slots {
      let values = UnsafeBufferPointer(arena.elements(slot.offset..<slot.offset + slot.count))
      guard slot.transposed else {
        writer.add(slot.name, shape: slot.shape, values, as: type)
        continue
      }
      let (rows, columns) = (slot.shape[0], slot.shape[1])
      var turned = [Float](repeating: 0, count: slot.count)
      for row in 0..<rows {
        for column in 0..<columns { turned[row * columns + column] = values[column * rows + row] }
      }
      writer.add(slot.name, shape: slot.shape, turned, as: type)
    }
    try writer.write(to: directory + "/model.safetensors")
    let data = Data(configuration.source.utf8)
    guard var object = try JSONSerialization.jsonObject(with: data) as? [String: Any] else {
      throw ModelError(path: directory, problem: "this model's configuration cannot be written")
    }
    let name = type == .bf16 ? "bfloat16" : "float32"
    // Both the name that transformers used before version 5 and the one since.
    object["torch_dtype"] = name
    object["dtype"] = name
    let text = try JSONSerialization.data(
      withJSONObject: object, options: [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes])
    try SafeFile.export(text, to: directory + "/config.json")
  }
}
