import Foundation
import RunModel
import TerminalHarness
import TestSupport
import Testing

/// The real program on the sample, in a real terminal.
@Suite(.serialized, .tags(.program))
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
    try indexBeginsWithTheExactOrder(workspace)
    // An engine that has done its work and waits for questions.
    let engine = try Program.start([
      "compute", workspace, "--questions", "slope-01,fact-01,arithmetic-01", "--factor-passages",
      "50", "--serve",
    ])
    defer { engine.terminate() }
    for (number, size) in [(80, 24), (120, 36)].enumerated() {
      try askTour(
        Tmux(
          width: size.0, height: size.1,
          command: "\(Program.path) \(workspace) --no-engine --fresh"),
        question: "ask-\(number + 1)")
    }
  }

  private struct IndexQuality: Decodable {
    struct Row: Decodable {
      let bytesPerPassage: Int
      let top50Overlap: Double
      let top10InFirst5Percent: Double
      let top10InFirst10Percent: Double
    }
    let bytes: Int
    let rows: [Row]
  }

  /// The order that a typed question's documents begin with, over the whole corpus of the sample.
  private func indexBeginsWithTheExactOrder(_ workspace: String) throws {
    let output = try Program.run("evaluate", workspace, "--index", "--json")
    try #require(output.status == 0, "\(output.errors)")
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    let quality = try decoder.decode(IndexQuality.self, from: Data(output.text.utf8))
    let built = try #require(quality.rows.last)
    #expect(built.top50Overlap >= 0.6)
    #expect(built.top10InFirst5Percent >= 0.85)
    #expect(built.top10InFirst10Percent >= 0.92)
    #expect(built.bytesPerPassage <= 16 << 10)
    #expect(quality.bytes <= 500_000_000)
  }

  /// A question of one's own: typed, answered, traced, held, stopped, gone on with, kept, found again.
  private func askTour(_ terminal: Tmux, question: String) throws {
    try terminal.wait(for: "[1 Explore]", "-01 >")
    try terminal.type("5")
    try terminal.wait(for: "[5 Ask]", "Your question")
    try terminal.type(
      "e", "C-u", "What is the slope of the line through (2, 11) and (6, 3)?", "Enter")
    try terminal.wait(for: "\(question) (unsaved)", "✓ generate", "✓ coarse order", "nearest of")
    try terminal.type("l")
    // Exact at the top, approximate below.
    try terminal.wait(for: " = ", " ~ ", "exact", "top 15")
    try terminal.type("j")
    try terminal.wait(for: "held")
    try terminal.type("C-c")
    try terminal.wait(for: "stopped; what exists is kept")
    try terminal.type("H", "Enter")
    try terminal.wait(for: "[2 Read]", "Document")
    try terminal.type("Escape", "h")
    try terminal.wait(for: "[5 Ask]", "stopped; r goes on")
    try terminal.type("S")
    try terminal.wait(for: "expected answer")
    try terminal.type("-2", "Enter")
    try terminal.wait(for: "✓ the expected answer", "is kept, answered right")
    try terminal.type("r")
    try terminal.wait(for: "● exact scores")
    try terminal.type("1")
    try terminal.wait(for: "[1 Explore]")
    try terminal.type(":q \(question)", "Enter")
    try terminal.wait(for: "asked > \(question)")
    try terminal.type("q")
    try terminal.wait(for: "left with 0")
  }

  private func tour(_ terminal: Tmux) throws {
    let first = try terminal.wait(
      for: "[1 Explore]", "Questions", "Steps", "Documents", "arithmetic-01 >")
    #expect(first.split(separator: "\n").first?.contains("Stemma") == true)
    try terminal.type(":q slope-01", "Enter")
    try terminal.wait(for: "reasoning / slope > slope-01 > whole", "rank")
    try terminal.type("Enter", "j")
    try terminal.wait(for: "step 1 of")
    try terminal.type("Enter", "f", "c")
    let filtered = try terminal.wait(for: "type=code", "code  ·")
    #expect(!filtered.contains("foru  ·") && !filtered.contains("text  ·"))
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
    try terminal.wait(for: "[1 Explore]", "-01 >", "engine ●", seconds: 60)
    try terminal.type("q")
    // It asks what becomes of the engine if that still works.
    _ = comesTrue {
      ["left with", "stops and quits"].contains(where: terminal.screen.contains)
    }
    if !terminal.screen.contains("left with") { try terminal.type("Enter") }
    try terminal.wait(for: "left with 0")
    let status = try Program.run("status", workspace, "--json").json as? [String: Any]
    #expect(status?["engine"] is NSNull)
    #expect(status?["run"] is Int)
  }
}
