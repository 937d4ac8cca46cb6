import Foundation

extension ModelConfiguration {
  /// OLMo: norms without parameters, optionally clamped projections.
  static let olmo = Family {
    [
      "max_position_embeddings": 2048, "hidden_act": "silu", "attention_bias": false,
      "eos_token_id": 50_279,
    ]
  } read: { model, reader in
    try model.readGated(reader)
    model.norm = .layer(weight: false, bias: false)
    model.epsilon = 1e-5
    try model.readAttentionBias(reader)
    model.projectionClamp = try reader.optionalPositive("clip_qkv") ?? 0
    try model.readRotary(reader)
  }

  /// OLMo 2: norms after each half, normalised queries and keys.
  static let olmo2 = Family {
    [
      "max_position_embeddings": 2048, "hidden_act": "silu", "attention_bias": false,
      "rms_norm_eps": 1e-5, "eos_token_id": 50_279,
    ]
  } read: { model, reader in
    try model.readOlmo2(reader)
    try model.readRotary(reader)
  }

  /// OLMo 3: OLMo 2 with windows on three of four layers, whose rotation is never scaled.
  static let olmo3 = Family {
    olmo2.defaults().merging(["sliding_window": 4096]) { $1 }
  } read: { model, reader in
    try model.readOlmo2(reader)
    try model.readLayerTypes(reader, window: reader.optionalCount("sliding_window")) {
      ($0 + 1) % 4 != 0
    }
    try model.readRotaryByLayerType(
      reader, theta: 500_000, localTheta: 500_000, localKey: nil)
  }

  private mutating func readOlmo2(_ reader: ConfigurationReader) throws {
    try readGated(reader)
    epsilon = try reader.epsilon("rms_norm_eps")
    try readAttentionBias(reader)
    preNorm = false
    postNorm = true
    queryKeyNorm = .wholeWidth
    names.attentionPostNorm = "post_attention_layernorm"
    names.feedForwardPostNorm = "post_feedforward_layernorm"
  }
}
