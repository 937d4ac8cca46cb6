import Foundation
import TestSupport
import Testing

/// What the forecast says before a job, and what the job then takes.
@Suite(.tags(.program)) struct ForecastTests {
  /// The sample's model on a part of its corpus and a few of its questions.
  private static func workspace(_ folder: TemporaryFolder) throws -> String {
    let script = """
      set -e; sample=$(pwd)/SampleData; cd "$1"; mkdir work
      head -700 "$sample/corpus.jsonl" > corpus.jsonl; head -6 "$sample/questions.jsonl" > questions.jsonl
      printf 'checkpoint: %s\\ncorpus: ../corpus.jsonl\\nquestions: ../questions.jsonl\\n' "$sample/checkpoint" \
        > work/stemma.yaml
      """
    try #require(try Program.shell(script, folder.path).status == 0)
    return folder.path + "/work"
  }

  @Test(.disabled(if: Sanitizer.isWatching))
  func theSamplesMemoryIsForecastWithinAQuarter() throws {
    let folder = try TemporaryFolder()
    let workspace = try Self.workspace(folder)
    let options = ["--threads", "2", "--factor-passages", "300"]
    let forecast = try Program.run(arguments: ["compute", workspace, "--dry-run"] + options)
    let said = try #require(
      forecast.text.firstMatch(of: /memory +([0-9.]+) ([MG])iB/), "\(forecast.errors)")
    // It says what it does before it does it.
    #expect(forecast.errors.contains("reading the checkpoint"))
    let engine = try Program.start(["compute", workspace] + options)
    var most = 0
    while engine.isRunning {
      most = max(most, EngineMemoryTests.most(engine) ?? 0)
      Thread.sleep(forTimeInterval: 0.02)
    }
    engine.waitUntilExit()
    try #require(engine.terminationStatus == 0)
    let bytes = try #require(Double(said.1)) * (said.2 == "G" ? 1024 : 1)
    #expect(
      abs(bytes - Double(most)) <= Double(most) / 4, "\(bytes) MiB forecast, \(most) MiB held")
  }

  @Test func tooLittleMemoryIsRefusedInASentence() throws {
    let folder = try TemporaryFolder()
    let workspace = try Self.workspace(folder)
    for extra in [[], ["--dry-run"]] {
      let refused = try Program.run(
        arguments: ["compute", workspace, "--memory", "0.01"] + extra)
      #expect(refused.status == 1)
      #expect(refused.errors.contains("is the least that works"), "\(refused.errors)")
    }
    #expect(try Program.run("compute", workspace, "--memory", "-1").status == 2)
  }
}
