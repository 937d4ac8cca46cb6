import Foundation

extension ModelConfiguration {
  private static var gemma: [String: Any] {
    [
      "num_key_value_heads": 4, "head_dim": 256, "hidden_activation": "gelu_pytorch_tanh",
      "rms_norm_eps": 1e-6, "tie_word_embeddings": true, "attention_bias": false,
      "query_pre_attn_scalar": 256, "sliding_window": 4096, "use_bidirectional_attention": false,
      "bos_token_id": 2, "eos_token_id": 1,
    ]
  }

  /// Gemma 2: norms before and after each half, capped scores and logits, alternating windows.
  static let gemma2 = Family {
    gemma.merging([
      "max_position_embeddings": 8192, "attn_logit_softcapping": 50, "final_logit_softcapping": 30,
    ]) { $1 }
  } read: { model, reader in
    try model.readGemma(reader)
    model.attentionCap = try reader.optionalPositive("attn_logit_softcapping") ?? 0
    try model.readRotary(reader)
    try model.readLayerTypes(reader, window: reader.optionalCount("sliding_window")) {
      $0 % 2 == 0
    }
  }

  /// Gemma 3, text only: normalised queries and keys, windows on five of six layers, which turn by a
  /// base of their own.
  static let gemma3 = Family {
    gemma.merging(["max_position_embeddings": 131_072, "sliding_window_pattern": 6]) { $1 }
  } read: { model, reader in
    try model.readGemma(reader)
    // `attn_logit_softcapping`, which the files hold too, means nothing to Gemma 3.
    model.queryKeyNorm = .perHead
    let pattern = try reader.count("sliding_window_pattern")
    try model.readLayerTypes(reader, window: reader.optionalCount("sliding_window")) {
      ($0 + 1) % pattern != 0
    }
    try model.readRotaryByLayerType(
      reader, theta: 1_000_000, localTheta: 10_000, localKey: "rope_local_base_freq")
  }

  private mutating func readGemma(_ reader: ConfigurationReader) throws {
    try readSizes(reader)
    guard width % heads == 0 else {
      throw reader.fail("hidden_size \(width) does not divide among \(heads) heads")
    }
    guard try !reader.flag("use_bidirectional_attention", null: false) else {
      throw reader.fail("use_bidirectional_attention is not supported: the model sees what follows")
    }
    norm = .rms(unitOffset: true)
    epsilon = try reader.epsilon("rms_norm_eps")
    // `hidden_act`, which older files hold too, means nothing to Gemma.
    activation = try reader.activation("hidden_activation")
    tied = try reader.flag("tie_word_embeddings")
    try readAttentionBias(reader)
    postNorm = true
    names.feedForwardNorm = "pre_feedforward_layernorm"
    names.attentionPostNorm = "post_attention_layernorm"
    names.feedForwardPostNorm = "post_feedforward_layernorm"
    embeddingScale = Float(width).squareRoot()
    attentionScale = 1 / (try reader.positive("query_pre_attn_scalar")).squareRoot()
    logitCap = try reader.optionalPositive("final_logit_softcapping") ?? 0
  }
}
