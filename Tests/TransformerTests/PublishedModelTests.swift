import Foundation
import Testing
import Transformer

/// Configurations as published models have them, against the parameter counts they are known by.
@Suite struct PublishedModelTests {
  struct Published: Sendable, CustomTestStringConvertible {
    let name: String
    let parameters: Int
    let config: String
    var testDescription: String { name }
  }

  static let models: [Published] = [
    Published(
      name: "TinyLlama-1.1B", parameters: 1_100_048_384,
      config: """
        {"architectures":["LlamaForCausalLM"],"model_type":"llama","vocab_size":32000,
        "hidden_size":2048,"num_hidden_layers":22,"num_attention_heads":32,"num_key_value_heads":4,
        "intermediate_size":5632,"max_position_embeddings":2048,"rms_norm_eps":1e-05,
        "rope_scaling":null,"tie_word_embeddings":false,"bos_token_id":1,"eos_token_id":2}
        """),
    Published(
      name: "Llama-3.2-1B", parameters: 1_235_814_400,
      config: """
        {"model_type":"llama","vocab_size":128256,"hidden_size":2048,"num_hidden_layers":16,
        "num_attention_heads":32,"num_key_value_heads":8,"head_dim":64,"intermediate_size":8192,
        "max_position_embeddings":131072,"rms_norm_eps":1e-05,"rope_theta":500000.0,
        "rope_scaling":{"factor":32.0,"high_freq_factor":4.0,"low_freq_factor":1.0,
        "original_max_position_embeddings":8192,"rope_type":"llama3"},"tie_word_embeddings":true,
        "eos_token_id":[128001,128008,128009]}
        """),
    Published(
      name: "SmolLM-135M", parameters: 134_515_008,
      config: """
        {"model_type":"llama","vocab_size":49152,"hidden_size":576,"num_hidden_layers":30,
        "num_attention_heads":9,"num_key_value_heads":3,"intermediate_size":1536,
        "max_position_embeddings":2048,"tie_word_embeddings":true,"rope_theta":10000.0}
        """),
    Published(
      name: "Mistral-7B-v0.1", parameters: 7_241_732_096,
      config: """
        {"model_type":"mistral","vocab_size":32000,"hidden_size":4096,"num_hidden_layers":32,
        "num_attention_heads":32,"num_key_value_heads":8,"intermediate_size":14336,
        "max_position_embeddings":32768,"sliding_window":4096,"tie_word_embeddings":false}
        """),
    Published(
      name: "Qwen2-0.5B", parameters: 494_032_768,
      config: """
        {"model_type":"qwen2","vocab_size":151936,"hidden_size":896,"num_hidden_layers":24,
        "num_attention_heads":14,"num_key_value_heads":2,"intermediate_size":4864,
        "max_position_embeddings":131072,"rope_theta":1000000.0,"sliding_window":131072,
        "max_window_layers":24,"use_sliding_window":false,"tie_word_embeddings":true}
        """),
    Published(
      name: "Qwen3-0.6B", parameters: 596_049_920,
      config: """
        {"model_type":"qwen3","vocab_size":151936,"hidden_size":1024,"num_hidden_layers":28,
        "num_attention_heads":16,"num_key_value_heads":8,"head_dim":128,"intermediate_size":3072,
        "max_position_embeddings":40960,"rope_theta":1000000,"attention_bias":false,
        "sliding_window":null,"max_window_layers":28,"tie_word_embeddings":true}
        """),
    Published(
      name: "GPT-2", parameters: 124_439_808,
      config: """
        {"architectures":["GPT2LMHeadModel"],"model_type":"gpt2","vocab_size":50257,"n_embd":768,
        "n_layer":12,"n_head":12,"n_positions":1024,"n_ctx":1024,"layer_norm_epsilon":1e-05,
        "activation_function":"gelu_new","bos_token_id":50256,"eos_token_id":50256}
        """),
    Published(
      name: "Pythia-70M", parameters: 70_426_624,
      config: """
        {"model_type":"gpt_neox","vocab_size":50304,"hidden_size":512,"num_hidden_layers":6,
        "num_attention_heads":8,"intermediate_size":2048,"max_position_embeddings":2048,
        "hidden_act":"gelu","layer_norm_eps":1e-05,"rotary_emb_base":10000,"rotary_pct":0.25,
        "use_parallel_residual":true,"tie_word_embeddings":false}
        """),
    Published(
      name: "OLMo-1B", parameters: 1_176_764_416,
      config: """
        {"model_type":"olmo","vocab_size":50304,"hidden_size":2048,"num_hidden_layers":16,
        "num_attention_heads":16,"num_key_value_heads":16,"intermediate_size":8192,
        "max_position_embeddings":2048,"clip_qkv":null,"tie_word_embeddings":true}
        """),
    Published(
      name: "OLMo-2-1124-7B", parameters: 7_298_617_344,
      config: """
        {"model_type":"olmo2","vocab_size":100352,"hidden_size":4096,"num_hidden_layers":32,
        "num_attention_heads":32,"num_key_value_heads":32,"intermediate_size":11008,
        "max_position_embeddings":4096,"rope_theta":500000,"rms_norm_eps":1e-06,
        "tie_word_embeddings":false}
        """),
    Published(
      name: "Command R v01", parameters: 34_980_831_232,
      config: """
        {"model_type":"cohere","vocab_size":256000,"hidden_size":8192,"num_hidden_layers":40,
        "num_attention_heads":64,"num_key_value_heads":64,"intermediate_size":22528,
        "max_position_embeddings":8192,"layer_norm_eps":1e-05,"logit_scale":0.0625,
        "rope_theta":8000000.0,"use_qk_norm":false,"attention_bias":false}
        """),
    Published(
      name: "gemma-2-2b", parameters: 2_614_341_888,
      config: """
        {"model_type":"gemma2","vocab_size":256000,"hidden_size":2304,"num_hidden_layers":26,
        "num_attention_heads":8,"num_key_value_heads":4,"head_dim":256,"intermediate_size":9216,
        "max_position_embeddings":8192,"sliding_window":4096,"query_pre_attn_scalar":256,
        "attn_logit_softcapping":50.0,"final_logit_softcapping":30.0,
        "hidden_activation":"gelu_pytorch_tanh","hidden_act":"gelu_pytorch_tanh"}
        """),
    Published(
      name: "phi-2", parameters: 2_779_683_840,
      config: """
        {"model_type":"phi","vocab_size":51200,"hidden_size":2560,"num_hidden_layers":32,
        "num_attention_heads":32,"intermediate_size":10240,"max_position_embeddings":2048,
        "partial_rotary_factor":0.4,"qk_layernorm":false,"hidden_act":"gelu_new",
        "tie_word_embeddings":false}
        """),
  ]

  @Test(arguments: models)
  func parametersAreThoseItIsKnownBy(published: Published) throws {
    let configuration = try ModelConfiguration(
      json: Data(published.config.utf8), path: "config.json")
    let layout = ParameterLayout(configuration)
    #expect(layout.slots.reduce(0) { $0 + $1.count } == published.parameters)
    #expect(configuration.windows.count == configuration.layers)
  }

  @Test func windowsAlternateAsPublished() throws {
    func windows(_ name: String) throws -> [Int?] {
      let published = try #require(Self.models.first { $0.name == name })
      return try ModelConfiguration(json: Data(published.config.utf8), path: "").windows
    }
    #expect(try Array(windows("gemma-2-2b").prefix(4)) == [4096, nil, 4096, nil])
    #expect(try windows("Mistral-7B-v0.1").allSatisfy { $0 == 4096 })
    #expect(try windows("Qwen2-0.5B").allSatisfy { $0 == nil })
  }

  @Test(
    arguments: zip(
      ["LlamaForCausalLM", "Qwen3ForCausalLM", "Gemma2ForCausalLM", "Olmo2ForCausalLM"],
      ["llama", "qwen3", "gemma2", "olmo2"]))
  func theArchitectureNamesTheFamilyWhereNothingElseDoes(
    architecture: String, family: String
  ) throws {
    let text = """
      {"architectures":["\(architecture)"],"vocab_size":64,"hidden_size":64,"num_hidden_layers":1,
      "num_attention_heads":4,"num_key_value_heads":4,"intermediate_size":64}
      """
    #expect(try ModelConfiguration(json: Data(text.utf8), path: "").family == family)
  }
}
