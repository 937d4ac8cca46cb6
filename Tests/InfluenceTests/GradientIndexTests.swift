import Foundation
import Influence
import TestSupport
import Testing
import Transformer

/// The index orders passages nearly as exact scores do, and believes no file that is not its own.
@Suite struct GradientIndexTests {
  static let settings = InfluenceSettings(labels: .data, threads: 2, packTokens: 300)

  struct Built {
    let world: GoldenWorld
    let basis: GradientBasis
    let exact: PassageScores
    let queries: [StepQuery]

    init(
      _ family: String, landmarks: Int, components: Int, buckets: Int = 0, largestBasis: Int? = nil
    ) throws {
      world = try GoldenWorld(family, GradientIndexTests.settings)
      let documents = world.golden.documentTokens
      var wish = IndexPlan.Wish()
      wish.rank = 1_000
      wish.landmarks = landmarks
      wish.components = components
      wish.buckets = buckets
      if let largestBasis { wish.largestBasis = largestBasis }
      let plan = IndexPlan(
        model: world.model, settings: GradientIndexTests.settings, passages: documents.count,
        wish: wish)
      basis = try GradientBasis.make(
        plan, model: world.model, factors: world.factors,
        landmarks: Array(documents.prefix(plan.landmarks)),
        settings: GradientIndexTests.settings)
      #expect(basis.components == plan.components)
      queries = world.golden.questionSegments.map(GoldenWorld.query)
      exact = try PassageScorer(
        model: world.model, steps: world.steps, settings: GradientIndexTests.settings, basis: basis
      ).score(documents)
    }

    func write(_ directory: String, fingerprint: String = "f", blocks: [Range<Int>]) throws {
      try basis.write(to: directory, fingerprint: fingerprint)
      for block in blocks {
        try GradientIndex.writeBlock(
          directory: directory, first: block.lowerBound, basis: basis,
          coordinates: Array(
            exact.coordinates[
              block.lowerBound * basis.components..<block.upperBound * basis.components]),
          fingerprint: fingerprint)
      }
    }

    func open(_ directory: String, fingerprint: String = "f") throws -> GradientIndex {
      let basis = try GradientBasis(
        directory: directory, model: world.model, factors: world.factors,
        settings: GradientIndexTests.settings, fingerprint: fingerprint)
      return try GradientIndex(
        directory: directory, basis: basis, passageCount: exact.passageCount,
        fingerprint: fingerprint)
    }
  }

  /// Passages that taught the basis all its directions are nearly exact: int8 is all that is lost.
  @Test(arguments: GoldenWorld.some)
  func withEveryDirectionScoresReturn(family: String) throws {
    let folder = try TemporaryFolder()
    let built = try Built(family, landmarks: 24, components: 24)
    #expect(built.basis.components == 24)
    #expect(try #require(built.basis.captured) > 0.9999)
    try built.write(folder.path, blocks: [0..<10, 10..<24])
    let index = try built.open(folder.path)
    #expect(index.indexedCount == 24)
    let (coordinates, nats) = try built.basis.coordinates(
      model: built.world.model, queries: built.queries)
    let coarse = try index.scores(coordinates).flatMap { $0 }
    let exact = built.exact.scores.map(Double.init)
    #expect(relativeDifference(coarse.map(Double.init), exact) < 0.02)
    #expect(nats == built.world.steps.nats)
    // The coordinates cost the exact scores nothing.
    let plain = try built.world.score(built.world.golden.documentTokens)
    #expect(plain.scores == built.exact.scores && plain.coordinates.isEmpty)
  }

  @Test func fewerDirectionsCarryLess() throws {
    var captured: [Double] = []
    var errors: [Double] = []
    for components in [2, 8, 16] {
      let built = try Built("llama", landmarks: 24, components: components)
      captured.append(try #require(built.basis.captured))
      let folder = try TemporaryFolder()
      try built.write(folder.path, blocks: [0..<24])
      let coordinates = try built.basis.coordinates(
        model: built.world.model, queries: built.queries
      ).coordinates
      let coarse = try built.open(folder.path).scores(coordinates, threads: 2).flatMap { $0 }
      errors.append(
        relativeDifference(coarse.map(Double.init), built.exact.scores.map(Double.init)))
    }
    #expect(captured == captured.sorted())
    let falling = Array(errors.sorted().reversed())
    #expect(errors == falling)
    #expect(errors[2] < 1)
  }

  /// What few directions leave comes back through the buckets, in the mean.
  @Test func bucketsFindWhatTheDirectionsLeave() throws {
    func error(buckets: Int) throws -> Double {
      let built = try Built("llama", landmarks: 24, components: 4, buckets: buckets)
      #expect((built.basis.components > 4) == (buckets > 0))
      let folder = try TemporaryFolder()
      try built.write(folder.path, blocks: [0..<24])
      let coordinates = try built.basis.coordinates(
        model: built.world.model, queries: built.queries
      ).coordinates
      let coarse = try built.open(folder.path).scores(coordinates).flatMap { $0 }
      return relativeDifference(coarse.map(Double.init), built.exact.scores.map(Double.init))
    }
    let (without, with) = (try error(buckets: 0), try error(buckets: 14_336))
    #expect(with < 0.5 * without, "\(with), \(without)")
  }

  /// A model that a learned basis is too large for gets a sketch; of full rank it loses nothing but int8.
  @Test(arguments: GoldenWorld.some)
  func largeModelsGetASketch(family: String) throws {
    let folder = try TemporaryFolder()
    let built = try Built(family, landmarks: 24, components: 24, largestBasis: 0)
    #expect(built.basis.kind == .sketch && built.basis.captured == nil)
    try built.write(folder.path, blocks: [0..<24])
    let index = try built.open(folder.path)
    let coordinates = try built.basis.coordinates(
      model: built.world.model, queries: built.queries
    ).coordinates
    let coarse = try index.scores(coordinates).flatMap { $0 }
    let exact = built.exact.scores.map(Double.init)
    #expect(relativeDifference(coarse.map(Double.init), exact) < 0.7)
    let summary = try #require(try IndexSummary(directory: folder.path))
    #expect(summary.kind == .sketch && summary.indexed == 24)
    #expect(summary.components == built.basis.components)
  }

  @Test func buildingResumes() throws {
    let folder = try TemporaryFolder()
    let built = try Built("llama", landmarks: 12, components: 8)
    try built.write(folder.path, blocks: [0..<10])
    #expect(GradientIndex.hasBlock(directory: folder.path, first: 0))
    #expect(!GradientIndex.hasBlock(directory: folder.path, first: 10))
    let coordinates = try built.basis.coordinates(
      model: built.world.model, queries: built.queries
    ).coordinates
    let half = try built.open(folder.path)
    #expect(half.indexedCount == 10)
    let firstHalf = try half.scores(coordinates)[0]
    #expect(firstHalf[10...].allSatisfy { $0.isNaN })
    try built.write(folder.path, blocks: [10..<24])
    let whole = try built.open(folder.path)
    let both = try whole.scores(coordinates)[0]
    #expect(both.allSatisfy { $0.isFinite })
    #expect(Array(both.prefix(10)) == Array(firstHalf.prefix(10)))
  }

  @Test func damagedAndOutdatedFilesAreRefused() throws {
    let folder = try TemporaryFolder()
    let built = try Built("llama", landmarks: 6, components: 4)
    try built.write(folder.path, blocks: [0..<24])
    func refusal(_ fingerprint: String = "f") -> String {
      do {
        _ = try built.open(folder.path, fingerprint: fingerprint)
        return "accepted"
      } catch { return "\(error)" }
    }
    #expect(refusal() == "accepted")
    #expect(refusal("g").contains("outdated"))
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
    try built.write(folder.path, blocks: [20..<24])
    #expect(refusal().contains("covers passages it cannot hold"))
  }
}
