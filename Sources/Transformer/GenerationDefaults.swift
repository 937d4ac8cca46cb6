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
    documentEnds = endOfSequence
    let path = directory + "/generation_config.json"
    guard FileManager.default.fileExists(atPath: path) else { return }
    let reader = try ConfigurationReader(file: path)
    let ends = try reader.tokens("eos_token_id")
    if !ends.isEmpty { endOfSequence = ends }
    documentEnds += ends.filter { !documentEnds.contains($0) }
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
    let others = Self.otherChoices.filter { key, plain in
      guard let value = reader.values[key], !(value is NSNull) else { return false }
      if let list = value as? [Any] { return !list.isEmpty }
      return (value as? NSNumber)?.doubleValue != plain
    }
    if !others.isEmpty {
      notes.append(
        "generation_config.json sets \(others.map { $0.key }.joined(separator: ", ")), which completions here do without"
      )
    }
  }

  /// What changes the token that is taken where nothing is drawn, and the value that changes nothing.
  private static var otherChoices: [(key: String, plain: Double)] {
    [
      ("bad_words_ids", 0), ("begin_suppress_tokens", 0), ("encoder_no_repeat_ngram_size", 0),
      ("exponential_decay_length_penalty", 0), ("forced_bos_token_id", -1),
      ("forced_eos_token_id", -1), ("min_length", 0), ("min_new_tokens", 0),
      ("no_repeat_ngram_size", 0), ("num_beams", 1), ("penalty_alpha", 0),
      ("repetition_penalty", 1), ("sequence_bias", 0), ("suppress_tokens", 0),
    ]
  }
}
