import Foundation
import LinearAlgebra
import TestSupport
import Testing
import Transformer

/// Configurations that differ from a family's reference in one way.
enum Variants {
  struct Named: Sendable, CustomTestStringConvertible {
    let name: String
    let family: String
    let change: @Sendable (inout ModelConfiguration) -> Void
    var testDescription: String { name }
  }

  static let all: [Named] = [
    Named(name: "capped scores and logits", family: "llama") {
      $0.attentionCap = 2
      $0.logitCap = 3
    },
    Named(name: "scaled logits and embeddings", family: "llama") {
      $0.logitScale = 0.5
      $0.embeddingScale = 2
    },
    Named(name: "norms after the halves only", family: "llama") {
      $0.preNorm = false
      $0.postNorm = true
      $0.names.attentionPostNorm = "a"
      $0.names.feedForwardPostNorm = "b"
    },
    Named(name: "norms before and after", family: "gpt_neox") {
      $0.block = .sequential
      $0.postNorm = true
      $0.names.attentionPostNorm = "a"
      $0.names.feedForwardPostNorm = "b"
    },
    Named(name: "query and key norms by head", family: "llama") { $0.queryKeyNorm = .perHead },
    Named(name: "query and key norms of each head", family: "cohere") {
      $0.queryKeyNorm = .perHeadOwnWeights
    },
    Named(name: "query and key norms with bias", family: "gpt_neox") {
      $0.queryKeyNorm = .perHead
      $0.queryKeyNormBias = true
    },
    Named(name: "query and key norms over the width", family: "llama") {
      $0.queryKeyNorm = .wholeWidth
    },
    Named(name: "clamped projections", family: "llama") { $0.projectionClamp = 0.55 },
    Named(name: "clamped after the norms", family: "llama") {
      $0.queryKeyNorm = .wholeWidth
      $0.projectionClamp = 0.9
      $0.clampsAfterNorm = true
    },
    Named(name: "experts whose weights are shares", family: "llama") {
      $0.experts = Experts(
        count: 5, chosen: 2, width: 24, isNormalised: true, layers: [true, false])
    },
    Named(name: "experts after norms, scaled", family: "llama") {
      $0.experts = Experts(
        count: 3, chosen: 1, width: 16, isNormalised: false, layers: [false, true])
      $0.residualScale = 0.5
    },
    Named(name: "unit-offset norms", family: "llama") { $0.norm = .rms(unitOffset: true) },
    Named(name: "layer norms without parameters", family: "llama") {
      $0.norm = .layer(weight: false, bias: false)
    },
    Named(name: "parallel, two norms", family: "llama") { $0.block = .parallel },
    Named(name: "parallel, one norm", family: "llama") { $0.block = .parallelOneNorm },
    Named(name: "biases everywhere", family: "llama") {
      $0.attentionBias = true
      $0.attentionOutputBias = true
      $0.feedForwardBias = true
      $0.unembeddingBias = true
      $0.tied = false
    },
    Named(name: "relu, not gated", family: "llama") {
      $0.activation = .relu
      $0.gated = false
    },
    Named(name: "gelu by tanh, gated", family: "llama") { $0.activation = .geluTanh },
    Named(name: "gelu by erf, gated", family: "llama") { $0.activation = .geluErf },
    Named(name: "learned positions", family: "llama") {
      $0.rotary = nil
      $0.learnedPositions = true
      $0.names.positions = "positions"
    },
    Named(name: "interleaved rotation", family: "llama") { $0.rotary?.interleaved = true },
    Named(name: "a window of three", family: "llama") { $0.windows = [3, nil] },
  ]

  /// A model of the changed configuration with parameters large enough to leave nothing near-linear.
  static func model(
    _ golden: Golden, _ change: (inout ModelConfiguration) -> Void = { _ in }
  ) throws -> LanguageModel {
    var configuration = try ModelConfiguration(directory: golden.checkpoint)
    change(&configuration)
    let model = LanguageModel.randomlyInitialised(
      configuration: configuration, seed: 4, deviation: 0.15)
    var random = RandomSource(seed: 3)
    for slot in model.layout.slots where slot.shape.count == 1 || slot.name.contains("norm") {
      for index in 0..<slot.count {
        model.arena[slot.offset + index] += Float.random(in: -0.2..<0.2, using: &random)
      }
    }
    return model
  }
}
