import TestSupport
import Testing
import Transformer

/// Several prompts at a time against one at a time.
@Suite struct BatchGenerationTests {
  private func prompts(_ golden: Golden) -> [[Int32]] {
    [3, 9, 1, 14, 6].enumerated().map { Array(golden.documentTokens[$0].prefix($1)) }
  }

  @Test(arguments: Golden.families)
  func greedyCompletionsAreThoseOfOneAtATime(family: String) throws {
    let golden = try Golden(family)
    let model = try LanguageModel(directory: golden.checkpoint)
    let prompts = prompts(golden)
    let together = try model.generate(prompts: prompts, maximumTokens: 24, stop: [])
    for (prompt, own) in zip(prompts, together) {
      let alone = try model.generate(prompt: prompt, maximumTokens: 24, stop: [])
      #expect(own.tokens == alone.tokens && own.reason == alone.reason)
    }
  }

  /// Completions that end earlier leave the others as they are; draws depend on seed and position only.
  @Test func endsAndDrawsAreThoseOfOneAtATime() throws {
    let golden = try Golden("llama")
    let model = try LanguageModel(directory: golden.checkpoint)
    let prompts = prompts(golden)
    let sampling = Sampling(temperature: 1.2, topP: 0.9, seed: 5)
    let stop = Set((0..<300).filter { $0 % 11 == 0 }.map(Int32.init))
    let together = try model.generate(
      prompts: prompts, maximumTokens: 30, sampling: sampling, stop: stop)
    for (prompt, own) in zip(prompts, together) {
      let alone = try model.generate(
        prompt: prompt, maximumTokens: 30, sampling: sampling, stop: stop)
      #expect(own.tokens == alone.tokens && own.reason == alone.reason)
    }
    #expect(Set(together.map(\.tokens.count)).count > 1)
    #expect(together.contains { $0.reason == .endOfSequence })
  }

  @Test func eachCompletionCanBeEndedFromOutside() throws {
    let golden = try Golden("gpt2")
    let model = try LanguageModel(directory: golden.checkpoint)
    let results = try model.generate(
      prompts: prompts(golden), maximumTokens: 9, stop: [],
      onToken: { prompt, completion in completion.count <= prompt })
    #expect(results.map(\.tokens.count) == [1, 2, 3, 4, 5])
    #expect(results.allSatisfy { $0.reason == .stopRequested })
    struct Enough: Error {}
    var steps = 0
    #expect(throws: Enough.self) {
      try model.generate(prompts: prompts(golden), maximumTokens: 9, stop: []) { _, _ in
        true
      } between: {
        steps += 1
        if steps == 7 { throw Enough() }
      }
    }
  }

  @Test func aPromptWithoutRoomIsRefused() throws {
    let golden = try Golden("llama")
    let model = try LanguageModel(directory: golden.checkpoint)
    let long = [Int32](repeating: 5, count: model.configuration.contextLength)
    #expect(throws: GenerationError.self) {
      try model.generate(prompts: [[1, 2], long], maximumTokens: 4)
    }
    let nearly = Array(long.dropLast(2))
    let results = try model.generate(prompts: [[1, 2], nearly], maximumTokens: 8, stop: [])
    #expect(results.map(\.tokens.count) == [8, 2])
  }
}
