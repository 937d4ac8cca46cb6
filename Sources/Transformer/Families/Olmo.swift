extension ModelConfiguration {
  /// OLMo: norms without parameters, optionally clamped projections.
  static func olmo(_ model: inout ModelConfiguration, _ reader: ConfigurationReader) throws {
    try llama(&model, reader)
    model.norm = .layer(weight: false, bias: false)
    model.epsilon = 1e-5
    model.projectionClamp = try reader.float("clip_qkv", or: 0)
  }

  /// OLMo 2: norms after each half, normalised queries and keys.
  static func olmo2(_ model: inout ModelConfiguration, _ reader: ConfigurationReader) throws {
    try llama(&model, reader)
    model.epsilon = try reader.epsilon("rms_norm_eps", or: 1e-5)
    model.preNorm = false
    model.postNorm = true
    model.queryKeyNorm = .wholeWidth
    model.names.attentionPostNorm = "post_attention_layernorm"
    model.names.feedForwardPostNorm = "post_feedforward_layernorm"
  }
}
