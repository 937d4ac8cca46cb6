import Explorer
import Foundation
import RunModel
import Store
import Synchronization
import TerminalHarness
import TestSupport
import Testing

/// Explorers beside an engine that writes: none waits for the other, none sees half a block.
@Suite(.serialized, .tags(.program)) struct ReadersTests {
  /// STEMMA_READING_SAMPLE makes it a full run on the sample, which takes minutes.
  private static let isLong = ProcessInfo.processInfo.environment["STEMMA_READING_SAMPLE"] != nil

  private static func workspace(_ folder: TemporaryFolder) throws -> String {
    isLong ? try TourTests.sample(folder) : try ResumeTests.workspace(folder.path, documents: 600)
  }

  /// An engine that stays when its work is done, however fast it was.
  private static func engine(_ workspace: String) throws -> Process {
    try Program.start(["compute", workspace, "--threads", "1", "--serve"])
  }

  private static func hasDoneItsWork(_ path: String) -> Bool {
    let state = try? Store(path: path, access: .existing).engineState()
    return state?.stage == .jobs
  }

  @Test func eightReadersBesideAnEngineSeeWholeBlocksOnly() throws {
    let folder = try TemporaryFolder()
    let workspace = try Self.workspace(folder)
    let path = workspace + "/.stemma/stemma.sqlite"
    let engine = try Self.engine(workspace)
    let troubles = Mutex<[String]>([])
    let reads = Mutex([Int](repeating: 0, count: 8))
    let isOver = Mutex(false)
    // What each reader saw of a block, which must be what everybody sees in the end.
    let seen = Mutex<[String: [Float]]>([:])
    let readers = DispatchGroup()
    for number in 0..<8 {
      readers.enter()
      let reader = Thread {
        defer { readers.leave() }
        while !isOver.withLock({ $0 }) {
          do {
            guard FileManager.default.fileExists(atPath: path) else { continue }
            try Self.read(path, seen)
            reads.withLock { $0[number] += 1 }
            // As often as explorers look for changes; in the short run as often as can be.
            if Self.isLong { Thread.sleep(forTimeInterval: 0.25) }
          } catch {
            troubles.withLock { $0.append("\(error)") }
          }
        }
      }
      reader.start()
    }
    while engine.isRunning, !Self.hasDoneItsWork(path) { Thread.sleep(forTimeInterval: 0.1) }
    let sofar = reads.withLock { $0 }
    #expect(comesTrue { reads.withLock { zip($0, sofar).allSatisfy { $0 >= $1 + 2 } } })
    engine.terminate()
    engine.waitUntilExit()
    #expect(engine.terminationStatus == 143)
    // Another that finds all done, and ends by itself, which puts the write-ahead log into the file.
    #expect(try Program.run("compute", workspace, "--threads", "1").status == 0)
    isOver.withLock { $0 = true }
    readers.wait()
    #expect(troubles.withLock { $0 } == [])
    let last = Mutex<[String: [Float]]>([:])
    try Self.read(path, last)
    let (during, after) = (seen.withLock { $0 }, last.withLock { $0 })
    #expect(!during.isEmpty && during.allSatisfy { after[$0.key] == $0.value })
    let count = reads.withLock { $0.reduce(0, +) }
    if Self.isLong { print("\(count) readings by 8 readers, \(during.count) blocks compared") }
  }

  /// What a person at one of eight explorers could be told of an engine that writes to their database.
  private static let troubles = [
    "holds the database", "is locked", "damaged", "makes no sense", "cannot be opened",
    "cannot be written", "failed",
  ]

  /// Whoever sits there walks about, opens passages and stars them, which writes.
  @Test func eightExplorersBesideAnEngineSayNothingOfIt() throws {
    let folder = try TemporaryFolder()
    let workspace = try Self.workspace(folder)
    let engine = try Self.engine(workspace)
    let explorers = try (0..<8).map { number in
      let home = "\(folder.path)/home-\(number)"
      try FileManager.default.createDirectory(atPath: home, withIntermediateDirectories: true)
      return try PseudoTerminal(
        ["explore", workspace, "--no-engine", "--fresh"], width: 100, height: 30,
        environment: [
          "TERM": "xterm-256color", "LANG": "C.UTF-8", "HOME": home, "PATH": "/usr/bin:/bin",
        ])
    }
    var random = RandomSource(seed: 5)
    let keys = ["j", "k", "\r", "\t", "1\r\rjs", "1\r\rs", "3", "4", "1"]
    var said: Set<String> = []
    var presses = [Int](repeating: 0, count: explorers.count)
    let path = workspace + "/.stemma/stemma.sqlite"
    func pressEach() {
      for (number, explorer) in explorers.enumerated() {
        explorer.pump()
        for row in explorer.screen.rows where Self.troubles.contains(where: row.contains) {
          said.insert(row)
        }
        guard explorer.screen.contains(" Stemma ") else { continue }
        let isFirst = explorer.screen.contains("[1 Explore]")
        explorer.send(isFirst ? keys[Int(random.next() % UInt64(keys.count))] : "1")
        presses[number] += 1
      }
    }
    while engine.isRunning, !Self.hasDoneItsWork(path) {
      pressEach()
      usleep(20_000)
    }
    // However fast the engine was, everybody has pressed something while it lived.
    #expect(
      comesTrue {
        pressEach()
        return presses.allSatisfy { $0 > 8 }
      })
    engine.terminate()
    engine.waitUntilExit()
    #expect(engine.terminationStatus == 143)
    #expect(said == [])
    for explorer in explorers {
      explorer.send("1")
      #expect(explorer.shows("[1 Explore]"))
      explorer.send("Q")
      #expect(explorer.end() == 0)
    }
    let store = try Store(path: workspace + "/.stemma/stemma.sqlite", access: .existing)
    if Self.isLong { #expect(try !store.stars().isEmpty) }
    if Self.isLong { print("\(presses.reduce(0, +)) keys pressed in 8 explorers, nothing said") }
  }

  /// Opens the database as a reading command does and keeps every block that is there.
  private static func read(_ path: String, _ seen: borrowing Mutex<[String: [Float]]>) throws {
    let store = try Store(path: path, access: .existing)
    guard let source = try StoreSource(store: store, run: nil) else { return }
    let catalog = try source.catalog()
    _ = try source.status()
    _ = try source.activity()
    guard let run = try store.run(nil) else { return }
    for question in try store.questions(set: run.questionSet) {
      for step in try store.steps(question: question.row) {
        let passages = catalog.types.count
        let vector = try store.scores(step: step.row, run: run, passages: passages)
        for block in vector.blocks.indices where vector.blocks[block] {
          let start = block * run.blockSize
          let values = Array(vector.values[start..<min(start + run.blockSize, passages)])
          let known = seen.withLock { blocks in
            let known = blocks["\(step.row) \(block)"] ?? values
            blocks["\(step.row) \(block)"] = known
            return known
          }
          guard known == values else { throw ReadingError.changed(step.row, block) }
        }
      }
    }
  }

  private enum ReadingError: Error { case changed(Int64, Int) }
}
