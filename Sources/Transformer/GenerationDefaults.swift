import Foundation

/// What a checkpoint's `generation_config.json` says of completions.
package struct GenerationDefaults: Sendable, Equatable {
  /// Tokens of a completion at most; nil where the file says nothing.
  package var maximumTokens: Int?
  /// 0 where the file does not sample.
  package var temperature: Double?
  package var topP: Double?

  package init() {}
}

extension ModelConfiguration {
  /// Reads `generation_config.json` where there is one: its end tokens count before `config.json`'s, as in
  /// `transformers`.
  /// - Throws: `ModelError` where it is no such file.
  mutating func readGeneration(directory: String) throws {
    let path = directory + "/generation_config.json"
    guard FileManager.default.fileExists(atPath: path) else { return }
    let reader = try ConfigurationReader(file: path)
    let ends = reader.tokens("eos_token_id")
    if !ends.isEmpty { endOfSequence = ends }
    generation.maximumTokens =
      try reader.optionalCount("max_new_tokens") ?? reader.optionalCount("max_length")
    let samples = try reader.isGiven("do_sample") && reader.flag("do_sample", null: false)
    generation.temperature =
      try samples ? reader.optionalFloat("temperature").map(Double.init) ?? 1 : 0
    generation.topP = try samples ? reader.optionalFloat("top_p").map(Double.init) : 1
    if let topP = generation.topP, !(topP > 0 && topP <= 1) {
      throw reader.fail("top_p is \(topP), not above 0 and at most 1")
    }
    if let temperature = generation.temperature, temperature < 0 {
      throw reader.fail("temperature is \(temperature), below 0")
    }
  }
}
