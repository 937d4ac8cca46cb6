import Engine
import RunModel
import Testing
import Workspace

/// Scores by layer or module are kept on request, up to a size that is known before anything is computed.
@Suite struct ScoreSharesTests {
  @Test func whatWouldTakeMoreThanFourGibibytesIsRefusedBeforehand() throws {
    let layers = 32
    // 4 bytes × 32 layers × 1,024 steps × 32,768 passages are 4 GiB to the byte.
    try ScoreShares.check(.layer, parts: layers, steps: 1_024, passages: 32_768)
    let error = #expect(throws: EngineError.self) {
      try ScoreShares.check(.layer, parts: layers, steps: 1_024, passages: 32_769)
    }
    #expect(error?.description.contains("--layers") ?? false)
    #expect(error?.description.contains("name fewer --questions") ?? false)
  }

  /// Counts come from a database, which may be somebody else's.
  @Test func countsBeyondAnyNumberAreRefusedToo() {
    #expect(throws: EngineError.self) {
      try ScoreShares.check(.module, parts: 1, steps: .max, passages: .max)
    }
  }
}
