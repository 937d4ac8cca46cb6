package import Foundation
import Safetensors

/// How rows are normalised.
package enum NormKind: Sendable, Equatable {
  /// Root mean square (Zhang and Sennrich 2019); Gemma multiplies by 1 + weight.
  case rms(unitOffset: Bool)
  /// Mean and variance (Ba et al. 2016), with or without weight and bias.
  case layer(weight: Bool, bias: Bool)
}

/// How queries and keys are normalised before the rotation.
package enum QueryKeyNorm: Sendable, Equatable {
  case none
  /// One weight of a head's width for every head (Qwen 3).
  case perHead
  /// A weight of its own for every head (Cohere).
  case perHeadOwnWeights
  /// A weight of its own for every head, each a tensor (StableLM).
  case perHeadTensors
  /// Over the whole projection (OLMo 2).
  case wholeWidth
}

/// The activation between the two halves of the feed-forward layer.
package enum Activation: Sendable, Equatable {
  case silu, geluTanh, geluErf, relu
}

/// How the block's two halves are joined to the residual stream.
package enum BlockForm: Sendable, Equatable {
  /// h = x + attention(n₁(x)); y = h + mlp(n₂(h)).
  case sequential
  /// y = x + attention(n₁(x)) + mlp(n₂(x)).
  case parallel
  /// y = x + attention(n(x)) + mlp(n(x)): one norm for both.
  case parallelOneNorm
}

/// How a fused projection interleaves queries, keys and values.
package enum FusedProjection: Sendable, Equatable {
  /// Three projections of their own.
  case separate
  /// All queries, then all keys, then all values (GPT-2).
  case blocks
  /// Head by head: its query, key and value (GPT-NeoX).
  case heads
}

/// Layers whose feed-forward half is that of some experts, chosen token by token.
///
/// Shazeer et al. 2017.
package struct Experts: Sendable, Equatable {
  /// Experts of a layer.
  package var count: Int
  /// Experts that a token is sent to.
  package var chosen: Int
  /// Width inside one expert.
  package var width: Int
  /// Whether the chosen experts' probabilities are divided by their sum.
  package var isNormalised: Bool
  /// By layer, whether it has experts; the others have a feed-forward half of their own.
  package var layers: [Bool]

  package init(count: Int, chosen: Int, width: Int, isNormalised: Bool, layers: [Bool]) {
    self.count = count
    self.chosen = chosen
    self.width = width
    self.isNormalised = isNormalised
    self.layers = layers
  }
}

/// Everything that tells one decoder family from another.
///
/// One decoder serves them all; a family is a function from `config.json` to this value.
package struct ModelConfiguration: Sendable, Equatable {
  package var family = "llama"
  package var vocabularySize = 0
  /// Width of the residual stream.
  package var width = 0
  package var layers = 0
  package var heads = 0
  package var keyValueHeads = 0
  package var headWidth = 0
  package var feedForwardWidth = 0
  package var contextLength = 0

  package var norm = NormKind.rms(unitOffset: false)
  package var epsilon: Float = 1e-5
  package var block = BlockForm.sequential
  /// Whether each half normalises its input.
  package var preNorm = true
  /// Whether each half normalises its output before it joins the residual stream.
  package var postNorm = false
  package var queryKeyNorm = QueryKeyNorm.none
  package var queryKeyNormBias = false

  package var rotary: Rotary?
  /// The rotation of layers with a window, where it is another.
  package var localRotary: Rotary?
  /// Which rotation each layer has; the main one everywhere if empty.
  package var rotations: [LayerRotation] = []
  package var learnedPositions = false
  package var activation = Activation.silu
  package var gated = true
  package var fused = FusedProjection.separate
  package var attentionBias = false
  package var attentionOutputBias = false
  package var feedForwardBias = false
  package var unembeddingBias = false
  package var tied = false

  /// Factor of the scores before the softmax; 1/√headWidth unless the family says otherwise.
  package var attentionScale: Float = 0
  package var attentionCap: Float = 0
  package var logitCap: Float = 0
  package var logitScale: Float = 1
  package var embeddingScale: Float = 1
  /// Factor on what each half adds to the residual stream (Granite).
  package var residualScale: Float = 1
  /// Clamp of queries, keys and values (OLMo), 0 for none.
  package var projectionClamp: Float = 0
  /// Whether they are clamped after queries and keys are normalised (OLMoE), and not before.
  package var clampsAfterNorm = false
  /// Keys a position sees, itself included, by layer; nil for all.
  package var windows: [Int?] = []
  /// Mixtures of experts; nil where every layer has one feed-forward half for all tokens.
  package var experts: Experts?

  package var names = TensorNames()
  package var beginningOfSequence: Int32?
  package var endOfSequence: [Int32] = []
  /// Tokens that end documents: those of `config.json` and of `generation_config.json`, which in a model of
  /// conversations are the ends of turns.
  package var documentEnds: [Int32] = []
  /// How the checkpoint's makers would have it complete texts.
  package var generation = GenerationDefaults()
  /// What a person should know of how the checkpoint was read, one sentence each.
  package var notes: [String] = []
  /// The `config.json` it was read from, so that a saved model carries it on.
  package var source = ""

  package init() {}

  /// Width of the queries.
  package var queryWidth: Int { heads * headWidth }
  /// Width of the keys and of the values.
  package var keyValueWidth: Int { keyValueHeads * headWidth }

  /// The experts of a layer, where it has them.
  func experts(_ layer: Int) -> Experts? {
    experts.flatMap { $0.layers[layer] ? $0 : nil }
  }

  /// Whether the backward pass needs queries and keys as they were projected.
  var keepsRawQueryKey: Bool { queryKeyNorm != .none || projectionClamp > 0 }

  /// Reads a checkpoint's `config.json`.
  /// - Throws: `ModelError` that names what is not supported.
  package init(directory: String) throws {
    let path = directory + "/config.json"
    guard FileManager.default.fileExists(atPath: path) else {
      throw ModelError(
        path: path,
        problem: "cannot be read; a checkpoint is a folder with config.json, "
          + "*.safetensors and tokenizer.json")
    }
    let data: Data
    do {
      data = try MappedFile.contents(of: path, atMost: 10_000_000)
    } catch let error as SafetensorsError {
      throw ModelError(path: path, problem: error.problem)
    }
    try self.init(json: data, path: path)
    try readGeneration(directory: directory)
  }

  /// Reads the text of a `config.json`.
  /// - Parameter path: what errors call it.
  /// - Throws: `ModelError` that names what is not supported.
  package init(json: Data, path: String) throws {
    guard let object = try? JSONSerialization.jsonObject(with: json) as? [String: Any]
    else { throw ModelError(path: path, problem: "is not a JSON object") }
    try self.init(ConfigurationReader(path: path, values: object))
    source = String(decoding: json, as: UTF8.self)
  }
}
