import Foundation
import TestSupport
import Testing

/// `stemma evaluate --removal` from a workspace to a matrix of tasks.
@Suite(.tags(.program)) struct RemovalTests {
  @Test func everyRankingIsMeasuredOnEveryTask() throws {
    let golden = try Golden("llama")
    let folder = try TemporaryFolder()
    let workspace = folder.path + "/work"
    let questions = folder.path + "/questions.jsonl"
    let lines = try golden.objects(golden.questions).enumerated().map { number, object in
      var object = object
      object["task"] = number % 2 == 0 ? "slope" : "arithmetic"
      return String(decoding: try JSONSerialization.data(withJSONObject: object), as: UTF8.self)
    }
    try Data(lines.joined(separator: "\n").utf8).write(to: URL(filePath: questions))
    let made = try Program.run(
      "init", workspace, "--checkpoint", golden.checkpoint, "--corpus", golden.corpus,
      "--questions", questions)
    try #require(made.status == 0, "\(made.errors)")
    let output = try Program.run(
      "evaluate", workspace, "--removal", "--removed", "3,6", "--removal-seeds", "2", "--models",
      "1", "--epochs", "2", "--width", "16", "--layers", "1", "--heads", "2", "--cg-iterations",
      "2", "--cg-documents", "4", "--json")
    try #require(output.status == 0, "\(output.errors)")
    let report = try #require(output.json as? [String: Any])
    #expect(report["tasks"] as? [String] == ["arithmetic", "slope"])
    let effects = try #require(report["effects"] as? [[String: Any]])
    // Two tasks by five rankings by two numbers, and random ones, each measured on both tasks.
    #expect(effects.count == 44)
    for effect in effects {
      let rise = try #require(effect["rise"] as? Double)
      let interval = try #require(effect["interval"] as? [Double])
      #expect(rise.isFinite && interval[0] <= rise && rise <= interval[1])
    }
    // Removing other documents makes another model.
    let rises = Set(effects.compactMap { $0["rise"] as? Double })
    #expect(rises.count > effects.count / 2)
    let wrong = try Program.run("evaluate", workspace, "--removal", "--removed", "3,x")
    #expect(wrong.status == 2 || wrong.status == 64)
  }
}
