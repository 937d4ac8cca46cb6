import Foundation

extension ModelConfiguration {
  /// Phi 1 and 2: a parallel block under one norm, biases everywhere, partial rotation.
  static let phi = Family {
    [
      "max_position_embeddings": 2048, "hidden_act": "gelu_new", "layer_norm_eps": 1e-5,
      "qk_layernorm": false, "bos_token_id": 1, "eos_token_id": 2,
    ]
  } read: { model, reader in
    try model.readGated(reader)
    model.norm = .layer(weight: true, bias: true)
    model.epsilon = try reader.epsilon("layer_norm_eps")
    model.block = .parallelOneNorm
    model.gated = false
    model.attentionBias = true
    model.attentionOutputBias = true
    model.feedForwardBias = true
    model.unembeddingBias = true
    if try reader.flag("qk_layernorm") {
      model.queryKeyNorm = .perHead
      model.queryKeyNormBias = true
      model.names.queryNorm = "self_attn.q_layernorm"
      model.names.keyNorm = "self_attn.k_layernorm"
    }
    model.names.attentionOutput = "self_attn.dense"
    model.names.up = "mlp.fc1"
    model.names.down = "mlp.fc2"
    model.names.finalNorm = "model.final_layernorm"
    try model.readRotary(reader, share: 0.5, readsShare: true)
  }
}
