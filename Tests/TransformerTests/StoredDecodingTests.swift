import Foundation
import Safetensors
import TestSupport
import Testing
import Transformer

/// Tokens generated from bfloat16 weights as they lie in a checkpoint's files.
@Suite struct StoredDecodingTests {
  /// A golden's model in bfloat16, read to decode as usual and from the file.
  private func models(_ family: String) throws -> (usual: LanguageModel, stored: LanguageModel) {
    let path = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString).path
    // Mapped files stay what they are when their names go.
    defer { try? FileManager.default.removeItem(atPath: path) }
    try LanguageModel(directory: Golden(family).checkpoint).save(to: path, as: .bf16)
    return (
      try LanguageModel(directory: path),
      try LanguageModel(directory: path, decodesStored: .always)
    )
  }

  @Test(arguments: Golden.families)
  func logitsAndGreedyTokensAreTheSame(family: String) throws {
    let golden = try Golden(family)
    let models = try models(family)
    let tokens = Array(golden.documentTokens[0].prefix(20))
    let (usual, stored) = (
      DecodingSession(models.usual, capacity: 20), DecodingSession(models.stored, capacity: 20)
    )
    // A prompt, then one token at a time.
    for part in [Array(tokens[..<12])] + tokens[12...].map({ [$0] }) {
      let (expected, got) = (usual.feed(part), stored.feed(part))
      let largest = expected.map(abs).max() ?? 0
      for (one, other) in zip(expected, got) { #expect(abs(one - other) <= 2e-5 * largest) }
    }
    let prompts = [3, 9, 1, 14, 6].enumerated().map {
      Array(golden.documentTokens[$0].prefix($1))
    }
    let reference = try prompts.map {
      try models.usual.generate(prompt: $0, maximumTokens: 24, stop: []).tokens
    }
    let alone = try prompts.map {
      try models.stored.generate(prompt: $0, maximumTokens: 24, stop: []).tokens
    }
    let together = try models.stored.generate(prompts: prompts, maximumTokens: 24, stop: [])
    #expect(alone == reference)
    #expect(together.map(\.tokens) == reference)
  }

  /// More sessions than are computed from the file go the usual way.
  @Test func manyTogetherGiveTheSameTokens() throws {
    let golden = try Golden("llama")
    let model = try models("llama").stored
    let prompts = (0..<20).map {
      Array(golden.documentTokens[$0 % golden.documentTokens.count].prefix(2 + $0 % 7))
    }
    let together = try model.generate(prompts: prompts, maximumTokens: 8, stop: [])
    for (prompt, own) in zip(prompts, together) {
      let alone = try model.generate(prompt: prompt, maximumTokens: 8, stop: [])
      #expect(own.tokens == alone.tokens)
    }
  }
}
