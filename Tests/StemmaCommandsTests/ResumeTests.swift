import Foundation
import TestSupport
import Testing

/// A killed engine goes on where it was and ends with the same bits.
@Suite(.serialized)
struct ResumeTests {
  /// A workspace over the reference checkpoint, with a corpus long enough to be interrupted in every stage.
  static func workspace(_ folder: String, documents: Int) throws -> String {
    let golden = try Golden("llama")
    var random = RandomSource(seed: 7)
    let words = try golden.objects(golden.corpus).flatMap {
      ($0["text"] as? String ?? "").split(separator: " ").map(String.init)
    }
    let lines = try (0..<documents).map { number in
      let text = (0..<60).map { _ in words[Int(random.next() % UInt64(words.count))] }
      let object = ["id": "d\(number)", "type": "code", "text": text.joined(separator: " ")]
      return String(decoding: try JSONSerialization.data(withJSONObject: object), as: UTF8.self)
    }
    let corpus = folder + "/corpus.jsonl"
    try Data(lines.joined(separator: "\n").utf8).write(to: URL(filePath: corpus))
    let workspace = folder + "/work"
    let made = try Program.run(
      "init", workspace, "--checkpoint", golden.checkpoint, "--corpus", corpus, "--questions",
      golden.questions)
    try #require(made.status == 0, "\(made.errors)")
    return workspace
  }

  static func exported(_ workspace: String) throws -> Data {
    let file = workspace + "/scores.safetensors"
    let output = try Program.run("export", workspace, "--scores", file)
    try #require(output.status == 0, "\(output.errors)")
    return try Data(contentsOf: URL(filePath: file))
  }

  /// The gradient index, file by file.
  static func index(_ workspace: String) throws -> [String: Data] {
    let folder = workspace + "/.stemma/index"
    let names = try FileManager.default.contentsOfDirectory(atPath: folder)
    return try Dictionary(
      uniqueKeysWithValues: names.map {
        ($0, try Data(contentsOf: URL(filePath: folder + "/" + $0)))
      })
  }

  @Test func killsAtRandomMomentsChangeNoBit() throws {
    let folder = try TemporaryFolder()
    let workspace = try Self.workspace(folder.path, documents: 400)
    let started = Date()
    let whole = try Program.run("compute", workspace, "--threads", "2")
    try #require(whole.status == 0, "\(whole.errors)")
    let length = Date().timeIntervalSince(started)
    let reference = try Self.exported(workspace)
    let index = try Self.index(workspace)
    #expect(index.count == 3)
    var random = RandomSource(seed: 11)
    for _ in 0..<3 {
      try FileManager.default.removeItem(atPath: workspace + "/.stemma")
      var kills = 0
      while kills < 4 {
        let engine = try Program.start(["compute", workspace, "--threads", "2"])
        Thread.sleep(forTimeInterval: length * Double(random.next() % 1_000) / 2_500)
        kill(engine.processIdentifier, SIGKILL)
        engine.waitUntilExit()
        kills += 1
      }
      let resumed = try Program.run("compute", workspace, "--threads", "2")
      try #require(resumed.status == 0, "\(resumed.errors)")
      #expect(try Self.exported(workspace) == reference)
      #expect(try Self.index(workspace) == index)
    }
  }

  @Test func secondEngineIsRefusedAndStopIsKept() throws {
    let folder = try TemporaryFolder()
    let workspace = try Self.workspace(folder.path, documents: 3_000)
    let first = try Program.start(["compute", workspace])
    var refused: Program.Output?
    for _ in 0..<100 {
      Thread.sleep(forTimeInterval: 0.05)
      let status = try Program.run("status", workspace, "--json").json as? [String: Any]
      guard status?["engine"] is [String: Any] else { continue }
      refused = try Program.run("compute", workspace)
      break
    }
    let output = try #require(refused)
    #expect(output.status == 1 && output.errors.contains("another engine"))
    first.terminate()
    first.waitUntilExit()
    #expect(first.terminationStatus == 130)
    let incomplete = try Program.run(
      "export", workspace, "--scores", folder.path + "/x.safetensors")
    #expect(incomplete.status == 1 && !incomplete.errors.isEmpty)
    #expect(!FileManager.default.fileExists(atPath: folder.path + "/x.safetensors"))
  }

  @Test func changedCorpusMakesANewRunAndMarksTheOldOneStale() throws {
    let folder = try TemporaryFolder()
    let workspace = try Self.workspace(folder.path, documents: 20)
    #expect(try Program.run("compute", workspace).status == 0)
    let corpus = folder.path + "/corpus.jsonl"
    let text = try String(contentsOfFile: corpus, encoding: .utf8)
    try Data((text + "\n{\"id\": \"new\", \"text\": \"one more 7 - 4 = 3\"}").utf8).write(
      to: URL(filePath: corpus))
    let stale = try #require(try Program.run("status", workspace, "--json").json as? [String: Any])
    #expect((stale["stale"] as? String)?.contains("corpus") == true)
    #expect(try Program.run("compute", workspace).status == 0)
    let fresh = try #require(try Program.run("status", workspace, "--json").json as? [String: Any])
    #expect(fresh["stale"] is NSNull && fresh["run"] as? Int != stale["run"] as? Int)
  }
}
