import Explorer
import Foundation
import Store
import Synchronization
import Testing

/// Explorers beside an engine that writes: none waits for the other, none sees half a block.
@Suite(.serialized) struct ReadersTests {
  /// STEMMA_READING_DOCUMENTS makes the run as long as anyone likes.
  @Test func eightReadersBesideAnEngineSeeWholeBlocksOnly() throws {
    let environment = ProcessInfo.processInfo.environment
    let documents = environment["STEMMA_READING_DOCUMENTS"].flatMap(Int.init) ?? 200
    let folder = try TemporaryFolder()
    let workspace = try ResumeTests.workspace(folder.path, documents: documents)
    let path = workspace + "/.stemma/stemma.sqlite"
    let engine = try Program.start(["compute", workspace, "--threads", "1"])
    let troubles = Mutex<[String]>([])
    let reads = Mutex(0)
    // What each reader saw of a block, which must be what everybody sees in the end.
    let seen = Mutex<[String: [Float]]>([:])
    let readers = (0..<8).map { _ in
      Thread {
        while engine.isRunning {
          do {
            guard FileManager.default.fileExists(atPath: path) else { continue }
            try Self.read(path, seen)
            reads.withLock { $0 += 1 }
          } catch {
            troubles.withLock { $0.append("\(error)") }
          }
        }
        reads.withLock { $0 += 1 << 32 }
      }
    }
    for reader in readers { reader.start() }
    engine.waitUntilExit()
    #expect(engine.terminationStatus == 0)
    while reads.withLock({ $0 >> 32 }) < 8 { Thread.sleep(forTimeInterval: 0.01) }
    #expect(troubles.withLock { $0 } == [])
    let count = reads.withLock { $0 & 0xffff_ffff }
    #expect(count > 8)
    let last = Mutex<[String: [Float]]>([:])
    try Self.read(path, last)
    let (during, after) = (seen.withLock { $0 }, last.withLock { $0 })
    #expect(!during.isEmpty && during.allSatisfy { after[$0.key] == $0.value })
    if documents > 200 { print("\(count) readings by 8 readers, \(during.count) blocks compared") }
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
