import Influence
import Testing

/// What is computed together.
@Suite struct PackingTests {
  private func packs(_ lengths: [Int], target: Int, threads: Int = 2) -> [Int] {
    let queries = lengths.map {
      StepQuery(tokens: Array(repeating: 1, count: $0), steps: [1..<$0])
    }
    let settings = InfluenceSettings(threads: threads, packTokens: target)
    let runs = PreconditionedSteps.packs(queries, settings)
    #expect(runs.flatMap { Array($0) } == Array(lengths.indices))
    return runs.map { lengths[$0].reduce(0, +) }
  }

  /// Memory is planned for packs of the longest sequence: two of them where one is meant would break the promise.
  @Test func packsOfOneOrTwoSequencesKeepToTheirSize() {
    let lengths = [396, 380, 410, 120, 396, 501, 512, 60, 377, 130]
    #expect(packs(lengths, target: 512) == [396, 380, 410, 120, 396, 501, 512, 437, 130])
    #expect(packs([700, 20, 600], target: 512) == [700, 20, 600])
    for target in [512, 700, 1_000] {
      for tokens in packs(lengths, target: target) { #expect(tokens <= target) }
    }
  }

  /// Many short ones are divided evenly, a multiple of the workers.
  @Test func packsOfManySequencesAreOfOneSize() {
    let sizes = packs(Array(repeating: 20, count: 100), target: 600, threads: 2)
    #expect(sizes.count == 4)
    #expect(Set(sizes) == [500])
  }
}
