import Foundation
import Safetensors
import TestSupport
import Testing

/// Coarse first: an approximate order everywhere, exact scores at its ends, and the rest when somebody wants it.
@Suite(.serialized, .tags(.program))
struct CoarseTests {
  @Test func exactAtTheEndsAndCompleteLater() throws {
    let folder = try TemporaryFolder()
    let workspace = try ResumeTests.workspace(folder.path, documents: 400)
    let computed = try Program.run("compute", workspace, "--threads", "2", "--exact", "5%")
    try #require(computed.status == 0, "\(computed.errors)")
    #expect(computed.errors.contains("in approximate order (~)"))
    let status = try #require(try Program.run("status", workspace, "--json").json as? [String: Any])
    let coarse = try #require(status["coarse"] as? [String: Any])
    let recall = try #require(coarse["recall"] as? Double)
    let share = try #require(coarse["exact"] as? Double)
    #expect(coarse["share"] as? Double == 0.05 && recall > 0.5 && recall <= 1)
    #expect(share > 0.1 && share < 1)

    let file = workspace + "/coarse.safetensors"
    #expect(try Program.run("export", workspace, "--scores", file).status == 0)
    let approximate = try SafetensorsFile(path: file)
    #expect(approximate.metadata["approximate"]?.contains("(~)") == true)
    let values = try approximate.doubles("all_modules")
    let isExact = try approximate.doubles("is_exact").map { $0 == 1 }
    let rows = values.count / 400

    let question = try #require(
      try Golden("llama").objects(Golden("llama").questions)[0]["id"] as? String)
    let top = try Program.run("top", workspace, question, "--limit", "400")
    #expect(top.text.contains("=") && top.text.contains("~"))
    #expect(top.errors.contains("= exact for"))
    let report = try Program.run("report", workspace, "--format", "markdown")
    #expect(report.text.contains("approximate scores") || report.errors.contains("report"))

    // The rest comes later, and every exact score was what it is then but for rounding.
    #expect(try Program.run("compute", workspace, "--threads", "2").status == 0)
    let completed = try ResumeTests.exported(workspace)
    let exact = try SafetensorsFile(path: workspace + "/scores.safetensors")
      .doubles("all_modules")
    let known = values.indices.filter { isExact[$0] }
    #expect(relativeDifference(known.map { values[$0] }, known.map { exact[$0] }) < 1e-4)
    // Approximate scores stand in the same unit.
    let others = values.indices.filter { !isExact[$0] }
    let sizes = [values, exact].map { scores in
      others.reduce(0) { $0 + scores[$1] * scores[$1] }.squareRoot()
    }
    #expect(sizes[0] > sizes[1] / 3 && sizes[0] < sizes[1] * 3, "\(sizes)")
    // What was estimated of the top 10 holds.
    var found = 0
    for row in 0..<rows {
      let all = (0..<400).sorted { exact[row * 400 + $0] > exact[row * 400 + $1] }
      found += all.prefix(10).count { isExact[row * 400 + $0] }
    }
    #expect(abs(Double(found) / Double(10 * rows) - recall) < 0.2)
    let after = try #require(try Program.run("status", workspace, "--json").json as? [String: Any])
    #expect(after["coarse"] is NSNull)

    // The same bits as if nothing had been coarse.
    try FileManager.default.removeItem(atPath: workspace + "/.stemma")
    #expect(try Program.run("compute", workspace, "--threads", "2").status == 0)
    #expect(try ResumeTests.exported(workspace) == completed)
  }

  @Test func killedAndGoneOnWith() throws {
    let folder = try TemporaryFolder()
    let workspace = try ResumeTests.workspace(folder.path, documents: 700)
    let command = ["compute", workspace, "--threads", "2", "--exact", "0.1"]
    #expect(try Program.run(arguments: command).status == 0)
    let reference = try ResumeTests.exported(workspace)
    try FileManager.default.removeItem(atPath: workspace + "/.stemma")
    let signal = try Interposer(Interposer.signalling, in: folder)
    let engine = try Program.start(
      command,
      environment: [
        "LD_PRELOAD": signal.path, "FAULT_SQL": "INTO refined", "FAULT_COUNT": "15",
        "FAULT_SIGNAL": "\(SIGKILL)",
      ])
    engine.waitUntilExit()
    #expect(engine.terminationReason == .uncaughtSignal)
    #expect(try Program.run(arguments: command).status == 0)
    #expect(try ResumeTests.exported(workspace) == reference)
  }
}
