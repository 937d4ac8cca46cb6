import Foundation
import Hashing

/// How the next token is chosen.
package struct Sampling: Sendable, Equatable {
  /// 0 takes the most likely token.
  package var temperature: Double
  /// Draws from the smallest set of most likely tokens with this much probability (Holtzman 2020).
  package var topP: Double
  package var seed: UInt64

  package init(temperature: Double = 0, topP: Double = 1, seed: UInt64 = 0) {
    self.temperature = temperature
    self.topP = topP
    self.seed = seed
  }

  /// The most likely token, always.
  package static let greedy = Sampling()
}

/// Why a completion ended.
package enum StopReason: String, Sendable {
  case endOfSequence, stopRequested, maximumTokens
}

/// Why nothing can be generated.
package struct GenerationError: Error, CustomStringConvertible, Equatable {
  package let promptTokens: Int
  package let contextLength: Int

  package init(promptTokens: Int, contextLength: Int) {
    self.promptTokens = promptTokens
    self.contextLength = contextLength
  }

  package var description: String {
    "the prompt has \(promptTokens) tokens and leaves no room in a context of \(contextLength): "
      + "\(promptTokens + 1 - contextLength) over; shorten it"
  }
}

extension LanguageModel {
  /// Continues a prompt with a key-value cache.
  /// - Parameters:
  ///   - prompt: token ids, not empty.
  ///   - maximumTokens: the completion's longest length; the context may end it earlier.
  ///   - stop: tokens that end the completion and are not part of it; the model's own if nil.
  ///   - onToken: sees the completion so far after each token; false ends it (stop strings, cancel).
  /// - Throws: `GenerationError` saying by how much the context overflows.
  package func generate(
    prompt: [Int32], maximumTokens: Int, sampling: Sampling = .greedy, stop: Set<Int32>? = nil,
    onToken: ([Int32]) -> Bool = { _ in true }
  ) throws -> (tokens: [Int32], reason: StopReason) {
    precondition(!prompt.isEmpty)
    let context = configuration.contextLength
    guard prompt.count < context else {
      throw GenerationError(promptTokens: prompt.count, contextLength: context)
    }
    let stop = stop ?? Set(configuration.endOfSequence)
    let session = DecodingSession(self, capacity: min(context, prompt.count + maximumTokens))
    var completion: [Int32] = []
    var logits = session.feed(prompt)
    while completion.count < maximumTokens {
      let token = Self.choose(logits, sampling, position: completion.count)
      if stop.contains(token) { return (completion, .endOfSequence) }
      completion.append(token)
      if !onToken(completion) { return (completion, .stopRequested) }
      guard completion.count < maximumTokens, prompt.count + completion.count < context else {
        break
      }
      logits = session.feed([token])
    }
    return (completion, .maximumTokens)
  }

  static func choose(_ logits: [Float], _ sampling: Sampling, position: Int) -> Int32 {
    guard sampling.temperature > 0 else {
      var best = 0
      for index in logits.indices where logits[index] > logits[best] { best = index }
      return Int32(best)
    }
    let largest = Double(logits.max() ?? 0)
    let weights = logits.map { exp((Double($0) - largest) / sampling.temperature) }
    let total = weights.reduce(0, +)
    let order = weights.indices.sorted { (weights[$0], $1) > (weights[$1], $0) }
    var kept = 0
    var mass = 0.0
    while kept < order.count && (kept == 0 || mass < sampling.topP * total) {
      mass += weights[order[kept]]
      kept += 1
    }
    let bits = SplitMix64.hash(SplitMix64.hash(sampling.seed) &+ UInt64(position))
    var aim = Double(bits >> 11) * 0x1p-53 * mass
    for index in order.prefix(kept) {
      aim -= weights[index]
      if aim < 0 { return Int32(index) }
    }
    return Int32(order[kept - 1])
  }
}
