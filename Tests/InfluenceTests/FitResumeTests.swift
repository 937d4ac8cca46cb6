import Foundation
import Influence
import RunModel
import TestSupport
import Testing
import Transformer

/// A fit that was stopped anywhere ends with the factors of one that was not.
@Suite struct FitResumeTests {
  struct Stopped: Error {}

  static let settings = InfluenceSettings(labels: .sampled(seed: 3), threads: 2, packTokens: 60)

  private func files(_ factors: Factors, _ path: String) throws -> [String: Data] {
    try factors.write(to: path)
    var result: [String: Data] = [:]
    for name in try FileManager.default.contentsOfDirectory(atPath: path) {
      result[name] = try Data(contentsOf: URL(fileURLWithPath: path + "/" + name))
    }
    return result
  }

  @Test func stoppedAtEveryMoment() throws {
    let golden = try Golden("llama")
    let model = try LanguageModel(directory: golden.checkpoint)
    let passages = GoldenWorld.factorPassages(golden.documentTokens)
    let folder = try TemporaryFolder()
    var moments: [String] = []
    let whole = try Factors.fit(model: model, passages: passages, settings: Self.settings) {
      moments.append("\($0) \($1) of \($2)")
    }
    let expected = try files(whole, folder.path + "/whole")
    #expect(moments.count > 8)
    let checkpoint = FitCheckpoint(
      directory: folder.path + "/partial", fingerprint: "llama", interval: 0)
    // Every attempt gets one report further than the one before.
    var attempts = 0
    var restarts = 0
    var finished: Factors?
    while finished == nil && attempts < 50 {
      attempts += 1
      var reports = 0
      finished = try? Factors.fit(
        model: model, passages: passages, settings: Self.settings, checkpoint: checkpoint
      ) { stage, done, _ in
        reports += 1
        if stage == .covariance && done == 0 { restarts += 1 }
        if reports > 2 + attempts / 2 { throw Stopped() }
      }
    }
    #expect(attempts > 2)
    // Whether the first attempt left sums depends on how far its workers were; every later one goes on from some.
    #expect(restarts <= 2)
    let resumed = try files(try #require(finished), folder.path + "/resumed")
    for (name, data) in expected { #expect(resumed[name] == data, "\(name)") }
    checkpoint.remove()
    #expect(!FileManager.default.fileExists(atPath: checkpoint.directory))
  }

  @Test func anotherFitsSumsAreNotUsed() throws {
    let golden = try Golden("llama")
    let model = try LanguageModel(directory: golden.checkpoint)
    let passages = GoldenWorld.factorPassages(golden.documentTokens)
    let folder = try TemporaryFolder()
    func starts(_ fingerprint: String, _ seed: UInt64, _ passages: [FactorPassage]) throws -> Int {
      var settings = Self.settings
      settings.labels = .sampled(seed: seed)
      var first: Int?
      _ = try Factors.fit(
        model: model, passages: passages, settings: settings,
        checkpoint: FitCheckpoint(
          directory: folder.path + "/sums", fingerprint: fingerprint, interval: 0)
      ) { _, done, _ in if first == nil { first = done } }
      return first ?? -1
    }
    #expect(try starts("a", 3, passages) == 0)
    #expect(try starts("a", 3, passages) == passages.count)
    #expect(try starts("b", 3, passages) == 0)
    #expect(try starts("b", 4, passages) == 0)
    #expect(try starts("b", 4, passages.reversed()) == 0)
    // Damage is not believed either.
    let path = folder.path + "/sums/fit.json"
    let data = try Data(contentsOf: URL(fileURLWithPath: path))
    try data.prefix(data.count / 2).write(to: URL(fileURLWithPath: path))
    #expect(try starts("b", 4, passages.reversed()) == 0)
  }
}
