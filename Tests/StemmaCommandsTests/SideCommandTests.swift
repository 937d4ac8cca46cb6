import Foundation
import Safetensors
import TestSupport
import Testing

/// Commands beside the main path: asking, checking, importing, looking after.
@Suite(.serialized, .tags(.program))
struct SideCommandTests {
  private func computed() throws -> (TemporaryFolder, String) {
    let golden = try Golden("llama")
    let folder = try TemporaryFolder()
    let workspace = folder.path + "/work"
    _ = try Program.run(
      "init", workspace, "--checkpoint", golden.checkpoint, "--corpus", golden.corpus,
      "--questions",
      golden.questions)
    let output = try Program.run("compute", workspace, "--labels", "data")
    try #require(output.status == 0, "\(output.errors)")
    return (folder, workspace)
  }

  @Test func importedScoresComeBackAsTheyWent() throws {
    let (folder, workspace) = try computed()
    let (out, back) = (folder.path + "/a.safetensors", folder.path + "/b.safetensors")
    #expect(try Program.run("export", workspace, "--scores", out).status == 0)
    let taken = try Program.run("import", workspace, "--scores", out)
    try #require(taken.status == 0, "\(taken.errors)")
    #expect(try Program.run("export", workspace, "--scores", back).status == 0)
    #expect(
      try SafetensorsFile(path: out).floats("all_modules")
        == SafetensorsFile(path: back).floats("all_modules"))
    let status = try Program.run("status", workspace, "--json").json as? [String: Any]
    #expect(status?["run"] as? Int == 2 && status?["stale"] is NSNull)
  }

  @Test func importNamesWhatDoesNotFit() throws {
    let (folder, workspace) = try computed()
    let file = folder.path + "/a.safetensors"
    _ = try Program.run("export", workspace, "--scores", file)
    let columns = folder.path + "/columns.json"
    try Data("[\"nobody\"]".utf8).write(to: URL(filePath: columns))
    let refused = try Program.run("import", workspace, "--scores", file, "--columns", columns)
    #expect(refused.status == 1 && refused.errors.contains("all_modules has shape"))
    let status = try Program.run("status", workspace, "--json").json as? [String: Any]
    #expect(status?["run"] as? Int == 1)
  }

  @Test func askedQuestionIsAnsweredAndScored() throws {
    let (_folder, workspace) = try computed()
    let asked = try Program.run("ask", workspace, "the slope of the line", "--json", "--limit", "3")
    let report = try #require(asked.json as? [String: Any], "\(asked.errors)")
    #expect(report["id"] as? String == "ask-1")
    let steps = try #require(report["steps"] as? [[String: Any]])
    try #require(!steps.isEmpty)
    #expect(steps.allSatisfy { ($0["top"] as? [Any])?.count == 3 })
    let again = try #require(
      try Program.run("steps", workspace, "ask-1", "--json").json as? [String: Any])
    #expect(again["task"] as? String == "asked")
    _ = _folder
  }

  @Test func verifyTrainsOnTopAndRandomPassages() throws {
    let (_folder, workspace) = try computed()
    let output = try Program.run(
      "verify", workspace, "q-00", "--top", "3", "--random", "2", "--json")
    let report = try #require(output.json as? [String: Any], "\(output.errors)")
    let rows = try #require(report["rows"] as? [[String: Any]])
    #expect(rows.map { $0["random"] as? Bool ?? true } == [false, false, false, true, true])
    #expect(rows.prefix(3).map { $0["rank"] as? Int ?? 0 } == [1, 2, 3])
    #expect(rows.allSatisfy { ($0["rise"] as? Double)?.isFinite == true })
    _ = _folder
  }

  @Test func evaluateCountsAndTrains() throws {
    let (_folder, workspace) = try computed()
    let output = try Program.run("evaluate", workspace, "--patch", "1", "--json")
    let report = try #require(output.json as? [String: Any], "\(output.errors)")
    let accuracy = try #require(report["accuracy"] as? [[String: Any]])
    #expect(accuracy.map { $0["questions"] as? Int ?? 0 }.reduce(0, +) == 4)
    #expect(accuracy.allSatisfy { $0["judged"] as? Int == 0 })
    let patch = try #require((report["patch"] as? [[String: Any]])?.first)
    #expect((patch["top_mean"] as? Double)?.isFinite == true)
    _ = _folder
  }

  @Test func forecastAndDoctorSpeak() throws {
    let (_folder, workspace) = try computed()
    let forecast = try Program.run("compute", workspace, "--dry-run")
    #expect(forecast.status == 0 && forecast.text.contains("in all"))
    let doctor = try Program.run("doctor", workspace)
    #expect(
      doctor.text.contains("ok  libraries") && doctor.text.contains("database")
        && doctor.text.contains("tokenizer"))
    let missing = try Program.run("doctor", workspace + "-nowhere")
    #expect(missing.status == 1)
    _ = _folder
  }

  @Test func wrongUsageIsTwoAndBadInputOne() throws {
    #expect(try Program.run("compute", "--strategy", "magic").status == 2)
    #expect(try Program.run("top").status == 2)
    let missing = try Program.run("status", "/nonexistent-workspace")
    #expect(missing.status == 1 && missing.errors.contains("stemma.yaml"))
    let folder = try TemporaryFolder()
    try Data("checkpont: x\n".utf8).write(to: URL(filePath: folder.path + "/stemma.yaml"))
    let unknown = try Program.run("status", folder.path)
    #expect(
      unknown.status == 1 && unknown.errors.contains("stemma.yaml:1")
        && unknown.errors.contains("checkpoint"))
  }
}
