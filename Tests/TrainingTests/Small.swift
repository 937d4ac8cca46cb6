import Foundation
import LinearAlgebra
import TestSupport
import Training
import Transformer

/// A small Llama and a small corpus that it can learn.
enum Small {
  static func model(seed: UInt64 = 1) throws -> LanguageModel {
    let configuration = try ModelConfiguration.llama(
      vocabularySize: 40, width: 32, layers: 2, heads: 4, keyValueHeads: 2, feedForwardWidth: 48,
      contextLength: 32, endOfSequence: 0)
    return .randomlyInitialised(configuration: configuration, seed: seed)
  }

  /// Runs that count up or down: the next token follows from the last two.
  static func documents(_ count: Int, seed: UInt64 = 7) -> [[Int32]] {
    var random = RandomSource(seed: seed)
    return (0..<count).map { _ in
      let start = Int32.random(in: 1..<40, using: &random)
      let up = Bool.random(using: &random)
      let length = Int32.random(in: 5..<45, using: &random)
      return (0..<length).map { 1 + (start + (up ? $0 : 38 * $0)) % 39 }
    }
  }

  static var settings: TrainingSettings {
    var settings = TrainingSettings()
    settings.tokens = 12_000
    settings.tokensPerStep = 256
    settings.tokensPerPass = 96
    settings.warmUpSteps = 5
    settings.separator = 0
    settings.seed = 3
    return settings
  }
}

extension LanguageModel {
  var parameters: [Float] { (0..<arena.count).map { arena[$0] } }
}
