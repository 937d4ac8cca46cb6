import Foundation
import RunModel
import Store
import TestSupport
import Testing

/// What the engine holds at most does not depend on how much it reads.
@Suite(.tags(.program)) struct EngineMemoryTests {
  private static let documents = 3_072

  /// The most memory that a process has held so far, MiB.
  static func most(_ process: Process) -> Int? {
    let path = "/proc/\(process.processIdentifier)/status"
    let status = try? String(contentsOfFile: path, encoding: .utf8)
    return status?.split(separator: "\n").first { $0.hasPrefix("VmHWM") }
      .flatMap { $0.split { !$0.isNumber }.first }.flatMap { Int($0) }.map { $0 / 1024 }
  }

  /// MiB that the forecast says.
  private static func forecast(_ workspace: String) throws -> Int {
    let said = try Program.run(arguments: ["compute", workspace, "--dry-run"] + options)
    let line = try #require(
      said.text.split(separator: "\n").first { $0.hasPrefix("memory") }, "\(said.errors)")
    let size = try #require(line.firstMatch(of: /([0-9.]+) ([MG])iB/))
    return Int(try #require(Double(size.1)) * (size.2 == "G" ? 1024 : 1))
  }

  private static let options = ["--threads", "2", "--factor-passages", "200"]

  @Test(.disabled(if: Sanitizer.isWatching))
  func theSecondHalfOfTheCorpusTakesNoMoreThanTheFirst() throws {
    let folder = try TemporaryFolder()
    let workspace = try ResumeTests.workspace(folder.path, documents: Self.documents)
    let forecast = try Self.forecast(workspace)
    let engine = try Program.start(["compute", workspace] + Self.options)
    var (half, whole) = (0, 0)
    var isBeyondHalf = false
    while engine.isRunning {
      let store = try? Store(path: workspace + "/.stemma/stemma.sqlite", access: .existing)
      if let state = try? store?.engineState(), state.stage == .scores {
        isBeyondHalf = isBeyondHalf || state.done > Self.documents / 2
      }
      whole = max(whole, Self.most(engine) ?? 0)
      if !isBeyondHalf { half = whole }
      Thread.sleep(forTimeInterval: 0.05)
    }
    engine.waitUntilExit()
    try #require(engine.terminationStatus == 0 && isBeyondHalf)
    // Memory that was used once and not given back makes the difference.
    #expect(half > 50 && Double(whole) < 1.1 * Double(half), "\(half) and \(whole) MiB")
    #expect(abs(forecast - whole) <= whole / 4, "\(forecast) MiB forecast, \(whole) MiB")
  }
}
