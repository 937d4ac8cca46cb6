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
    let computed = try Program.run("compute", workspace, "--labels", "data")
    try #require(computed.status == 0, "\(computed.errors)")
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
    // It is kept with the run: in the report, as its JSON, and in Findings.
    #expect(output.errors.contains("kept with run"), "\(output.errors)")
    let page = try Program.run("report", workspace)
    #expect(page.text.contains("What is missed when the top documents are not there?"))
    #expect(page.text.contains("slope by EK-FAC") && page.text.contains("Without 6"))
    let file = folder.path + "/report.json"
    _ = try Program.run("report", workspace, "--json", file)
    let kept = try #require(
      try JSONSerialization.jsonObject(with: Data(contentsOf: URL(filePath: file)))
        as? [String: Any])
    #expect(((kept["removal"] as? [String: Any])?["effects"] as? [Any])?.count == 44)
    let screen = try Program.run("explore", workspace, "-c", "findings 10")
    #expect(screen.text.contains("without the top 3 by EK-FAC"), "\(screen.text)")
    let wrong = try Program.run("evaluate", workspace, "--removal", "--removed", "3,x")
    #expect(wrong.status == 2 || wrong.status == 64)
  }
}
