import Foundation
package import Influence
package import Transformer

/// Everything a score depends on beside its inputs.
package struct RunSettings: Sendable, Equatable, Codable {
  /// Raised whenever a change of the code changes scores beyond rounding.
  package static let numericsVersion = 2

  package var strategy = "ekfac"
  package var labels = "sampled"
  package var seed: UInt64 = 0
  /// `0.1mean` or a number.
  package var damping = "0.1mean"
  package var modules = "all"
  /// Passages the factors are fitted on; nil for all.
  package var factorPassages: Int? = 1_000
  /// What the factors hold that came from elsewhere; nil if they are fitted here.
  package var factors: String?
  /// Longest passage, in tokens.
  package var passageLength = 512
  /// How the steps' gradients are kept: `full`, `int8` or a rank; nil leaves it to the memory there is.
  package var stepRank: String?
  /// Rule that split the completions, kept with the run so that whoever looks at it sees it.
  package var steps: String?

  package init() {}

  mutating func read(_ reader: YAMLReader) throws {
    try reader.allow([
      "strategy", "labels", "seed", "damping", "modules", "factor_passages", "passage_length",
      "step_rank",
    ])
    strategy =
      try reader.value("strategy", "ekfac, kfac or identity") { Strategy(rawValue: $0)?.rawValue }
      ?? strategy
    labels =
      try reader.value("labels", "sampled or data") { ["sampled", "data"].contains($0) ? $0 : nil }
      ?? labels
    seed = try reader.value("seed", "a whole number from 0") { UInt64($0) } ?? seed
    damping =
      try reader.value("damping", "like 0.1mean, or a positive number") {
        text in Self.parse(damping: text).map { _ in text }
      } ?? damping
    modules =
      try reader.value("modules", "all, mlp or attention") {
        ModuleSelection(rawValue: $0)?.rawValue
      } ?? modules
    if let text = try reader.value(
      "factor_passages", "a number from 1, or all", Self.parse(factorPassages:))
    {
      factorPassages = text
    }
    stepRank =
      try reader.value("step_rank", StepRank.allowed) { text in
        StepRank(text).map { _ in text }
      }.flatMap { StepRank($0)?.setting } ?? stepRank
    passageLength = try reader.integer("passage_length", in: 2...1_000_000) ?? passageLength
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

  /// What `--factor-passages` and `factor_passages:` mean; the outer nil is a fault, the inner one all.
  package static func parse(factorPassages text: String) -> Int?? {
    if text == "all" { return .some(nil) }
    guard let count = Int(text), count > 0 else { return nil }
    return .some(count)
  }

  /// The settings as the influence code takes them, with packs and threads that fit the model.
  package func influence(_ model: LanguageModel, threads: Int) throws -> InfluenceSettings {
    guard let strategy = Strategy(rawValue: strategy),
      let modules = ModuleSelection(rawValue: modules),
      let damping = Self.parse(damping: damping)
    else { throw EngineError("these settings are not known: \(try json())") }
    return InfluenceSettings(
      strategy: strategy, damping: damping, modules: modules,
      labels: labels == "data" ? .data : .sampled(seed: seed), threads: threads,
      packTokens: InfluenceSettings.packTokens(model.configuration, longest: passageLength)
    ).sharing(model, longest: passageLength)
  }

  /// The settings as they are recorded with a run, keys sorted.
  package func json() throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    return String(decoding: try encoder.encode(self), as: UTF8.self)
  }

  package init(json: String) throws {
    do {
      self = try JSONDecoder().decode(Self.self, from: Data(json.utf8))
    } catch {
      throw EngineError(
        "the settings of a run are not those of any Stemma; delete the .stemma folder and compute again"
      )
    }
  }
}

/// How completions come about.
package struct GenerationSettings: Sendable, Equatable, Codable {
  package var maximumTokens = 256
  /// Rule that splits a completion into steps: `line`, `sentence` or `numbered`.
  package var steps = "line"
  /// Texts that end a completion and are not part of it.
  package var stop: [String] = []
  /// 0 takes the most likely token, always.
  package var temperature = 0.0
  /// Share of the probability that is drawn from (Holtzman 2020).
  package var topP = 1.0
  /// Decides the draws.
  package var seed: UInt64 = 0
  /// Settings that the checkpoint's `generation_config.json` decides; nil where it was not asked to.
  package var fromCheckpoint: [String]?

  package init() {}

  /// These settings with what the checkpoint decides.
  package func resolved(_ defaults: GenerationDefaults) -> GenerationSettings {
    var settings = self
    for key in fromCheckpoint ?? [] {
      switch key {
      case "maximum_tokens": settings.maximumTokens = defaults.maximumTokens ?? maximumTokens
      case "temperature": settings.temperature = defaults.temperature ?? temperature
      default: settings.topP = defaults.topP ?? topP
      }
    }
    return settings
  }

  mutating func read(_ reader: YAMLReader) throws {
    let own = ["maximum_tokens", "temperature", "top_p"]
    try reader.allow(own + ["steps", "stop", "seed", "from_checkpoint"])
    let asked =
      try reader.value("from_checkpoint", "true or false") {
        ["true": true, "false": false][$0]
      } ?? false
    if asked { fromCheckpoint = try own.filter { try reader.string($0) == nil } }
    temperature =
      try reader.value("temperature", "a number from 0") {
        Double($0).flatMap { $0 >= 0 && $0.isFinite ? $0 : nil }
      } ?? temperature
    topP =
      try reader.value("top_p", "a number above 0, at most 1") {
        Double($0).flatMap { $0 > 0 && $0 <= 1 ? $0 : nil }
      } ?? topP
    seed = try reader.value("seed", "a whole number from 0") { UInt64($0) } ?? seed
    maximumTokens = try reader.integer("maximum_tokens", in: 1...100_000) ?? maximumTokens
    steps =
      try reader.value("steps", "line, sentence or numbered") {
        ["line", "sentence", "numbered"].contains($0) ? $0 : nil
      } ?? steps
    stop = try reader.strings("stop").filter { !$0.isEmpty }
  }
}
