extension ModelConfiguration {
  /// GPT-2: learned positions, one fused projection, weights stored as `[dIn × dOut]`.
  static func gpt2(_ model: inout ModelConfiguration, _ reader: ConfigurationReader) throws {
    model.width = try reader.count("n_embd")
    model.layers = try reader.count("n_layer", atMost: 10_000)
    model.heads = try reader.count("n_head", atMost: 1 << 16)
    model.keyValueHeads = model.heads
    guard model.width % model.heads == 0 else {
      throw reader.fail("n_embd \(model.width) does not divide among \(model.heads) heads")
    }
    model.headWidth = model.width / model.heads
    model.feedForwardWidth = try reader.optionalCount("n_inner") ?? 4 * model.width
    model.contextLength = try reader.count("n_positions", or: 1024)
    model.norm = .layer(weight: true, bias: true)
    model.epsilon = try reader.epsilon("layer_norm_epsilon", or: 1e-5)
    model.activation = try reader.activation("activation_function", or: "gelu_new")
    model.tied = try reader.flag("tie_word_embeddings", or: true)
    model.learnedPositions = true
    model.gated = false
    model.fused = .blocks
    model.attentionBias = true
    model.attentionOutputBias = true
    model.feedForwardBias = true
    guard try reader.flag("scale_attn_weights", or: true),
      try !reader.flag("scale_attn_by_inverse_layer_idx", or: false)
    else { throw reader.fail("this scaling of GPT-2's attention is not supported") }
    model.names.embedding = "transformer.wte"
    model.names.positions = "transformer.wpe"
    model.names.layer = "transformer.h.#"
    model.names.finalNorm = "transformer.ln_f"
    model.names.queryKeyValue = "attn.c_attn"
    model.names.attentionOutput = "attn.c_proj"
    model.names.up = "mlp.c_fc"
    model.names.down = "mlp.c_proj"
    model.names.attentionNorm = "ln_1"
    model.names.feedForwardNorm = "ln_2"
    model.names.transposed = true
    model.names.optionalPrefix = "transformer."
  }

  /// GPT-NeoX and Pythia: partial rotation, parallel residual, one projection interleaved by heads.
  static func gptNeoX(_ model: inout ModelConfiguration, _ reader: ConfigurationReader) throws {
    try model.readSizes(reader)
    model.norm = .layer(weight: true, bias: true)
    model.epsilon = try reader.epsilon("layer_norm_eps", or: 1e-5)
    model.activation = try reader.activation("hidden_act", or: "gelu")
    model.tied = try reader.flag("tie_word_embeddings", or: false)
    model.block = try reader.flag("use_parallel_residual", or: true) ? .parallel : .sequential
    model.gated = false
    model.fused = .heads
    model.attentionBias = try reader.flag("attention_bias", or: true)
    model.attentionOutputBias = model.attentionBias
    model.feedForwardBias = true
    model.names.embedding = "gpt_neox.embed_in"
    model.names.layer = "gpt_neox.layers.#"
    model.names.finalNorm = "gpt_neox.final_layer_norm"
    model.names.unembedding = "embed_out"
    model.names.queryKeyValue = "attention.query_key_value"
    model.names.attentionOutput = "attention.dense"
    model.names.up = "mlp.dense_h_to_4h"
    model.names.down = "mlp.dense_4h_to_h"
    model.rotary = try Rotary(
      reader, headWidth: model.headWidth, contextLength: model.contextLength, share: 0.25)
  }
}
