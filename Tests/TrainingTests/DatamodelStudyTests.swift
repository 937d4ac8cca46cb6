import Synchronization
import Testing
import Training
import Transformer

@Suite struct DatamodelStudyTests {
  private struct Stopped: Error {}

  private func study(share: Double = 0.5) throws -> DatamodelStudy {
    var settings = Small.settings
    settings.tokens = 2_000
    settings.shards = 1
    return DatamodelStudy(
      configuration: try Small.model().configuration, settings: settings,
      documents: Small.documents(24),
      queries: [
        .init(tokens: [1, 2, 3, 4, 5, 6], steps: [2..<4, 4..<6]),
        .init(tokens: [9, 8, 7, 6], steps: [1..<4]),
      ], share: share, seed: 2)
  }

  @Test func partsAreUniformDraws() throws {
    let study = try study()
    var counts = [Int](repeating: 0, count: 24)
    for part in 0..<400 {
      let members = study.members(of: part)
      #expect(members.count == 12 && Set(members).count == 12 && members == members.sorted())
      for member in members { counts[member] += 1 }
    }
    // 200 ± 10 each; six deviations.
    #expect(counts.allSatisfy { abs($0 - 200) < 60 })
    #expect(study.members(of: 0) != study.members(of: 1))
    #expect(study.members(of: 3) == study.members(of: 3))
  }

  @Test func threadsAndInterruptionsChangeNoResult() throws {
    let study = try study()
    let whole = try study.run(parts: 4, threads: 1)
    #expect(whole.count == 4 && whole.allSatisfy { $0.count == 3 })
    #expect(Set(whole.map { $0[0] }).count == 4)
    let kept = Mutex<[Int: [Double]]>([:])
    #expect(throws: Stopped.self) {
      try study.run(parts: 4, threads: 1) { part, losses in
        if part == 2 { throw Stopped() }
        kept.withLock { $0[part] = losses }
      }
    }
    let known = kept.withLock { $0 }
    #expect(known.keys.sorted() == [0, 1])
    let computed = Mutex<[Int]>([])
    let rest = try study.run(parts: 4, threads: 2, known: known) { part, _ in
      computed.withLock { $0.append(part) }
    }
    #expect(rest == whole)
    #expect(computed.withLock { $0.sorted() } == [2, 3])
  }

  @Test func stepLossesAddUpToTheWholes() throws {
    let study = try study()
    let model = try Small.model()
    let losses = study.losses(of: model)
    let whole = try model.meanLoss(documents: [[9, 8, 7, 6]]) * 3
    #expect(abs(losses[2] - whole) < 1e-4)
  }

  @Test func scoresThatPredictRankAsMeasured() {
    let members = [[0, 1], [1, 2], [2, 3], [0, 3], [0, 2]]
    let effects: [Float] = [4, -1, 2.5, 0.25]
    let losses = members.map { part in [10 - part.reduce(0.0) { $0 + Double(effects[$1]) }] }
    let none: [Float] = [1, 1, 1, 1]
    func score(_ scores: [Float]) -> Double {
      linearDatamodellingScores(members: members, losses: losses, scores: [scores])[0]
    }
    #expect(abs(score(effects) - 1) < 1e-12)
    #expect(abs(score(effects.map { -$0 }) + 1) < 1e-12)
    #expect(score(none) == 0)
  }
}
