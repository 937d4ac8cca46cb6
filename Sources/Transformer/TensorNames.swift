/// What a family calls its tensors, in `transformers`' dotted names.
///
/// Layer names are relative to `layer` with `#` for the layer's number.
package struct TensorNames: Sendable, Equatable {
  package var embedding = "model.embed_tokens"
  package var positions = ""
  package var layer = "model.layers.#"
  package var finalNorm = "model.norm"
  package var unembedding = "lm_head"

  package var query = "self_attn.q_proj"
  package var key = "self_attn.k_proj"
  package var value = "self_attn.v_proj"
  /// The fused projection, where there is one.
  package var queryKeyValue = ""
  package var attentionOutput = "self_attn.o_proj"
  package var gate = "mlp.gate_proj"
  package var up = "mlp.up_proj"
  /// Gate and up in one, where they are.
  package var gateUp = ""
  package var down = "mlp.down_proj"
  /// What sends tokens to experts.
  package var router = "mlp.gate"
  /// An expert, `@` for its number, and its three layers.
  package var expert = "mlp.experts.@"
  package var expertGate = "gate_proj"
  package var expertUp = "up_proj"
  package var expertDown = "down_proj"

  package var attentionNorm = "input_layernorm"
  package var feedForwardNorm = "post_attention_layernorm"
  package var attentionPostNorm = ""
  package var feedForwardPostNorm = ""
  package var queryNorm = "self_attn.q_norm"
  package var keyNorm = "self_attn.k_norm"

  /// Whether linear weights lie as `[dIn × dOut]` (GPT-2's Conv1D).
  package var transposed = false
  /// What all names but the unembedding's begin with, which some checkpoints leave out.
  package var prefix = "model."

  package init() {}

  package func ofExpert(_ number: Int, _ name: String) -> String {
    expert.replacing("@", with: String(number)) + "." + name
  }

  package func inLayer(_ index: Int, _ name: String) -> String {
    layer.replacing("#", with: String(index)) + "." + name
  }
}
