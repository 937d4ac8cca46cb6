import Foundation

extension ModelConfiguration {
  /// StableLM: layer norms, partial rotation, optionally norms of each head.
  static let stableLM = Family {
    [
      "num_key_value_heads": 32, "max_position_embeddings": 4096, "hidden_act": "silu",
      "layer_norm_eps": 1e-5, "use_qkv_bias": false, "qk_layernorm": false,
      "use_parallel_residual": false, "bos_token_id": 0, "eos_token_id": 0,
    ]
  } read: { model, reader in
    try model.readSizes(reader, ownHeadWidth: false)
    model.activation = try reader.activation("hidden_act")
    model.tied = try reader.flag("tie_word_embeddings")
    model.norm = .layer(weight: true, bias: true)
    model.epsilon = try reader.epsilon("layer_norm_eps")
    model.attentionBias = try reader.flag("use_qkv_bias")
    if try reader.flag("use_parallel_residual") { model.block = .parallelOneNorm }
    if try reader.flag("qk_layernorm") {
      model.queryKeyNorm = .perHeadTensors
      model.names.queryNorm = "self_attn.q_layernorm.norms.#"
      model.names.keyNorm = "self_attn.k_layernorm.norms.#"
    }
    try model.readRotary(reader, share: 0.25, readsShare: true)
  }

  /// StarCoder 2: layer norms, biases, a plain feed-forward layer.
  static let starcoder2 = Family {
    [
      "num_key_value_heads": 2, "max_position_embeddings": 4096,
      "hidden_act": "gelu_pytorch_tanh", "norm_epsilon": 1e-5, "use_bias": true,
      "tie_word_embeddings": true, "bos_token_id": 50_256, "eos_token_id": 50_256,
    ]
  } read: { model, reader in
    try model.readGated(reader)
    model.norm = .layer(weight: true, bias: true)
    model.epsilon = try reader.epsilon("norm_epsilon")
    model.gated = false
    model.attentionBias = try reader.flag("use_bias")
    model.attentionOutputBias = model.attentionBias
    model.feedForwardBias = model.attentionBias
    model.names.up = "mlp.c_fc"
    model.names.down = "mlp.c_proj"
    try model.readRotary(reader)
    try model.readWindowOfAllLayers(reader)
  }
}
