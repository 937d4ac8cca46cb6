import Foundation
import ScaleWorkspace
import TerminalHarness

/// What a person waits for, on a workspace of the study's own size or on one that is there.
@main
enum ExplorerBenchmark {
  static func main() throws {
    let arguments = CommandLine.arguments.dropFirst()
    guard let kind = arguments.first, let folder = arguments.dropFirst().first else {
      print("ExplorerBenchmark scale FOLDER [PASSAGES]\nExplorerBenchmark workspace FOLDER")
      return
    }
    switch kind {
    case "scale":
      let passages = arguments.dropFirst(2).first.flatMap { Int($0) } ?? 5_000_000
      try ScaleWorkspace.ofOneQuestion(passages: passages).make(in: URL(filePath: folder))
      try scale(folder)
    default:
      guard FileManager.default.fileExists(atPath: folder + "/.stemma/stemma.sqlite") else {
        return print("\(folder): nothing is computed; run `stemma compute \(folder)` first")
      }
      try everyday(folder)
    }
  }

  private static func show(_ name: String, _ value: Double, limit: Double) {
    let text = String(format: "%8.1f ms", value)
    print(
      "\(name.padding(toLength: 44, withPad: " ", startingAt: 0))\(text)   at most \(Int(limit))")
  }

  private static func scale(_ folder: String) throws {
    // The first start reads the file into the cache of the system, as any use does.
    for round in ["cold", "warm"] {
      let session = try Session(folder)
      let first = session.opened { $0.contains("[1 Explore]") }
      let listed = session.opened { $0.contains("What is 80 + 80") || $0.contains("What is 2 + 2") }
      print(round)
      show("first frame", first, limit: 300)
      show("questions listed", listed, limit: 300)
      // A first start opens on the question that has scores: once away from it and back.
      _ = session.time("k") { $0.contains("question-1 > whole") }
      session.terminal.settle(milliseconds: 1500)
      let whole = session.time("j") {
        $0.contains(" of a") && $0.contains("question-2 > whole")
      }
      show("top rows of a whole completion of four steps", whole, limit: 600)
      session.terminal.settle(milliseconds: 1500)
      _ = session.time("\r") { $0.contains("╔═ Steps") }
      let step = session.time("j") {
        $0.contains("step 1 of 4") && $0.contains(" of a") && !$0.contains(" … ═")
          && !$0.contains(" … ─")
      }
      show("a step's top rows", step, limit: 150)
      session.terminal.settle(milliseconds: 1500)
      let filter = session.time("fc") { $0.contains("type=code") && $0.contains("1,000,000 of") }
      show("a type filter", filter, limit: 100)
      let memory = session.memory
      print("memory now \(memory.now) MiB, at most \(memory.most) MiB; limit 600")
      session.close()
    }
  }

  private static func everyday(_ folder: String) throws {
    for _ in 0..<2 { try Session(folder).warmUp() }
    let session = try Session(folder)
    show("first frame", session.opened { $0.contains("[1 Explore]") }, limit: 50)
    session.terminal.settle()
    _ = session.time("\r\r") { $0.contains("╔═ Documents") }
    session.terminal.settle()
    var times: [Double] = []
    for _ in 0..<500 {
      let here = session.terminal
      // Else a frame that the key before has led to would be taken for this key's.
      here.settle(milliseconds: 20)
      let before = here.output.count
      times.append(session.time("j") { _ in here.output.count > before })
    }
    times.sort()
    show("key to frame, median of 500", times[250], limit: 16)
    show("key to frame, 99th percentile", times[494], limit: 16)
    session.terminal.settle(milliseconds: 1500)
    let before = session.processorTime
    Thread.sleep(forTimeInterval: 10)
    print("processor time of 10 idle seconds: \(session.processorTime - before) ms")
    let memory = session.memory
    print("memory now \(memory.now) MiB, at most \(memory.most) MiB; limit 100")
    session.close()
  }
}

extension Session {
  func warmUp() {
    terminal.settle()
    close()
  }
}
