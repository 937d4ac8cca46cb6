import Foundation

extension ModelConfiguration {
  /// Llama 1 to 3, SmolLM, TinyLlama.
  static let llama = Family {
    [
      "max_position_embeddings": 2048, "hidden_act": "silu", "rms_norm_eps": 1e-6,
      "attention_bias": false, "mlp_bias": false, "bos_token_id": 1, "eos_token_id": 2,
    ]
  } read: { model, reader in
    try model.readGated(reader)
    guard model.width % model.heads == 0 else {
      throw reader.fail("hidden_size \(model.width) does not divide among \(model.heads) heads")
    }
    model.epsilon = try reader.epsilon("rms_norm_eps")
    try model.readAttentionBias(reader)
    model.feedForwardBias = try reader.flag("mlp_bias")
    try model.readRotary(reader)
  }

  /// Granite: Llama whose embeddings, scores, residuals and logits are scaled.
  static let granite = Family {
    llama.defaults().merging([
      "embedding_multiplier": 1, "logits_scaling": 1, "residual_multiplier": 1,
      "attention_multiplier": 1,
    ]) { $1 }
  } read: { model, reader in
    try llama.read(&model, reader)
    model.embeddingScale = try reader.float("embedding_multiplier")
    model.residualScale = try reader.float("residual_multiplier")
    model.attentionScale = try reader.positive("attention_multiplier")
    model.logitScale = 1 / (try reader.positive("logits_scaling"))
  }

  /// SmolLM 3: Llama without a rotation on some layers.
  static let smolLM3 = Family {
    [
      "num_key_value_heads": 4, "max_position_embeddings": 32_768, "hidden_act": "silu",
      "rms_norm_eps": 1e-6, "attention_bias": false, "mlp_bias": false,
      "tie_word_embeddings": true, "use_sliding_window": false, "no_rope_layer_interval": 4,
      "bos_token_id": 128_000, "eos_token_id": 128_001,
    ]
  } read: { model, reader in
    try model.readGated(reader)
    model.epsilon = try reader.epsilon("rms_norm_eps")
    try model.readAttentionBias(reader)
    model.feedForwardBias = try reader.flag("mlp_bias")
    let turns: [Bool]
    if let given = try reader.numbers("no_rope_layers") {
      guard given.count >= model.layers else {
        throw reader.fail("no_rope_layers names \(given.count) layers, not \(model.layers)")
      }
      turns = given.prefix(model.layers).map { $0 != 0 }
    } else {
      let interval = try reader.count("no_rope_layer_interval")
      turns = (0..<model.layers).map { ($0 + 1) % interval != 0 }
    }
    try model.readRotary(reader, theta: 2_000_000)
    model.rotations = turns.map { $0 ? .main : .none }
    let window = try reader.optionalCount("sliding_window")
    let slides = try reader.flag("use_sliding_window") && window != nil
    try model.readLayerTypes(reader, window: window) { slides && !turns[$0] }
  }

  /// Mistral: Llama with a sliding window.
  static let mistral = Family {
    [
      "num_key_value_heads": 8, "max_position_embeddings": 131_072, "hidden_act": "silu",
      "rms_norm_eps": 1e-6, "sliding_window": 4096, "bos_token_id": 1, "eos_token_id": 2,
    ]
  } read: { model, reader in
    try model.readGated(reader)
    model.epsilon = try reader.epsilon("rms_norm_eps")
    try model.readRotary(reader)
    let window = try reader.optionalCount("sliding_window")
    try model.readLayerTypes(reader, window: window) { _ in window != nil }
  }

  /// Phi 3 and 4: Llama with two fused projections.
  static let phi3 = Family {
    [
      "max_position_embeddings": 4096, "original_max_position_embeddings": 4096,
      "hidden_act": "silu", "rms_norm_eps": 1e-5, "bos_token_id": 1, "eos_token_id": 32_000,
    ]
  } read: { model, reader in
    try model.readGated(reader)
    model.epsilon = try reader.epsilon("rms_norm_eps")
    model.fused = .blocks
    model.names.queryKeyValue = "self_attn.qkv_proj"
    model.names.gateUp = "mlp.gate_up_proj"
    try model.readRotary(reader, readsShare: true, onlyLong: true)
    try model.readWindowOfAllLayers(reader)
  }

  private static var qwen: [String: Any] {
    [
      "num_key_value_heads": 32, "max_position_embeddings": 32_768, "hidden_act": "silu",
      "rms_norm_eps": 1e-6, "use_sliding_window": false, "sliding_window": 4096,
      "max_window_layers": 28,
    ]
  }

  /// Qwen 2: Llama with biases on queries, keys and values.
  static let qwen2 = Family {
    qwen
  } read: { model, reader in
    try model.readGated(reader)
    model.epsilon = try reader.epsilon("rms_norm_eps")
    model.attentionBias = true
    try model.readRotary(reader)
    try model.readQwenWindows(reader)
  }

  /// Qwen 3: Llama with normalised queries and keys and a head width of its own.
  static let qwen3 = Family {
    qwen.merging(["head_dim": 128, "attention_bias": false]) { $1 }
  } read: { model, reader in
    try model.readQwen3(reader)
    try model.readQwenWindows(reader)
  }

  /// What Qwen 3 is with and without experts.
  mutating func readQwen3(_ reader: ConfigurationReader) throws {
    try readGated(reader)
    epsilon = try reader.epsilon("rms_norm_eps")
    try readAttentionBias(reader)
    queryKeyNorm = .perHead
    try readRotary(reader)
  }

  /// Windows from a certain layer on, where the model has them at all.
  mutating func readQwenWindows(_ reader: ConfigurationReader) throws {
    let first = try reader.count("max_window_layers", atLeast: 0)
    let window =
      try reader.flag("use_sliding_window") ? try reader.optionalCount("sliding_window") : nil
    try readLayerTypes(reader, window: window) { window != nil && $0 >= first }
  }
}
