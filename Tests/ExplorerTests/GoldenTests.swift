import Explorer
import Foundation
import RunModel
import Store
import Synchronization
import Terminal
import Testing
import Themes

/// Frames as they were when somebody last looked at them; `UPDATE_GOLDENS=1` writes them anew.
@Suite struct GoldenTests {
  static let sizes = [(120, 36), (100, 30), (80, 24), (64, 18), (44, 12)]
  static let screens: [(name: String, keys: String)] = [
    ("explore", ""), ("documents", "j j Enter j Enter j"), ("filtered", "Enter Enter f c f f f +"),
    ("empty", "Enter Enter f k 1 Enter f - F f s"), ("reader", "j j Enter j j Enter Enter"),
    ("compare", "j j c k k 3"), ("findings", "4 j l"), ("magnitude", "4 ]"), ("jobs", "6"),
    ("ask", "5"), ("help", "Enter ? f i l"), ("palette", "Ctrl-P c o m p"),
    ("themes", "T Down"), ("parts", "6"),
    ("control", "4 ] ] ] ] ] ] ] j j"), ("fields", "4 ] ] ] ] ] ] ] ] j j"), ("removal", "4 [ j"),
    ("pinned", "g c m e a n ( f a c t u a l ) Space - Space q 0 6 1 Enter Enter j"),
    ("facts", "j j Enter j Enter i"), ("prompt", "/ s l o"),
  ]
  private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().appendingPathComponent("Golden/explorer")

  /// Retrainings without the top documents of three tasks, by two rankings.
  private static let removal = RemovalFact(
    setting: "1200 documents, 36 questions, 90 steps; 3 starts, each with and without",
    tasks: ["arithmetic", "factual", "slope"], written: [0.61, 0.42, 0.18],
    effects: [20, 100].flatMap { count in
      [("EK-FAC", ["arithmetic", "factual", "slope"]), ("random", ["–"])].flatMap {
        ranking, removed in
        removed.flatMap { gone in
          ["arithmetic", "factual", "slope"].enumerated().map { place, task in
            let rise = (gone == task ? 0.31 : 0.012 * Double(place - 1)) * Double(count) / 100
            return RemovalFact.Effect(
              removed: gone, ranking: ranking, count: count, task: task, rise: rise,
              interval: [rise - 0.04, rise + 0.05], writtenChange: -rise / 4)
          }
        }
      }
    })

  /// Parts of a run on several machines, in every state.
  private static let parts: [Activity.Part] =
    [
      .init(
        name: "0/12", host: "node07", state: .working,
        work: "scoring passages 3/40, block 36", rate: 1249.6, silence: 1),
      .init(
        name: "1/12", host: "node08.cluster.example", state: .waiting,
        work: "waits for step gradients of other parts", silence: 2),
      .init(
        name: "2/12", host: "node09", state: .silent,
        work: "probably dead, start it again: fitting covariances 1/2, share 1", rate: 61,
        silence: 4000),
      .init(
        name: "3/12", host: "node10", state: .ended,
        work: "stopped on request; 2 pieces of scores of part 3/12 are left", rate: 900,
        silence: 130),
    ]
    + (4..<11).map {
      .init(
        name: "\($0)/12", host: "node\($0)", state: .whole, work: "whole", rate: 1000, silence: 60)
    } + [.init(name: "11/12", host: "", state: .unseen, work: "has not begun")]

  private func frames(_ name: String, _ keys: String) throws -> String {
    var text = ""
    for size in Self.sizes {
      text += "# \(size.0)x\(size.1)\n"
      for (place, depth) in Self.depths.enumerated() {
        let bench = try bench(size, depth.depth, keys, of: name)
        let styled = Snapshot(bench.frame).text
        if place == 0 { text += Snapshot(bench.frame, styles: size.0 == 80).text }
        // Every style at every size and depth, as a number: the frames of one size are enough to read.
        text += "S|\(depth.name) \(Self.digest(styled))\n"
      }
    }
    return text
  }

  private static let depths: [(name: String, depth: ColorDepth)] = [
    ("256", .palette), ("none", .none), ("8", .eight), ("16", .sixteen), ("direct", .direct),
  ]

  private func bench(
    _ size: (Int, Int), _ depth: ColorDepth, _ keys: String, of name: String
  ) throws -> Bench {
    var bench = try Bench(
      width: size.0, height: size.1,
      source: FixtureSource(
        passages: ["control", "fields"].contains(name) ? 200 : 40, hasHeat: true))
    if name == "removal" { bench.source.retrained.withLock { $0 = Self.removal } }
    bench.state.themes = Theme.builtIn(depth: depth)
    // Ember has colours of its own at every depth; Plain leaves them to the terminal.
    bench.state.theme = bench.state.themes[depth == .palette ? 0 : 1]
    var activity = bench.source.activity()
    if name == "parts" {
      (activity.parts, activity.missingParts) = (Self.parts, "parts 0,1,2,3,11")
    }
    try bench.send(.activity(activity))
    try bench.send(
      .engine(
        EngineStatus(state: .running, stage: .scores, done: 62, total: 100, remaining: 192)))
    try bench.press(keys)
    return bench
  }

  /// FNV-1a of a text (Fowler, Noll, Vo 1991), 64 bits.
  private static func digest(_ text: String) -> String {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in text.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
    return String(hash, radix: 16)
  }

  @Test(arguments: screens.map(\.name))
  func screenIsAsItWas(name: String) throws {
    let keys = try #require(Self.screens.first { $0.name == name }).keys
    let text = try frames(name, keys)
    let file = Self.folder.appendingPathComponent("\(name).txt")
    if ProcessInfo.processInfo.environment["UPDATE_GOLDENS"] != nil {
      try FileManager.default.createDirectory(at: Self.folder, withIntermediateDirectories: true)
      try Data(text.utf8).write(to: file)
    }
    let golden = try String(contentsOf: file, encoding: .utf8)
    guard golden != text else { return }
    let (old, new) = (golden.split(separator: "\n"), text.split(separator: "\n"))
    let place = zip(old, new).enumerated().first { $0.element.0 != $0.element.1 }
    Issue.record(
      """
      \(name), line \((place?.offset ?? min(old.count, new.count)) + 1)
      was \(place?.element.0 ?? "nothing")
      is  \(place?.element.1 ?? "nothing")
      """)
  }

  @Test func withoutColourTheSameIsSaid() throws {
    for (_, keys) in Self.screens where !keys.hasPrefix("T") {
      var bench = try Bench(width: 80, height: 24, source: FixtureSource(hasHeat: true))
      try bench.press(keys)
      bench.state.theme = Theme.builtIn(depth: .palette)[0]
      let coloured = bench.frame.rows
      bench.state.theme = Theme.builtIn(depth: .none)[5]
      #expect(bench.frame.rows == coloured)
    }
  }
}
