import Foundation

extension ModelConfiguration {
  /// How a family reads its `config.json`, and what it takes for keys that are absent there.
  struct Family: Sendable {
    let defaults: @Sendable () -> [String: Any]
    let read: @Sendable (inout ModelConfiguration, ConfigurationReader) throws -> Void
  }

  /// Families by `model_type`.
  private static let families: [String: Family] = [
    "cohere": cohere, "gemma2": gemma2, "gemma3_text": gemma3, "gpt2": gpt2, "gpt_neo": gptNeo,
    "gpt_neox": gptNeoX, "granite": granite, "llama": llama, "mistral": mistral, "olmo": olmo,
    "mixtral": mixtral, "olmo2": olmo2, "olmo3": olmo3, "olmoe": olmoe, "phi": phi, "phi3": phi3,
    "qwen2": qwen2, "qwen3": qwen3, "qwen3_moe": qwen3Experts, "smollm3": smolLM3,
    "stablelm": stableLM, "starcoder2": starcoder2,
  ]

  /// Families with a remedy of their own.
  private static let refused: [String: String] = [
    "gemma3":
      "Gemma 3 with images is not supported; use a text checkpoint (model_type gemma3_text)",
    "qwen2_moe":
      "experts that every token passes (qwen2_moe) are not supported; of the mixtures of experts, Stemma "
      + "reads mixtral, olmoe and qwen3_moe",
  ]

  /// The families Stemma knows, for messages and help.
  package static var knownFamilies: [String] { families.keys.sorted() }

  init(_ file: ConfigurationReader) throws {
    let known = Self.knownFamilies.joined(separator: ", ")
    guard let type = try file.string("model_type") ?? Self.family(of: file) else {
      throw file.fail("model_type is missing; Stemma knows \(known)")
    }
    if let problem = Self.refused[type] { throw file.fail(problem) }
    guard let family = Self.families[type] else {
      throw file.fail("model_type \(type) is not supported; Stemma knows \(known)")
    }
    if file.values["quantization_config"] is [String: Any] {
      throw file.fail("quantised weights are not supported; use the f32, f16 or bf16 checkpoint")
    }
    if file.values["per_layer_config"] is [String: Any] {
      throw file.fail("layers of different shapes (per_layer_config) are not supported")
    }
    let reader = file.with(defaults: Self.common.merging(family.defaults()) { $1 })
    self.init()
    self.family = type
    beginningOfSequence = try reader.tokens("bos_token_id").first
    endOfSequence = try reader.tokens("eos_token_id")
    try family.read(&self, reader)
    try Self.checkLayerTypes(reader, layers: layers)
    vocabularySize = try reader.count("vocab_size")
    if attentionScale == 0 { attentionScale = 1 / Float(headWidth).squareRoot() }
    if windows.isEmpty { windows = Array(repeating: nil, count: layers) }
    try check(reader)
  }

  /// What `transformers` takes in every family.
  private static var common: [String: Any] { ["tie_word_embeddings": false] }

  private func check(_ reader: ConfigurationReader) throws {
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
    var parameters =
      Double(layers) * perLayer + (2 * Double(vocabularySize) + positions) * Double(width)
    if let experts {
      parameters +=
        Double(experts.count * experts.layers.count { $0 }) * 3 * Double(width)
        * Double(experts.width)
    }
    guard parameters <= 1e13 else {
      throw reader.fail(
        "describes \(Int(min(parameters, 1e18))) parameters; its sizes cannot be right")
    }
    guard windows.count == layers else {
      throw reader.fail("layer_types names \(windows.count) layers, not \(layers)")
    }
  }

  /// Types of layers are no business of most families, yet `transformers` makes caches by them in all.
  private static func checkLayerTypes(_ reader: ConfigurationReader, layers: Int) throws {
    guard let types = try reader.strings("layer_types") else { return }
    guard types.count == layers else {
      throw reader.fail("layer_types names \(types.count) layers, not \(layers)")
    }
    for type in types where !["full_attention", "attention", "sliding_attention"].contains(type) {
      throw reader.fail("the layer type \(type) is not supported")
    }
    guard try !types.contains("sliding_attention") || reader.optionalFloat("sliding_window") != nil
    else {
      throw reader.fail("layer_types asks for sliding_attention where no sliding_window is set")
    }
  }

  /// The family that `architectures` names, for files without a `model_type`.
  private static func family(of reader: ConfigurationReader) throws -> String? {
    let names = try reader.strings("architectures") ?? []
    return families.keys.first { family in
      let plain = family.replacing("_text", with: "").replacing("_", with: "")
      return names.contains {
        ["forcausallm", "lmheadmodel"].map { plain + $0 }.contains($0.lowercased())
      }
    }
  }

  /// The sizes under the names that most families share.
  ///
  /// - Parameter ownHeadWidth: whether the family reads `head_dim`.
  mutating func readSizes(_ reader: ConfigurationReader, ownHeadWidth: Bool = true) throws {
    try reader.require(
      "hidden_size", "num_hidden_layers", "num_attention_heads", "intermediate_size", "vocab_size")
    width = try reader.count("hidden_size")
    layers = try reader.count("num_hidden_layers", atMost: 10_000)
    heads = try reader.count("num_attention_heads", atMost: 1 << 16)
    keyValueHeads = try reader.optionalCount("num_key_value_heads", atMost: 1 << 16) ?? heads
    feedForwardWidth = try reader.count("intermediate_size")
    contextLength = try reader.count("max_position_embeddings")
    if ownHeadWidth, let own = try reader.optionalCount("head_dim") {
      headWidth = own
    } else {
      guard width % heads == 0 else {
        throw reader.fail("hidden_size \(width) does not divide among \(heads) heads")
      }
      headWidth = width / heads
      if !ownHeadWidth, let own = try reader.optionalCount("head_dim"), own != headWidth {
        throw reader.fail("head_dim \(own) does not go with \(heads) heads in \(width)")
      }
    }
  }

  /// One window for every layer, where the configuration has one.
  mutating func readWindowOfAllLayers(_ reader: ConfigurationReader) throws {
    guard let window = try reader.optionalCount("sliding_window") else { return }
    windows = Array(repeating: window, count: layers)
  }

  /// Windows by layer from `layer_types`, or from a rule where the configuration has none.
  ///
  /// - Parameter window: tokens that a layer with a window sees; nil where the model has none.
  mutating func readLayerTypes(
    _ reader: ConfigurationReader, window: Int?, _ isSliding: (Int) -> Bool
  ) throws {
    let types =
      try reader.strings("layer_types")
      ?? (0..<layers).map { isSliding($0) ? "sliding_attention" : "full_attention" }
    windows = try types.map { type in
      switch type {
      case "full_attention", "attention": return nil
      case "sliding_attention":
        guard let window else {
          throw reader.fail("layer_types asks for sliding_attention where no sliding_window is set")
        }
        return window
      default: throw reader.fail("the layer type \(type) is not supported")
      }
    }
  }

  /// Queries, keys, values and the output with or without biases.
  mutating func readAttentionBias(_ reader: ConfigurationReader) throws {
    attentionBias = try reader.flag("attention_bias")
    attentionOutputBias = attentionBias
  }

  /// What every gated family after Llama has.
  mutating func readGated(_ reader: ConfigurationReader) throws {
    try readSizes(reader)
    activation = try reader.activation("hidden_act")
    tied = try reader.flag("tie_word_embeddings")
  }
}
