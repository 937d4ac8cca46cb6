extension ModelConfiguration {
  /// Phi 1 and 2: a parallel block under one norm, biases everywhere, partial rotation.
  static func phi(_ model: inout ModelConfiguration, _ reader: ConfigurationReader) throws {
    try model.readSizes(reader)
    model.norm = .layer(weight: true, bias: true)
    model.epsilon = try reader.epsilon("layer_norm_eps", or: 1e-5)
    model.activation = try reader.activation("hidden_act", or: "gelu_new")
    model.tied = try reader.flag("tie_word_embeddings", or: false)
    model.block = .parallelOneNorm
    model.gated = false
    model.attentionBias = true
    model.attentionOutputBias = true
    model.feedForwardBias = true
    model.unembeddingBias = true
    if try reader.flag("qk_layernorm", or: false) {
      model.queryKeyNorm = .perHead
      model.queryKeyNormBias = true
      model.names.queryNorm = "self_attn.q_layernorm"
      model.names.keyNorm = "self_attn.k_layernorm"
    }
    model.names.attentionOutput = "self_attn.dense"
    model.names.up = "mlp.fc1"
    model.names.down = "mlp.fc2"
    model.names.finalNorm = "model.final_layernorm"
    model.rotary = try Rotary(
      reader, headWidth: model.headWidth, contextLength: model.contextLength, share: 0.5)
  }
}
