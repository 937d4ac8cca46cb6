extension ModelConfiguration {
  /// Llama 1 to 3, SmolLM, TinyLlama.
  static func llama(_ model: inout ModelConfiguration, _ reader: ConfigurationReader) throws {
    try model.readSizes(reader)
    model.epsilon = try reader.epsilon("rms_norm_eps", or: 1e-6)
    model.activation = try reader.activation("hidden_act", or: "silu")
    model.tied = try reader.flag("tie_word_embeddings", or: false)
    model.attentionBias = try reader.flag("attention_bias", or: false)
    model.attentionOutputBias = model.attentionBias
    model.feedForwardBias = try reader.flag("mlp_bias", or: false)
    model.rotary = try Rotary(
      reader, headWidth: model.headWidth, contextLength: model.contextLength)
  }

  /// Mistral: Llama with a sliding window.
  static func mistral(_ model: inout ModelConfiguration, _ reader: ConfigurationReader) throws {
    try llama(&model, reader)
    try model.readWindows(reader) { _ in true }
  }

  /// Qwen 2: Llama with biases on queries, keys and values.
  static func qwen2(_ model: inout ModelConfiguration, _ reader: ConfigurationReader) throws {
    try llama(&model, reader)
    model.attentionBias = true
    model.attentionOutputBias = false
    if try reader.flag("use_sliding_window", or: false) {
      let first = try reader.count("max_window_layers", or: 28)
      try model.readWindows(reader) { $0 >= first }
    }
  }

  /// Qwen 3: Llama with normalised queries and keys and a head width of its own.
  static func qwen3(_ model: inout ModelConfiguration, _ reader: ConfigurationReader) throws {
    try llama(&model, reader)
    if try reader.optionalCount("head_dim") == nil {
      model.headWidth = 128
      model.rotary = try Rotary(reader, headWidth: 128, contextLength: model.contextLength)
    }
    model.queryKeyNorm = .perHead
    if try reader.flag("use_sliding_window", or: false) {
      let first = try reader.count("max_window_layers", or: 28)
      try model.readWindows(reader) { $0 >= first }
    }
  }
}
