import Foundation
import TestSupport
import Testing

/// Files that somebody changes while the program reads them, or works with what it has read.
@Suite(.serialized, .tags(.program)) struct ChangingFilesTests {
  /// A file that changes under the program's hands.
  struct Change: Sendable, CustomTestStringConvertible {
    let name: String
    /// The system's call after which it changes.
    let call: String
    /// From the world's folder.
    let file: String
    /// Whether another file comes in its place; otherwise it is emptied.
    let isReplaced: Bool
    let sees: String

    var testDescription: String { name }
  }

  static let changes = [
    Change(
      name: "weights cut off while they are read", call: "mmap",
      file: "checkpoint/model.safetensors", isReplaced: false,
      sees: "model.safetensors: was cut off, or its disk failed, while it was being read"),
    Change(
      name: "weights replaced while they are read", call: "mmap",
      file: "checkpoint/model.safetensors", isReplaced: true,
      sees: "model.safetensors: was changed while it was being read"),
    Change(
      name: "corpus replaced while it is read", call: "read", file: "corpus.jsonl",
      isReplaced: true, sees: "corpus.jsonl: was changed while it was being read"),
  ]

  @Test(arguments: changes)
  func changeWhileReadingEndsWithASentence(change: Change) throws {
    let world = try FaultWorld(ownCheckpoint: true)
    let file = URL(filePath: world.folder.path + "/" + change.file)
    let before = try Data(contentsOf: file)
    let other = world.folder.path + "/other"
    // Another number at the end of the weights, one document less in the corpus.
    var data = before
    if change.call == "mmap" {
      data[data.count - 1] ^= 1
    } else {
      data = data[..<(try #require(data.lastIndex(of: 0x0A)))]
    }
    try data.write(to: URL(filePath: other))
    let stopped = try Self.compute(
      world, call: change.call, file: "/" + change.file, other: change.isReplaced ? other : nil)
    #expect(stopped.status == 1)
    #expect(stopped.errors.contains("stemma: \(file.path)"), "\(stopped.errors)")
    #expect(stopped.errors.contains(change.sees), "\(stopped.errors)")
    if !change.isReplaced { try before.write(to: file) }
    try world.endsAsIfNothingHappened()
  }

  @Test func indexCutOffWhileItIsSearchedEndsWithASentence() throws {
    let world = try FaultWorld()
    let reference = try world.reference()
    try #require(try Program.run("compute", world.workspace, "--threads", "2").status == 0)
    let stopped = try Self.compute(
      world, call: "mmap", file: "block-0000000000.stemma", other: nil,
      command: "ask \"$1\" 'the slope of the line'")
    #expect(stopped.status == 1)
    #expect(stopped.errors.contains("block-0000000000.stemma: was cut off"), "\(stopped.errors)")
    try #require(try Program.run("compute", world.workspace, "--rebuild-index").status == 0)
    #expect(try Program.run("ask", world.workspace, "the slope of the line").status == 0)
    #expect(try ResumeTests.exported(world.workspace) == reference)
  }

  /// - Parameter target: the file that changes, if it is not the one that the call is about.
  private static func compute(
    _ world: FaultWorld, call: String, file: String, target: String? = nil, other: String?,
    command: String = "compute \"$1\" --threads 2"
  ) throws -> Program.Output {
    let change = try Interposer(Interposer.changingFile, in: world.folder)
    let more = [("FAULT_TARGET", target), ("FAULT_OTHER", other)].map { name, value in
      value.map { "\(name)='\($0)'" } ?? ""
    }
    return try Program.shell(
      """
      export FAULT_CALL=\(call) FAULT_FILE='\(file)' \(more.joined(separator: " "))
      LD_PRELOAD='\(change.path)' exec timeout -k 1 300 "$0" \(command)
      """, world.workspace)
  }

  @Test(arguments: ["checkpoint", "corpus"])
  func changeWhileRunningIsOfTheNextRun(what: String) throws {
    let world = try FaultWorld(ownCheckpoint: true)
    let reference = try world.reference()
    let isCorpus = what == "corpus"
    let file = world.folder.path + (isCorpus ? "/corpus.jsonl" : "/checkpoint/model.safetensors")
    var data = try Data(contentsOf: URL(filePath: file))
    if isCorpus {
      data += Data("\n{\"text\": \"one more\"}".utf8)
    } else {
      data[data.count - 1] ^= 1
    }
    let other = world.folder.path + "/other"
    try data.write(to: URL(filePath: other))
    // Both are read when the fit begins its journal, and no passage is scored yet.
    let run = try Self.compute(
      world, call: "rename", file: "/fit.json", target: file, other: other)
    #expect(run.status == 0, "\(run.errors)")
    #expect(try Data(contentsOf: URL(filePath: file)) == data)
    #expect(try ResumeTests.exported(world.workspace) == reference)
    let status = try #require(
      try Program.run("status", world.workspace, "--json").json as? [String: Any])
    #expect((status["stale"] as? String)?.contains(what) == true, "\(status)")
    try world.endsAsIfNothingHappened()
  }
}
