import Foundation

extension ModelConfiguration {
  /// GPT-2: learned positions, one fused projection, weights stored as `[dIn × dOut]`.
  static let gpt2 = Family {
    [
      "n_positions": 1024, "layer_norm_epsilon": 1e-5, "activation_function": "gelu_new",
      "tie_word_embeddings": true, "scale_attn_weights": true,
      "scale_attn_by_inverse_layer_idx": false, "bos_token_id": 50_256, "eos_token_id": 50_256,
    ]
  } read: { model, reader in
    let reader = reader.renaming([
      "hidden_size": "n_embd", "num_hidden_layers": "n_layer", "num_attention_heads": "n_head",
      "max_position_embeddings": "n_positions",
    ])
    try reader.require("n_embd", "n_layer", "n_head", "vocab_size")
    model.width = try reader.count("n_embd")
    model.layers = try reader.count("n_layer", atMost: 10_000)
    model.heads = try reader.count("n_head", atMost: 1 << 16)
    model.keyValueHeads = model.heads
    guard model.width % model.heads == 0 else {
      throw reader.fail("n_embd \(model.width) does not divide among \(model.heads) heads")
    }
    model.headWidth = model.width / model.heads
    model.feedForwardWidth = try reader.optionalCount("n_inner") ?? 4 * model.width
    model.contextLength = try reader.count("n_positions")
    try model.readGPTCommon(reader)
    model.fused = .blocks
    model.attentionBias = true
    model.attentionOutputBias = true
    model.feedForwardBias = true
    guard try reader.flag("scale_attn_weights"),
      try !reader.flag("scale_attn_by_inverse_layer_idx")
    else { throw reader.fail("this scaling of GPT-2's attention is not supported") }
    model.readGPTNames()
    model.names.queryKeyValue = "attn.c_attn"
    model.names.attentionOutput = "attn.c_proj"
    model.names.transposed = true
  }

  /// GPT-Neo: learned positions, unscaled scores, a window on every second layer.
  static let gptNeo = Family {
    [
      "max_position_embeddings": 2048, "window_size": 256, "activation_function": "gelu_new",
      "layer_norm_epsilon": 1e-5, "tie_word_embeddings": true, "bos_token_id": 50_256,
      "eos_token_id": 50_256,
    ]
  } read: { model, reader in
    let reader = reader.renaming([
      "num_hidden_layers": "num_layers", "num_attention_heads": "num_heads",
    ])
    try reader.require("hidden_size", "num_layers", "num_heads", "vocab_size")
    model.width = try reader.count("hidden_size")
    model.layers = try reader.count("num_layers", atMost: 10_000)
    model.heads = try reader.count("num_heads", atMost: 1 << 16)
    model.keyValueHeads = model.heads
    guard model.width % model.heads == 0 else {
      throw reader.fail("hidden_size \(model.width) does not divide among \(model.heads) heads")
    }
    model.headWidth = model.width / model.heads
    model.feedForwardWidth = try reader.optionalCount("intermediate_size") ?? 4 * model.width
    model.contextLength = try reader.count("max_position_embeddings")
    try model.readGPTCommon(reader)
    model.attentionScale = 1
    model.attentionOutputBias = true
    model.feedForwardBias = true
    let window = try reader.count("window_size")
    model.windows = try model.attentionTypes(reader).map { $0 ? window : nil }
    model.readGPTNames()
    model.names.query = "attn.attention.q_proj"
    model.names.key = "attn.attention.k_proj"
    model.names.value = "attn.attention.v_proj"
    model.names.attentionOutput = "attn.attention.out_proj"
  }

  /// Whether each layer is local, from `[[["global", "local"], 12]]`.
  private func attentionTypes(_ reader: ConfigurationReader) throws -> [Bool] {
    let given = reader.values["attention_types"].flatMap { $0 is NSNull ? nil : $0 }
    guard let entries = given.map({ $0 as? [[Any]] }) ?? [[["global", "local"], 12]] else {
      throw reader.fail("attention_types is not a list of types and counts")
    }
    var result: [Bool] = []
    for entry in entries {
      guard entry.count == 2, let types = entry[0] as? [String], let count = entry[1] as? Int,
        count >= 0, count <= 10_000, types.allSatisfy({ $0 == "global" || $0 == "local" })
      else { throw reader.fail("attention_types names something other than global and local") }
      for _ in 0..<count where result.count <= 20_000 { result += types.map { $0 == "local" } }
    }
    guard result.count == layers else {
      throw reader.fail("attention_types names \(result.count) layers, not \(layers)")
    }
    return result
  }

  /// GPT-NeoX and Pythia: partial rotation, parallel residual, one projection interleaved by heads.
  static let gptNeoX = Family {
    [
      "max_position_embeddings": 2048, "hidden_act": "gelu", "layer_norm_eps": 1e-5,
      "use_parallel_residual": true, "attention_bias": true, "bos_token_id": 0, "eos_token_id": 2,
    ]
  } read: { model, reader in
    try model.readSizes(reader, ownHeadWidth: false)
    model.keyValueHeads = model.heads
    model.norm = .layer(weight: true, bias: true)
    model.epsilon = try reader.epsilon("layer_norm_eps")
    model.activation = try reader.activation("hidden_act")
    model.tied = try reader.flag("tie_word_embeddings")
    model.block = try reader.flag("use_parallel_residual") ? .parallel : .sequential
    model.gated = false
    model.fused = .heads
    try model.readAttentionBias(reader)
    model.feedForwardBias = true
    model.names.embedding = "gpt_neox.embed_in"
    model.names.layer = "gpt_neox.layers.#"
    model.names.finalNorm = "gpt_neox.final_layer_norm"
    model.names.unembedding = "embed_out"
    model.names.queryKeyValue = "attention.query_key_value"
    model.names.attentionOutput = "attention.dense"
    model.names.up = "mlp.dense_h_to_4h"
    model.names.down = "mlp.dense_4h_to_h"
    model.names.prefix = "gpt_neox."
    try model.readRotary(
      reader, thetaKey: "rotary_emb_base", share: 0.25, shareKey: "rotary_pct", readsShare: true)
  }

  /// What GPT-2 and GPT-Neo have in common beside their sizes.
  private mutating func readGPTCommon(_ reader: ConfigurationReader) throws {
    norm = .layer(weight: true, bias: true)
    epsilon = try reader.epsilon("layer_norm_epsilon")
    activation = try reader.activation("activation_function")
    tied = try reader.flag("tie_word_embeddings")
    learnedPositions = true
    gated = false
  }

  private mutating func readGPTNames() {
    names.embedding = "transformer.wte"
    names.positions = "transformer.wpe"
    names.layer = "transformer.h.#"
    names.finalNorm = "transformer.ln_f"
    names.up = "mlp.c_fc"
    names.down = "mlp.c_proj"
    names.attentionNorm = "ln_1"
    names.feedForwardNorm = "ln_2"
    names.prefix = "transformer."
  }
}

extension ConfigurationReader {
  /// The same values with some keys under their family's own names; the common ones count where both are there.
  func renaming(_ names: [String: String]) -> ConfigurationReader {
    var renamed = values
    for (common, own) in names {
      if let value = values[common] { renamed[own] = value }
    }
    return ConfigurationReader(path: path, values: renamed, defaults: defaults)
  }
}
