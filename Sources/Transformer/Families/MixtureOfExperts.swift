import Foundation

extension ModelConfiguration {
  /// OLMoE: Llama with clamped projections, normalised queries and keys, and 64 narrow experts.
  static let olmoe = Family {
    [
      "max_position_embeddings": 4096, "hidden_act": "silu", "rms_norm_eps": 1e-5,
      "attention_bias": false, "num_experts": 64, "num_experts_per_tok": 8,
      "norm_topk_prob": false, "eos_token_id": 50_279,
    ]
  } read: { model, reader in
    try model.readGated(reader)
    model.epsilon = try reader.epsilon("rms_norm_eps")
    try model.readAttentionBias(reader)
    model.projectionClamp = try reader.optionalPositive("clip_qkv") ?? 0
    model.clampsAfterNorm = true
    model.queryKeyNorm = .wholeWidth
    try model.readRotary(reader)
    try model.readExperts(
      reader, count: "num_experts", otherName: "num_local_experts", width: model.feedForwardWidth,
      isNormalised: reader.flag("norm_topk_prob"))
  }

  /// Mixtral: Mistral with eight wide experts.
  static let mixtral = Family {
    [
      "num_key_value_heads": 8, "max_position_embeddings": 131_072, "hidden_act": "silu",
      "rms_norm_eps": 1e-5, "num_local_experts": 8, "num_experts_per_tok": 2, "bos_token_id": 1,
      "eos_token_id": 2,
    ]
  } read: { model, reader in
    try model.readGated(reader)
    model.epsilon = try reader.epsilon("rms_norm_eps")
    try model.readRotary(reader, theta: 1_000_000)
    try model.readWindowOfAllLayers(reader)
    model.names.router = "block_sparse_moe.gate"
    model.names.expert = "block_sparse_moe.experts.@"
    model.names.expertGate = "w1"
    model.names.expertUp = "w3"
    model.names.expertDown = "w2"
    try model.readExperts(
      reader, count: "num_local_experts", otherName: "num_experts", width: model.feedForwardWidth,
      isNormalised: true)
  }

  /// Qwen 3 with experts on some layers or all.
  static let qwen3Experts = Family {
    [
      "num_key_value_heads": 4, "max_position_embeddings": 32_768, "hidden_act": "silu",
      "rms_norm_eps": 1e-6, "attention_bias": false, "use_sliding_window": false,
      "sliding_window": 4096, "decoder_sparse_step": 1, "moe_intermediate_size": 768,
      "num_experts": 128, "num_experts_per_tok": 8, "norm_topk_prob": false,
    ]
  } read: { model, reader in
    try model.readQwen3(reader)
    if try reader.flag("use_sliding_window") {
      try model.readWindowOfAllLayers(reader)
    } else if try reader.strings("layer_types")?.contains("sliding_attention") == true {
      throw reader.fail("layer_types asks for sliding_attention where use_sliding_window is false")
    }
    let step = try reader.count("decoder_sparse_step")
    let dense = Set(try reader.numbers("mlp_only_layers") ?? [])
    try model.readExperts(
      reader, count: "num_experts", otherName: "num_local_experts",
      width: reader.count("moe_intermediate_size"), isNormalised: reader.flag("norm_topk_prob"),
      isSparse: { !dense.contains(Double($0)) && ($0 + 1) % step == 0 })
  }

  /// - Parameters:
  ///   - count: the key of the number of experts, and what else `transformers` calls it.
  ///   - width: inside one expert.
  ///   - isSparse: whether a layer has experts.
  private mutating func readExperts(
    _ reader: ConfigurationReader, count: String, otherName: String, width: Int,
    isNormalised: Bool, isSparse: (Int) -> Bool = { _ in true }
  ) throws {
    // Where both names are given, `transformers` takes the one that is not the family's own.
    let own = reader.isGiven(otherName) ? otherName : count
    let number = try reader.count(own, atMost: 4096)
    let chosen = try reader.count("num_experts_per_tok", atMost: number)
    guard gated, number * layers <= 1 << 18 else {
      throw reader.fail("\(own) is \(number) in \(layers) layers; these sizes cannot be right")
    }
    experts = Experts(
      count: number, chosen: chosen, width: width, isNormalised: isNormalised,
      layers: (0..<layers).map(isSparse))
  }
}
