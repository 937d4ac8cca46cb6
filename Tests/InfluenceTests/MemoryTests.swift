import Influence
import RunModel
import TestSupport
import Testing
import Transformer

@Suite struct MemoryTests {
  @Test func packsShrinkAsModelsGrow() throws {
    let small = try ModelConfiguration.llama(
      vocabularySize: 1024, width: 128, layers: 6, heads: 4, keyValueHeads: 4,
      feedForwardWidth: 344, contextLength: 512, endOfSequence: 0)
    let large = try ModelConfiguration.llama(
      vocabularySize: 32000, width: 2048, layers: 16, heads: 32, keyValueHeads: 8,
      feedForwardWidth: 8192, contextLength: 2048, endOfSequence: 0)
    #expect(InfluenceSettings.packTokens(small, longest: 512) == 8192)
    let tokens = InfluenceSettings.packTokens(large, longest: 512)
    #expect(tokens < 1024 && tokens >= 512 || tokens == 512)
    #expect(ActivationBuffers.bytes(small, tokens: 8192, longest: 512) < 512 << 20)
    // A passage longer than the budget allows is still one pack.
    #expect(InfluenceSettings.packTokens(large, longest: 100, bytes: 1) == 100)
  }

  @Test func largeModelsShareACoreLess() throws {
    let model = try LanguageModel(directory: Golden("llama").checkpoint)
    let settings = InfluenceSettings(threads: 8)
    #expect(settings.sharing(model, longest: 256).productThreads == 1)
    let pack = InfluenceSettings(threads: 1).workingBytes(model, longest: 256, meanLength: 256)
    let fewer = settings.sharing(model, longest: 256, bytes: 3 * pack)
    #expect(fewer.productThreads == 3)
    #expect(fewer.workingBytes(model, longest: 256, meanLength: 256) == 2 * pack)
    #expect(settings.sharing(model, longest: 256, bytes: 1).productThreads == 8)
  }

  @Test func moreThreadsNeedMore() throws {
    let model = try LanguageModel(directory: Golden("llama").checkpoint)
    let one = InfluenceSettings(threads: 1).workingBytes(model, longest: 256, meanLength: 100)
    let two = InfluenceSettings(threads: 2).workingBytes(model, longest: 256, meanLength: 100)
    #expect(two == 2 * one && one > 0)
    #expect(
      StepForm.whole.bytes(model, .all)
        >= 4 * model.trackedModules.reduce(0) { $0 + $1.inputWidth * $1.outputWidth })
  }
}
