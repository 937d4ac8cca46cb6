import Foundation
import Safetensors
import TestSupport
import Testing

/// Steps kept in less memory: decided once, its error kept with the run, the same bits after a stop.
@Suite(.serialized, .tags(.program))
struct StepRankTests {
  private static func status(_ workspace: String) throws -> [String: Any] {
    try #require(try Program.run("status", workspace, "--json").json as? [String: Any])
  }

  private static func scores(_ workspace: String) throws -> [Double] {
    let file = workspace + "/scores.safetensors"
    let output = try Program.run("export", workspace, "--scores", file)
    try #require(output.status == 0, "\(output.errors)")
    return try SafetensorsFile(path: file).doubles("all_modules")
  }

  @Test func nonsenseIsRefusedInOneSentence() throws {
    let folder = try TemporaryFolder()
    let workspace = try ResumeTests.workspace(folder.path, documents: 4)
    for wrong in ["much", "0", "-3", "1.5", "99999999999999999999", "٣"] {
      let output = try Program.run("compute", workspace, "--step-rank=\(wrong)")
      #expect(output.status == 1 && output.errors.contains("--step-rank is auto, full, int8"))
      #expect(output.errors.split(separator: "\n").count == 1)
    }
    for wrong in ["101%", "1.01", "-0.1", "nan", "half", "%", "5%%"] {
      for command in [["compute", workspace], ["ask", workspace, "2 + 2 ="]] {
        let output = try Program.run(arguments: command + ["--exact=\(wrong)"])
        #expect(output.status == 1 && output.errors.contains("--exact is a share from 0 to 1"))
        #expect(output.errors.split(separator: "\n").count == 1)
      }
    }
    #expect(!FileManager.default.fileExists(atPath: workspace + "/.stemma/stemma.sqlite"))
  }

  @Test func aRankIsKeptWithItsErrorAndResumes() throws {
    let folder = try TemporaryFolder()
    let workspace = try ResumeTests.workspace(folder.path, documents: 300)
    #expect(try Program.run("compute", workspace, "--threads", "2").status == 0)
    let dense = try Self.scores(workspace)
    let whole = try #require(try Self.status(workspace)["step_storage"] as? [String: Any])
    #expect(whole["form"] as? String == "dense float32" && whole["relative_error"] is NSNull)

    let ranked = ["compute", workspace, "--threads", "2", "--step-rank", "4"]
    let computed = try Program.run(arguments: ranked)
    try #require(computed.status == 0, "\(computed.errors)")
    #expect(computed.errors.contains("Steps are kept as rank 4 in float32"))
    let storage = try #require(try Self.status(workspace)["step_storage"] as? [String: Any])
    #expect(storage["rank"] as? Int == 4 && storage["passages"] as? Int == 16)
    let noted = try #require(storage["relative_error"] as? Double)
    let scores = try Self.scores(workspace)
    let error = relativeDifference(scores, dense)
    #expect(error > 0.001 && error < 0.5)
    // A few steps on sixteen passages tell the error of all.
    #expect(noted > error / 3 && noted < error * 3, "\(noted) \(error)")

    // Killed on the way, and gone on with under less memory: the plan stays, and so does every bit.
    let reference = try ResumeTests.exported(workspace)
    try FileManager.default.removeItem(atPath: workspace + "/.stemma")
    let signal = try Interposer(Interposer.signalling, in: folder)
    let engine = try Program.start(
      ranked,
      environment: [
        "LD_PRELOAD": signal.path, "FAULT_SQL": "INTO gradient_norm", "FAULT_COUNT": "2",
        "FAULT_SIGNAL": "\(SIGKILL)",
      ])
    engine.waitUntilExit()
    #expect(engine.terminationReason == .uncaughtSignal)
    #expect(try Program.run(arguments: ranked + ["--memory", "0.5"]).status == 0)
    #expect(try ResumeTests.exported(workspace) == reference)

    // Modules add up to these scores, not to dense ones.
    let file = workspace + "/modules.safetensors"
    #expect(try Program.run("export", workspace, "--scores", file, "--per-module").status == 0)
    let modules = try SafetensorsFile(path: file)
    var sums = [Double](repeating: 0, count: scores.count)
    for name in modules.tensors.keys {
      for (index, value) in try modules.doubles(name).enumerated() { sums[index] += value }
    }
    #expect(relativeDifference(sums, scores) < 1e-4)
  }

  /// Where dense steps take several passes, what is chosen takes fewer and scores nearly alike.
  @Test func automaticChoiceLosesLittle() throws {
    let folder = try TemporaryFolder()
    let workspace = try ResumeTests.workspace(folder.path, documents: 60, copies: 10)
    #expect(try Program.run("compute", workspace, "--step-rank", "full").status == 0)
    let dense = try Self.scores(workspace)
    // Too little for all steps densely, enough for them as bytes.
    let least = try #require(Double(try ResumeTests.minimumMemory(workspace)))
    let little = try Program.run("compute", workspace, "--memory", String(least + 0.012))
    try #require(little.status == 0, "\(little.errors)")
    let storage = try #require(try Self.status(workspace)["step_storage"] as? [String: Any])
    #expect(storage["form"] as? String == "int8 in blocks of 64")
    #expect(try #require(storage["relative_error"] as? Double) < 0.02)
    #expect(relativeDifference(try Self.scores(workspace), dense) < 0.01)
    let table = try Program.run("evaluate", workspace, "--step-rank", "--passages", "40", "--json")
    let report = try #require(table.json as? [String: Any], "\(table.errors)")
    let rows = try #require(report["rows"] as? [[String: Any]])
    let errors = try rows.map { try #require($0["relative_error"] as? Double) }
    #expect(report["passages"] as? Int == 40 && rows.count == 7)
    #expect(errors[0] > errors[2] && errors[6] < 0.01, "\(errors)")
    let plain = try Program.run("evaluate", workspace, "--step-rank")
    #expect(plain.text.split(separator: "\n")[1].hasPrefix("steps kept as"), "\(plain.text)")
    // What takes minutes on a real model says how far it is.
    #expect(plain.errors.contains("step gradients") && plain.errors.contains("scoring passages"))
  }
}
