import Foundation
import GRDB
import RunModel
import Safetensors
import TestSupport
import Testing

/// A killed engine goes on where it was and ends with the same bits.
@Suite(.serialized, .tags(.program))
struct ResumeTests {
  /// A workspace over the reference checkpoint, with a corpus long enough to be interrupted in every stage.
  ///
  /// - Parameter copies: how often its questions are there.
  static func workspace(_ folder: String, documents: Int, copies: Int = 1) throws -> String {
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
    let questions = try (0..<copies).flatMap { copy in
      try golden.objects(golden.questions).map { object in
        var object = object
        if copy > 0 { object["id"] = "\(object["id"] ?? "")-\(copy)" }
        return String(
          decoding: try JSONSerialization.data(withJSONObject: object), as: UTF8.self)
      }
    }
    try Data(questions.joined(separator: "\n").utf8)
      .write(to: URL(filePath: folder + "/questions.jsonl"))
    let workspace = folder + "/work"
    let made = try Program.run(
      "init", workspace, "--checkpoint", golden.checkpoint, "--corpus", corpus, "--questions",
      folder + "/questions.jsonl")
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

  private static func database(_ workspace: String) throws -> DatabaseQueue {
    var patient = Configuration()
    patient.busyMode = .timeout(20)
    return try DatabaseQueue(
      path: workspace + "/.stemma/stemma.sqlite", configuration: patient)
  }

  /// Every committed score row: its own number, then run, step and block.
  private static func rows(_ workspace: String) throws -> (stage: String?, rows: Set<[Int64]>) {
    guard FileManager.default.fileExists(atPath: workspace + "/.stemma/stemma.sqlite") else {
      return (nil, [])
    }
    return try database(workspace).read { database in
      guard try database.tableExists("score") else { return (nil, []) }
      let rows = try Row.fetchAll(database, sql: "SELECT rowid, run, step, block FROM score")
      let stage = try String.fetchOne(database, sql: "SELECT stage FROM engine")
      return (stage, Set(rows.map { [$0[0], $0[1], $0[2], $0[3]] }))
    }
  }

  /// The plan stored with the runs: steps of each pass.
  private static func passes(_ workspace: String) throws -> [Data] {
    try database(workspace).read {
      try Data.fetchAll($0, sql: "SELECT steps FROM pass ORDER BY run, number")
    }
  }

  /// STEMMA_KILLS and STEMMA_KILL_DOCUMENTS make it longer than every test run can afford.
  @Test func killsAtRandomMomentsChangeNoBit() throws {
    let environment = ProcessInfo.processInfo.environment
    let wanted = environment["STEMMA_KILLS"].flatMap(Int.init) ?? 12
    let folder = try TemporaryFolder()
    let documents = environment["STEMMA_KILL_DOCUMENTS"].flatMap(Int.init) ?? 400
    let workspace = try Self.workspace(folder.path, documents: documents)
    let started = Date()
    let whole = try Program.run("compute", workspace, "--threads", "2")
    try #require(whole.status == 0, "\(whole.errors)")
    let length = Date().timeIntervalSince(started)
    let reference = try Self.exported(workspace)
    let index = try Self.index(workspace)
    // A file for each block of 256 passages, one to a document.
    #expect(index.count == (documents + 255) / 256)
    var random = RandomSource(seed: 11)
    var kills = 0
    var stages: [String: Int] = [:]
    while kills < wanted {
      try FileManager.default.removeItem(atPath: workspace + "/.stemma")
      for _ in 0..<4 where kills < wanted {
        let engine = try Program.start(["compute", workspace, "--threads", "2"])
        Thread.sleep(forTimeInterval: length * Double(random.next() % 1_000) / 2_500)
        kill(engine.processIdentifier, SIGKILL)
        engine.waitUntilExit()
        kills += 1
        stages[try Self.rows(workspace).stage ?? "starting", default: 0] += 1
      }
      // A row that is written again gets another number.
      let committed = try Self.rows(workspace).rows
      let resumed = try Program.run("compute", workspace, "--threads", "2")
      try #require(resumed.status == 0, "\(resumed.errors)")
      #expect(try Self.rows(workspace).rows.isSuperset(of: committed))
      let hasSameScores = try Self.exported(workspace) == reference
      let hasSameIndex = try Self.index(workspace) == index
      #expect(hasSameScores && hasSameIndex, "after \(kills) kills")
    }
    if wanted >= 100 {
      print("\(kills) kills of a run of \(length) s, last stage in the database: \(stages)")
      #expect(stages.count >= 4)
    }
  }

  /// How many steps share a pass is decided once: whoever goes on with other memory gets the same bits.
  @Test func planOfPassesIsKeptOnResume() throws {
    let folder = try TemporaryFolder()
    let workspace = try Self.workspace(folder.path, documents: 400, copies: 3)
    // A little more than just works holds some of the 36 steps at a time.
    let least = try #require(Double(try Self.minimumMemory(workspace)))
    let little = [
      "compute", workspace, "--threads", "2", "--memory", String(least + 0.003), "--step-rank",
      "full",
    ]
    let forecast = try Program.run(arguments: little + ["--dry-run"])
    #expect(try Program.run(arguments: little).status == 0)
    let (reference, passes) = (try Self.exported(workspace), try Self.passes(workspace))
    #expect(passes.count > 1)
    #expect(
      forecast.text.contains("passes     \(passes.count) over the corpus"), "\(forecast.text)")
    try FileManager.default.removeItem(atPath: workspace + "/.stemma")
    // Killed before the second block of the first pass is committed.
    let signal = try Interposer(Interposer.signalling, in: folder)
    let engine = try Program.start(
      little,
      environment: [
        "LD_PRELOAD": signal.path, "FAULT_SQL": "INTO gradient_norm", "FAULT_COUNT": "2",
        "FAULT_SIGNAL": "\(SIGKILL)",
      ])
    engine.waitUntilExit()
    #expect(engine.terminationReason == .uncaughtSignal)
    #expect(
      try Self.rows(workspace).rows.count == passes[0].count / MemoryLayout<Int64>.stride)
    // Less than it was begun with would make other passes.
    let less = try Program.run(
      "compute", workspace, "--threads", "2", "--memory", String(least - 0.001), "--step-rank",
      "full")
    #expect(less.status == 1)
    #expect(
      try Program.run("compute", workspace, "--threads", "2", "--step-rank", "full").status == 0)
    #expect(try Self.passes(workspace) == passes)
    #expect(try Self.exported(workspace) == reference)
  }

  /// GiB that the engine names where it is given too little.
  static func minimumMemory(
    _ workspace: String, _ options: [String] = ["--step-rank", "full"]
  ) throws -> String {
    let refused = try Program.run(
      arguments: ["compute", workspace, "--threads", "2", "--memory", "0.01"] + options)
    #expect(refused.status == 1)
    // One sentence, with the least that works.
    let said = refused.errors.split(separator: "\n").filter { $0.hasPrefix("stemma:") }
    #expect(said.count == 1, "\(refused.errors)")
    let match = refused.errors.firstMatch(of: /([0-9.]+) GiB is the least that works/)
    return String(try #require(match, "\(refused.errors)").1)
  }

  @Test func numberOfThreadsChangesRoundingOnly() throws {
    let folder = try TemporaryFolder()
    let workspace = try Self.workspace(folder.path, documents: 60)
    var reference: [Double]?
    for threads in ["1", "2", "4"] {
      try? FileManager.default.removeItem(atPath: workspace + "/.stemma")
      let computed = try Program.run("compute", workspace, "--threads", threads)
      try #require(computed.status == 0, "\(computed.errors)")
      _ = try Self.exported(workspace)
      let values = try SafetensorsFile(path: workspace + "/scores.safetensors")
        .floats("all_modules").map(Double.init)
      #expect(relativeDifference(values, reference ?? values) <= 1e-4)
      reference = reference ?? values
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
    #expect(first.terminationStatus == 143)
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
