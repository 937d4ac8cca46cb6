import Foundation

extension ModelConfiguration {
  /// Command R: a parallel block under one norm, interleaved rotation, scaled logits.
  static let cohere = Family {
    [
      "max_position_embeddings": 8192, "hidden_act": "silu", "layer_norm_eps": 1e-5,
      "tie_word_embeddings": true, "attention_bias": false, "logit_scale": 0.0625,
      "use_qk_norm": false, "bos_token_id": 5, "eos_token_id": 255_001,
    ]
  } read: { model, reader in
    try model.readGated(reader)
    model.norm = .layer(weight: true, bias: false)
    model.epsilon = try reader.epsilon("layer_norm_eps")
    try model.readAttentionBias(reader)
    model.block = .parallelOneNorm
    model.logitScale = try reader.float("logit_scale")
    model.queryKeyNorm =
      try reader.flag("use_qk_norm", null: false) ? .perHeadOwnWeights : .none
    try model.readRotary(reader, theta: 500_000, interleaved: true)
  }
}
