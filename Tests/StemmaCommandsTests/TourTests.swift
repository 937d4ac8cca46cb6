import Foundation
import Testing

/// A terminal that a test types into and reads, by tmux.
final class Tmux {
  private let socket = "stemma-\(UUID().uuidString.prefix(8))"

  init(width: Int, height: Int, command: String) throws {
    try tmux(
      "-f", "/dev/null", "new-session", "-d", "-s", "t", "-x", "\(width)", "-y", "\(height)",
      "env LANG=C.UTF-8 LC_ALL=C.UTF-8 TERM=xterm-256color " + command
        + "; echo left with $?; stty -a; exec sleep 600")
  }

  deinit { _ = try? tmux("kill-server") }

  @discardableResult
  func tmux(_ arguments: String...) throws -> String {
    // A file and no pipe: the server that the first command starts would hold a pipe open for good.
    let folder = try TemporaryFolder()
    let file = folder.path + "/out"
    _ = FileManager.default.createFile(atPath: file, contents: nil)
    let process = Process()
    // Foundation learns of an exit from a socket that the child inherits; the server must not keep it open.
    process.executableURL = URL(filePath: "/bin/bash")
    process.arguments =
      [
        "-c",
        "for f in /proc/self/fd/*; do f=${f##*/}; [ $f -gt 2 ] && eval \"exec $f>&-\"; done; exec tmux \"$@\"",
        "tmux", "-u", "-L", socket,
      ] + arguments
    process.environment = ProcessInfo.processInfo.environment.merging(["LC_ALL": "C.UTF-8"]) { $1 }
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = FileHandle(forWritingAtPath: file)
    process.standardError = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    return try String(contentsOfFile: file, encoding: .utf8)
  }

  var screen: String { (try? tmux("capture-pane", "-p", "-t", "t")) ?? "" }

  func type(_ keys: String...) throws {
    for key in keys { try tmux("send-keys", "-t", "t", key) }
  }

  /// Waits until the screen holds all of these texts.
  @discardableResult
  func wait(for texts: String..., seconds: Double = 30) throws -> String {
    let end = Date().addingTimeInterval(seconds)
    var seen = ""
    while Date() < end {
      seen = screen
      if texts.allSatisfy(seen.contains) { return seen }
      Thread.sleep(forTimeInterval: 0.05)
    }
    Issue.record("the screen never showed \(texts):\n\(seen)")
    return seen
  }
}

/// The real program on the sample, in a real terminal.
@Suite(.serialized)
struct TourTests {
  /// A copy of the sample in which one reasoning and one factual question are scored.
  static func sample(_ folder: TemporaryFolder) throws -> String {
    let workspace = folder.path + "/sample"
    let source = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "SampleData")
    try FileManager.default.copyItem(atPath: source.path, toPath: workspace)
    try? FileManager.default.removeItem(atPath: workspace + "/.stemma")
    return workspace
  }

  @Test func fromQuestionToDocumentAndBackAtTwoSizes() throws {
    let folder = try TemporaryFolder()
    let workspace = try Self.sample(folder)
    let computed = try Program.run(
      "compute", workspace, "--questions", "slope-01,fact-01,arithmetic-01", "--factor-passages",
      "50")
    try #require(computed.status == 0, "\(computed.errors)")
    for (width, height) in [(80, 24), (120, 36)] {
      try tour(
        Tmux(
          width: width, height: height,
          command: "\(Program.path) \(workspace) --no-engine --fresh"))
    }
  }

  private func tour(_ terminal: Tmux) throws {
    let first = try terminal.wait(for: "[1 Explore]", "Questions", "Steps", "Documents", "fact-01")
    #expect(first.split(separator: "\n").first?.contains("Stemma") == true)
    try terminal.type(":q slope-01", "Enter")
    try terminal.wait(for: "reasoning / slope > slope-01 > whole", "rank")
    try terminal.type("Enter", "j")
    try terminal.wait(for: "step 1 of")
    try terminal.type("Enter", "f", "c")
    let filtered = try terminal.wait(for: "type=code", "code ·")
    #expect(!filtered.contains("foru ·") && !filtered.contains("text ·"))
    try terminal.type("Enter")
    try terminal.wait(for: "[2 Read]", "Document")
    try terminal.type("Escape")
    try terminal.wait(for: "[1 Explore]", "type=code")
    try terminal.type("3")
    try terminal.wait(for: "factual", "reasoning", "common")
    try terminal.type("1", "q")
    let end = try terminal.wait(for: "left with 0", "icanon")
    #expect(end.contains(" echo") && !end.contains("-echo ") && !end.contains("-icanon"))
  }

  @Test func engineWorksBehindTheScreenAndStopsWithIt() throws {
    let folder = try TemporaryFolder()
    let workspace = try Self.sample(folder)
    let terminal = try Tmux(width: 120, height: 36, command: "\(Program.path) \(workspace)")
    try terminal.wait(for: "[1 Explore]", "fact-01", "engine ●", seconds: 60)
    try terminal.type("q")
    Thread.sleep(forTimeInterval: 0.5)
    if !terminal.screen.contains("left with") { try terminal.type("Enter") }
    try terminal.wait(for: "left with 0")
    let status = try Program.run("status", workspace, "--json").json as? [String: Any]
    #expect(status?["engine"] is NSNull)
    #expect(status?["run"] is Int)
  }
}
