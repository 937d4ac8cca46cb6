import TestSupport
import Testing
import Transformer

@Suite struct GenerationTests {
  private func model() throws -> LanguageModel {
    try LanguageModel(directory: Golden("llama").checkpoint)
  }

  @Test func aPromptThatFillsTheContextSaysByHowMuch() throws {
    let model = try model()
    let context = model.configuration.contextLength
    for length in [context, context + 10] {
      let prompt = [Int32](repeating: 3, count: length)
      let error = try #require(throws: GenerationError.self) {
        try model.generate(prompt: prompt, maximumTokens: 5)
      }
      #expect(error.promptTokens == length && error.contextLength == context)
      #expect(error.description.contains("\(length + 1 - context) over"))
    }
  }

  @Test func theContextEndsACompletion() throws {
    let model = try model()
    let context = model.configuration.contextLength
    let prompt = [Int32](repeating: 3, count: context - 4)
    let (tokens, reason) = try model.generate(prompt: prompt, maximumTokens: 50, stop: [])
    #expect(tokens.count == 4 && reason == .maximumTokens)
  }

  @Test func stopTokensAndCallersEndACompletion() throws {
    let model = try model()
    let prompt: [Int32] = [4, 8, 15, 16]
    let (all, _) = try model.generate(prompt: prompt, maximumTokens: 20, stop: [])
    let end = all[5]
    let first = try #require(all.firstIndex(of: end))
    let (stopped, reason) = try model.generate(prompt: prompt, maximumTokens: 20, stop: [end])
    #expect(stopped == Array(all.prefix(first)) && reason == .endOfSequence)
    let (asked, why) = try model.generate(prompt: prompt, maximumTokens: 20, stop: []) {
      $0.count < 3
    }
    #expect(asked == Array(all.prefix(3)) && why == .stopRequested)
  }

  @Test func aSeedRepeatsItsDraws() throws {
    let model = try model()
    func draw(_ sampling: Sampling) throws -> [Int32] {
      try model.generate(prompt: [4, 8], maximumTokens: 30, sampling: sampling, stop: []).tokens
    }
    let warm = Sampling(temperature: 1, topP: 0.9, seed: 5)
    #expect(try draw(warm) == draw(warm))
    #expect(try draw(warm) != draw(Sampling(temperature: 1, topP: 0.9, seed: 6)))
    // Only the likeliest token is left of the smallest nucleus, or at a temperature near zero.
    #expect(try draw(Sampling(temperature: 1, topP: 1e-9, seed: 5)) == draw(.greedy))
    #expect(try draw(Sampling(temperature: 1e-4, seed: 5)) == draw(.greedy))
  }
}
