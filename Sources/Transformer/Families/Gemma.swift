extension ModelConfiguration {
  /// Gemma 2: norms before and after each half, capped scores and logits, alternating windows.
  static func gemma2(_ model: inout ModelConfiguration, _ reader: ConfigurationReader) throws {
    try model.readSizes(reader, headWidth: reader.count("head_dim", or: 256))
    model.norm = .rms(unitOffset: true)
    model.epsilon = try reader.epsilon("rms_norm_eps", or: 1e-6)
    model.activation = try reader.activation(
      "hidden_activation", "hidden_act", or: "gelu_pytorch_tanh")
    model.tied = try reader.flag("tie_word_embeddings", or: true)
    model.attentionBias = try reader.flag("attention_bias", or: false)
    model.attentionOutputBias = model.attentionBias
    model.postNorm = true
    model.names.feedForwardNorm = "pre_feedforward_layernorm"
    model.names.attentionPostNorm = "post_attention_layernorm"
    model.names.feedForwardPostNorm = "post_feedforward_layernorm"
    model.embeddingScale = Float(model.width).squareRoot()
    let scalar = try reader.float("query_pre_attn_scalar", or: 256)
    guard scalar > 0 else { throw reader.fail("query_pre_attn_scalar is \(scalar), not positive") }
    model.attentionScale = 1 / scalar.squareRoot()
    model.attentionCap = try reader.float("attn_logit_softcapping", or: 0)
    model.logitCap = try reader.float("final_logit_softcapping", or: 0)
    model.rotary = try Rotary(
      reader, headWidth: model.headWidth, contextLength: model.contextLength)
    try model.readWindows(reader) { $0 % 2 == 0 }
  }
}
