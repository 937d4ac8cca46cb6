import Foundation

extension ModelConfiguration {
  private typealias Family =
    @Sendable (inout ModelConfiguration, ConfigurationReader) throws -> Void

  /// Families by `model_type`.
  private static let families: [String: Family] = [
    "llama": llama, "mistral": mistral, "qwen2": qwen2, "qwen3": qwen3, "olmo": olmo,
    "olmo2": olmo2, "cohere": cohere, "gemma2": gemma2, "phi": phi, "gpt2": gpt2,
    "gpt_neox": gptNeoX,
  ]

  /// The families Stemma knows, for messages and help.
  package static var knownFamilies: [String] { families.keys.sorted() }

  init(_ reader: ConfigurationReader) throws {
    let known = Self.knownFamilies.joined(separator: ", ")
    guard let type = reader.string("model_type") ?? Self.family(of: reader) else {
      throw reader.fail("model_type is missing; Stemma knows \(known)")
    }
    guard let read = Self.families[type] else {
      throw reader.fail("model_type \(type) is not supported; Stemma knows \(known)")
    }
    if reader.values["quantization_config"] is [String: Any] {
      throw reader.fail("quantised weights are not supported; use the f32, f16 or bf16 checkpoint")
    }
    self.init()
    family = type
    vocabularySize = try reader.count("vocab_size")
    beginningOfSequence = reader.tokens("bos_token_id").first
    endOfSequence = reader.tokens("eos_token_id")
    try read(&self, reader)
    if attentionScale == 0 { attentionScale = 1 / Float(headWidth).squareRoot() }
    if windows.isEmpty { windows = Array(repeating: nil, count: layers) }
    guard heads % keyValueHeads == 0 else {
      throw reader.fail(
        "\(heads) attention heads do not divide among \(keyValueHeads) key-value heads")
    }
    // In doubles, so that sizes whose product no integer holds are refused and not met.
    let up = Double(feedForwardWidth) * (gated ? 2 : 1)
    let perLayer =
      Double(width)
      * (2 * Double(heads) * Double(headWidth) + 2 * Double(keyValueHeads) * Double(headWidth) + up
        + Double(feedForwardWidth))
    let positions = learnedPositions ? Double(contextLength) : 0
    let parameters =
      Double(layers) * perLayer + (2 * Double(vocabularySize) + positions) * Double(width)
    guard parameters <= 1e13 else {
      throw reader.fail(
        "describes \(Int(min(parameters, 1e18))) parameters; its sizes cannot be right")
    }
    guard windows.count == layers else {
      throw reader.fail("layer_types names \(windows.count) layers, not \(layers)")
    }
  }

  /// The family that `architectures` names, for files without a `model_type`.
  private static func family(of reader: ConfigurationReader) -> String? {
    let names = reader.strings("architectures") ?? []
    return families.keys.first { family in
      let plain = family.replacing("_", with: "")
      return names.contains {
        ["forcausallm", "lmheadmodel"].map { plain + $0 }.contains($0.lowercased())
      }
    }
  }

  /// The sizes under the names that most families share.
  mutating func readSizes(_ reader: ConfigurationReader, headWidth given: Int? = nil) throws {
    width = try reader.count("hidden_size")
    layers = try reader.count("num_hidden_layers", atMost: 10_000)
    heads = try reader.count("num_attention_heads", atMost: 1 << 16)
    keyValueHeads = try reader.count("num_key_value_heads", or: heads, atMost: 1 << 16)
    feedForwardWidth = try reader.count("intermediate_size")
    contextLength = try reader.count("max_position_embeddings", or: 2048)
    if let own = try given ?? reader.optionalCount("head_dim") {
      headWidth = own
    } else {
      guard width % heads == 0 else {
        throw reader.fail("hidden_size \(width) does not divide among \(heads) heads")
      }
      headWidth = width / heads
    }
  }

  /// Windows by layer from `layer_types`, or from a rule where the configuration has none.
  mutating func readWindows(_ reader: ConfigurationReader, _ isSliding: (Int) -> Bool) throws {
    guard let window = try reader.optionalCount("sliding_window") else { return }
    if let types = reader.strings("layer_types") {
      windows = types.map { $0 == "sliding_attention" ? window : nil }
    } else {
      windows = (0..<layers).map { isSliding($0) ? window : nil }
    }
  }
}
