import Foundation
import Influence
import RunModel
import TestSupport
import Testing
import Transformer

/// The index orders passages nearly as exact scores do, and believes no file that is not its own.
@Suite struct GradientIndexTests {
  static let settings = InfluenceSettings(labels: .data, threads: 2, packTokens: 300)

  struct Built {
    let world: GoldenWorld
    let coder: GradientCoder
    let exact: PassageScores
    let codes: GradientCodes
    let coordinates: [[Float]]

    init(_ family: String, bits: Int = 65_536) throws {
      world = try GoldenWorld(family, GradientIndexTests.settings)
      coder = try GradientCoder(
        model: world.model, factors: world.factors, settings: GradientIndexTests.settings,
        bits: bits, rank: 1_000)
      exact = try PassageScorer(
        model: world.model, steps: world.steps, settings: GradientIndexTests.settings, coder: coder
      ).score(world.golden.documentTokens)
      codes = try #require(exact.codes)
      let (coordinates, nats) = try coder.coordinates(
        model: world.model, queries: world.golden.questionSegments.map(GoldenWorld.query))
      #expect(nats == world.steps.nats)
      self.coordinates = coordinates
    }

    func write(_ directory: String, fingerprint: String = "f", blocks: [Range<Int>]) throws {
      for block in blocks {
        let scorer = PassageScorer(
          model: world.model, steps: world.steps, settings: GradientIndexTests.settings,
          coder: coder)
        let codes = try #require(scorer.score(Array(world.golden.documentTokens[block])).codes)
        try GradientIndex.writeBlock(
          directory: directory, first: block.lowerBound, codes: codes, fingerprint: fingerprint)
      }
    }

    func open(_ directory: String, fingerprint: String = "f") throws -> GradientIndex {
      try GradientIndex(
        directory: directory, coder: coder, passageCount: exact.passageCount,
        fingerprint: fingerprint)
    }

    /// Error of approximate scores in units of the product of both norms, which one bit's rounding makes
    /// about √(.57 / bits) where all of a gradient is kept.
    func error(_ coarse: [[Float]]) -> Double {
      let steps = coordinates.map { $0.reduce(0) { $0 + Double($1) * Double($1) }.squareRoot() }
      var squares = 0.0
      for step in coarse.indices {
        for passage in 0..<exact.passageCount {
          // ‖x‖ from the code's scale: ‖x‖² / ‖x‖₁ = √(π / 2) ‖x‖ / √bits for normally distributed numbers.
          let length =
            Double(codes.scales[passage]) * (2 * Double(codes.bits) / .pi).squareRoot()
          let difference =
            Double(coarse[step][passage])
            - Double(exact.scores[step * exact.passageCount + passage])
          let share = difference / (steps[step] * length)
          squares += share * share
        }
      }
      return (squares / Double(coarse.count * exact.passageCount)).squareRoot()
    }
  }

  /// Of gradients that are sketched whole only the rounding to signs is lost.
  @Test(arguments: GoldenWorld.some)
  func signsKeepScoresButForTheirRounding(family: String) throws {
    let folder = try TemporaryFolder()
    let built = try Built(family)
    try built.write(folder.path, blocks: [0..<10, 10..<24])
    let index = try built.open(folder.path)
    #expect(index.indexedCount == 24)
    let error = built.error(try index.scores(built.coordinates, threads: 2))
    let rounding = (0.571 / 65_536).squareRoot()
    #expect(error < 1.5 * rounding && error > 0.5 * rounding, "\(error / rounding)")
    // The codes cost the exact scores nothing.
    let plain = try built.world.score(built.world.golden.documentTokens)
    #expect(plain.scores == built.exact.scores && plain.codes == nil)
    let summary = try #require(try IndexSummary(directory: folder.path, fingerprint: "f"))
    #expect(summary.indexed == 24 && summary.bits == 65_536)
  }

  /// A quarter of the bits, at least twice the error: in the first part of a code, and in a smaller one, where
  /// coordinates share places as well.
  @Test func fewerBitsSayLess() throws {
    let folder = try TemporaryFolder()
    let built = try Built("llama")
    try built.write(folder.path, blocks: [0..<24])
    let index = try built.open(folder.path)
    let whole = built.error(try index.scores(built.coordinates))
    let part = built.error(try index.scores(built.coordinates, leading: 16_384))
    #expect(part > 1.4 * whole && part < 4 * whole, "\(part / whole)")
    let small = try Built("llama", bits: 16_384)
    let other = try TemporaryFolder()
    try small.write(other.path, blocks: [0..<24])
    let error = small.error(try small.open(other.path).scores(small.coordinates))
    #expect(error > 1.4 * whole && error < 4 * whole, "\(error / whole)")
  }

  /// A passage gets what is useful, less in a corpus that would take too long to look through, but never too little.
  @Test func sizesFollowCorpusAndModel() throws {
    func plan(width: Int, passages: Int) throws -> IndexPlan {
      let configuration = try ModelConfiguration.llama(
        vocabularySize: 16, width: width, layers: 6, heads: 4, keyValueHeads: 4,
        feedForwardWidth: 3 * width, contextLength: 64, endOfSequence: 0)
      return IndexPlan(
        model: .randomlyInitialised(configuration: configuration, seed: 1, deviation: 0.1),
        settings: Self.settings, passages: passages)
    }
    let sample = try plan(width: 128, passages: 6_000)
    #expect(sample.bytesPerPassage <= 16 << 10 && sample.bytesPerPassage > 15 << 10)
    let larger = try plan(width: 128, passages: 100_000)
    #expect(larger.bits < sample.bits && 100_000 * larger.bytesPerPassage <= 481 << 20)
    #expect(try plan(width: 128, passages: 50_000_000).bits == 4 * 4_096)
    // 6 layers of 8·8 four times and 8·24 three times.
    #expect(try plan(width: 8, passages: 6_000).bits == 5 * 4_096)
    #expect(try plan(width: 128, passages: 0).bits == sample.bits)
  }

  @Test func buildingResumes() throws {
    let folder = try TemporaryFolder()
    let built = try Built("llama", bits: 8_192)
    try built.write(folder.path, blocks: [0..<10])
    #expect(GradientIndex.hasBlock(directory: folder.path, first: 0))
    #expect(!GradientIndex.hasBlock(directory: folder.path, first: 10))
    let half = try built.open(folder.path)
    #expect(half.indexedCount == 10)
    let firstHalf = try half.scores(built.coordinates)[0]
    #expect(firstHalf[10...].allSatisfy { $0.isNaN })
    try built.write(folder.path, blocks: [10..<24])
    let both = try built.open(folder.path).scores(built.coordinates)[0]
    #expect(both.allSatisfy { $0.isFinite })
    #expect(Array(both.prefix(10)) == Array(firstHalf.prefix(10)))
  }

  /// Passages that are skipped keep their places, without a gradient.
  @Test func skippedPassagesScoreNothing() throws {
    let folder = try TemporaryFolder()
    let built = try Built("llama", bits: 8_192)
    let kept = (0..<24).filter { $0 != 3 && $0 != 23 }
    let spread = built.codes.spread(to: Array(0..<24), of: 24)
    #expect(spread == built.codes)
    try GradientIndex.writeBlock(
      directory: folder.path, first: 0,
      codes: built.codes.prefix(22).spread(to: kept, of: 24), fingerprint: "f")
    let scores = try built.open(folder.path).scores(built.coordinates)[0]
    #expect(scores[3] == 0 && scores[23] == 0)
    #expect(kept.allSatisfy { scores[$0] != 0 })
  }

  @Test func damagedAndOutdatedFilesAreRefused() throws {
    let folder = try TemporaryFolder()
    let built = try Built("llama", bits: 4_096)
    try built.write(folder.path, blocks: [0..<20, 20..<24])
    func refusal(_ fingerprint: String = "f") -> String {
      do {
        _ = try built.open(folder.path, fingerprint: fingerprint)
        _ = try IndexSummary(directory: folder.path, fingerprint: fingerprint)
        return "accepted"
      } catch { return "\(error)" }
    }
    #expect(refusal() == "accepted")
    #expect(refusal("g").contains("outdated"))
    #expect(GradientIndex.isOutdated(directory: folder.path, fingerprint: "g"))
    #expect(!GradientIndex.isOutdated(directory: folder.path, fingerprint: "f"))
    for name in try FileManager.default.contentsOfDirectory(atPath: folder.path) {
      let url = URL(fileURLWithPath: folder.path + "/" + name)
      let whole = try Data(contentsOf: url)
      var random = RandomSource(seed: 1)
      for _ in 0..<40 {
        var damaged = whole
        switch Int.random(in: 0..<3, using: &random) {
        case 0: damaged[Int.random(in: 0..<whole.count, using: &random)] ^= 0x10
        case 1: damaged = whole.prefix(Int.random(in: 0..<whole.count, using: &random))
        default: damaged.append(contentsOf: [0, 1, 2, 3, 4, 5, 6, 7])
        }
        try damaged.write(to: url)
        #expect(refusal().contains("--rebuild-index` builds the index anew"))
      }
      try whole.write(to: url)
    }
    #expect(refusal() == "accepted")
    try built.write(folder.path, blocks: [10..<24])
    #expect(refusal().contains("covers passages it cannot hold"))
  }
}
