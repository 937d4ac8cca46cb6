import Foundation
import Influence
import TestSupport
import Testing
import Transformer

/// What a fit gives depends neither on how much memory it may take nor on who computes what.
@Suite struct FitMemoryTests {
  private static let golden = ["llama", "gpt2"]

  private func fit(_ family: String, _ change: (inout InfluenceSettings) -> Void) throws
    -> [String: Data]
  {
    let golden = try Golden(family)
    let model = try LanguageModel(directory: golden.checkpoint)
    let folder = try TemporaryFolder()
    // As many packs as there are passages, however many workers there are.
    let passages = GoldenWorld.factorPassages(Array(golden.documentTokens.prefix(12)))
    var settings = InfluenceSettings(labels: .sampled(seed: 3), threads: 2, packTokens: 1)
    change(&settings)
    let path = folder.path + "/factors"
    try Factors.fit(model: model, passages: passages, settings: settings).write(to: path)
    return try Self.files(path)
  }

  private static func files(_ path: String) throws -> [String: Data] {
    var result: [String: Data] = [:]
    for name in try FileManager.default.contentsOfDirectory(atPath: path) {
      result[name] = try Data(contentsOf: URL(fileURLWithPath: path + "/" + name))
    }
    return result
  }

  @Test(arguments: golden) func oneGroupAtATimeGivesTheSameBits(family: String) throws {
    let whole = try fit(family) { _ in }
    var stages: [String] = []
    let model = try LanguageModel(directory: Golden(family).checkpoint)
    var settings = InfluenceSettings(labels: .sampled(seed: 3), threads: 2, packTokens: 1)
    settings.sumBytes = 1
    _ = try Factors.fit(
      model: model,
      passages: GoldenWorld.factorPassages(Array(Golden(family).documentTokens.prefix(2))),
      settings: settings
    ) { stage, _, total in if stage == .covariance { stages.append("\(total)") } }
    // The passages are gone over once for every group of modules that read the same input.
    #expect(Set(stages) == ["\(2 * model.groups.count)"])
    let parts = try fit(family) { $0.sumBytes = 1 }
    #expect(whole.keys.count >= 10)
    for (name, data) in whole { #expect(parts[name] == data, "\(name)") }
  }

  @Test(arguments: golden) func anyNumberOfWorkersGivesTheSameBits(family: String) throws {
    let one = try fit(family) { $0.threads = 1 }
    for threads in [2, 3, 6] {
      let more = try fit(family) { $0.threads = threads }
      for (name, data) in one { #expect(more[name] == data, "\(name) with \(threads)") }
    }
  }

  @Test(arguments: golden) func filesThatAreFilledInAreThoseThatAreWritten(family: String) throws {
    let golden = try Golden(family)
    let model = try LanguageModel(directory: golden.checkpoint)
    let folder = try TemporaryFolder()
    let passages = GoldenWorld.factorPassages(Array(golden.documentTokens.prefix(4)))
    let settings = InfluenceSettings(labels: .data, threads: 2, packTokens: 100)
    let checkpoint = FitCheckpoint(directory: folder.path + "/part", fingerprint: "x")
    let mapped = try Factors.fit(
      model: model, passages: passages, settings: settings, checkpoint: checkpoint)
    try checkpoint.publish(to: folder.path + "/factors")
    try mapped.write(to: folder.path + "/written")
    let filled = try Self.files(folder.path + "/factors")
    let written = try Self.files(folder.path + "/written")
    #expect(Set(filled.keys) == Set(written.keys))
    let read = try Factors(
      directory: folder.path + "/factors", model: model, settings: settings)
    try read.write(to: folder.path + "/again")
    let again = try Self.files(folder.path + "/again")
    for (name, data) in written { #expect(again[name] == data, "\(name)") }
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).count == 3)
  }
}
