package import Transformer

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
