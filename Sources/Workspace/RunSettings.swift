import Foundation
package import RunModel

extension RunSettings {
  mutating func read(_ reader: YAMLReader) throws {
    try reader.allow([
      "strategy", "labels", "seed", "damping", "modules", "factor_passages", "passage_length",
      "step_rank", "inverse", "cg_iterations", "cg_documents",
    ])
    if let strategy = try reader.value("strategy", Strategy.words, Strategy.init(word:)) {
      origin = ScoreOrigin(strategy)
    }
    labels = try reader.value("labels", "sampled or data") { LabelSource(rawValue: $0) } ?? labels
    seed = try reader.value("seed", "a whole number from 0") { UInt64($0) } ?? seed
    damping =
      try reader.value("damping", "like 0.1mean, or a positive number") {
        text in Self.parse(damping: text).map { _ in text }
      } ?? damping
    modules =
      try reader.value("modules", "all, mlp or attention") { ModuleSelection(rawValue: $0) }
      ?? modules
    if let text = try reader.value(
      "factor_passages", "a number from 1, or all", Self.parse(factorPassages:))
    {
      factorPassages = text
    }
    stepRank =
      try reader.value("step_rank", StepRank.allowed) { text in
        StepRank(text).map { _ in text }
      }.flatMap { StepRank($0)?.setting } ?? stepRank
    try readInverse(reader)
    passageLength = try reader.integer("passage_length", in: 2...1_000_000) ?? passageLength
  }

  private mutating func readInverse(_ reader: YAMLReader) throws {
    let choice = try reader.value("inverse", "ekfac or cg", InverseChoice.init(rawValue:))
    let iterations = try reader.integer("cg_iterations", in: 1...10_000)
    let documents = try reader.integer("cg_documents", in: 1...10_000_000)
    guard choice == .cg else { return }
    conjugateGradients = conjugateGradients ?? ConjugateGradientChoice()
    if let iterations { conjugateGradients?.iterations = iterations }
    if let documents { conjugateGradients?.documents = documents }
  }

  /// What `--damping` and `damping:` mean.
  package static func parse(damping text: String) -> Damping? {
    if text.hasSuffix("mean") {
      let number = text.dropLast(4).trimmingCharacters(in: .whitespaces)
      guard let factor = number.isEmpty ? 0.1 : Double(number), factor > 0, factor.isFinite else {
        return nil
      }
      return .relativeToMean(factor)
    }
    guard let value = Double(text), value > 0, value.isFinite else { return nil }
    return .absolute(value)
  }
}
