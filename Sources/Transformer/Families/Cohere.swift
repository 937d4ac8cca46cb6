extension ModelConfiguration {
  /// Command R: a parallel block under one norm, interleaved rotation, scaled logits.
  static func cohere(_ model: inout ModelConfiguration, _ reader: ConfigurationReader) throws {
    try model.readSizes(reader)
    model.norm = .layer(weight: true, bias: false)
    model.epsilon = try reader.epsilon("layer_norm_eps", or: 1e-5)
    model.activation = try reader.activation("hidden_act", or: "silu")
    model.tied = try reader.flag("tie_word_embeddings", or: true)
    model.attentionBias = try reader.flag("attention_bias", or: false)
    model.attentionOutputBias = model.attentionBias
    model.block = .parallelOneNorm
    model.logitScale = try reader.float("logit_scale", or: 0.0625)
    model.queryKeyNorm = try reader.flag("use_qk_norm", or: false) ? .perHeadOwnWeights : .none
    model.rotary = try Rotary(
      reader, headWidth: model.headWidth, contextLength: model.contextLength, interleaved: true)
  }
}
