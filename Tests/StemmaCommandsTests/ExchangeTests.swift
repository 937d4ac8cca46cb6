import Foundation
import TestSupport
import Testing

/// Scores that others computed come in, and go out for others to look at.
@Suite(.tags(.program)) struct ExchangeTests {
  private struct World {
    let folder: TemporaryFolder
    let work: String

    init(_ family: String = "gpt2") throws {
      folder = try TemporaryFolder()
      let golden = try Golden(family)
      work = folder.path + "/work"
      let made = try Program.run(
        "init", work, "--checkpoint", golden.checkpoint, "--corpus", golden.corpus, "--questions",
        golden.questions)
      try #require(made.status == 0, "\(made.errors)")
      let computed = try Program.run("compute", work, "--strategy", "identity")
      try #require(computed.status == 0, "\(computed.errors)")
    }

    /// Passages and scores of a question's first step, in their order.
    func top(run: Int? = nil) throws -> [(String, Double)] {
      let arguments = ["top", work, "q-00", "--step", "1", "--json", "--limit", "1000"]
      let found = try Program.run(arguments: arguments + (run.map { ["--run", "\($0)"] } ?? []))
      return try #require(found.json as? [[String: Any]], "\(found.errors)").map {
        ($0["passage"] as? String ?? "", $0["score"] as? Double ?? .nan)
      }
    }
  }

  @Test func whatPairReadsComesBackTheSame() throws {
    let world = try World()
    let file = world.folder.path + "/pair.jsonl"
    let written = try Program.run("export", world.work, "--pair", file, "--limit", "1000")
    try #require(written.status == 0, "\(written.errors)")
    let first = try #require(
      try String(contentsOfFile: file, encoding: .utf8).split(separator: "\n").first)
    let record = try #require(
      JSONSerialization.jsonObject(with: Data(first.utf8)) as? [String: Any])
    #expect(record["example_id"] as? String == "q-00:1")
    let names = [
      "proponents", "proponent_ids", "proponent_scores", "opponents", "opponent_ids",
      "opponent_scores",
    ]
    let counts = names.map { (record[$0] as? [Any])?.count ?? -1 }
    #expect(counts[0] == counts[1] && counts[1] == counts[2] && counts[3] == counts[5])
    #expect(counts[0] + counts[3] == 24)
    let before = try world.top()
    let read = try Program.run("import", world.work, "--scores", file)
    try #require(read.status == 0, "\(read.errors)")
    let after = try world.top(run: 2)
    #expect(before.map(\.0) == after.map(\.0))
    #expect(zip(before, after).allSatisfy { Float($0.1) == Float($1.1) })
    for bad in [
      "{}", "{\"example_id\": \"no\", \"proponent_ids\": [], \"proponent_scores\": []}",
      "{\"example_id\": \"q-00:1\", \"proponent_ids\": [\"no\"], \"proponent_scores\": [1]}",
      "{\"example_id\": \"q-00:1\", \"proponent_ids\": [], \"proponent_scores\": [1]}",
    ] {
      try bad.write(toFile: file, atomically: true, encoding: .utf8)
      let refused = try Program.run("import", world.work, "--scores", file)
      #expect(refused.status == 1 && refused.errors.contains("pair.jsonl:1"), "\(refused.errors)")
    }
  }

  /// As the files of Chang and others (2024) are published: proponents alone, ids of numbers or texts, fields of theirs.
  @Test func aFileOfThePublishedFormIsRead() throws {
    let folder = try TemporaryFolder()
    let golden = try Golden("llama")
    let (corpus, questions) = (folder.path + "/c.jsonl", folder.path + "/q.jsonl")
    try (0..<5).map {
      "{\"id\": \(9_000_000_000_000_000_001 + $0), \"text\": \"the slope is \($0)\"}\n"
    }
    .joined().write(toFile: corpus, atomically: true, encoding: .utf8)
    try
      "{\"id\": \"fact/1\", \"kind\": \"factual\", \"prompt\": \"the slope is\", \"steps\": [\" 4\"], \"answer\": \"4\"}"
      .write(toFile: questions, atomically: true, encoding: .utf8)
    let (work, file) = (folder.path + "/w", folder.path + "/trex_retrievals_bm25.jsonl")
    let made = try Program.run(
      "init", work, "--checkpoint", golden.checkpoint, "--corpus", corpus, "--questions", questions)
    try #require(made.status == 0, "\(made.errors)")
    try #require(try Program.run("compute", work, "--strategy", "identity").status == 0)
    try """
    {"example_id": "fact/1", "query_set": "trex", "inputs_plaintext": "the slope is", "targets_plaintext": " 4", \
    "proponents": ["the slope is 3", "the slope is 0"], "proponent_ids": [9000000000000000004, "9000000000000000001"], \
    "proponent_scores": [12.5, 3], "fact_id": "x", "relation": "y", "8b_generations": ["4"], "8b_confidence": 0.5, \
    "c4_frequency": 7, "c4_frequency_bucket": 1, "has_trex_sentence": true, "proponent_correct": [true, false]}

    """.write(toFile: file, atomically: true, encoding: .utf8)
    let read = try Program.run("import", work, "--scores", file)
    try #require(read.status == 0, "\(read.errors)")
    let top = try #require(
      try Program.run("top", work, "fact/1", "--run", "2", "--json").json as? [[String: Any]])
    let scored = top.filter { ($0["score"] as? Double)?.isFinite == true }
    #expect(scored.compactMap { $0["score"] as? Double } == [12.5, 3])
    #expect(
      scored.compactMap { $0["passage"] as? String } == [
        "9000000000000000004", "9000000000000000001",
      ])
  }

  /// Scores that bergson itself wrote of the golden "llama", as its own reader gives them.
  private struct Recorded: Decodable {
    let scores: [[Double]]
    let order: [[Int]]

    static let folder = URL(filePath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "Golden/bergson").path

    static func all() throws -> [String: Recorded] {
      let data = try Data(contentsOf: URL(filePath: folder + "/expected.json"))
      return try JSONDecoder().decode([String: Recorded].self, from: data)
    }
  }

  private static let passages = (0..<24).map { $0 < 10 ? "doc-00\($0)" : "doc-0\($0)" }

  @Test func whatBergsonWroteIsRead() throws {
    let world = try World("llama")
    let recorded = try Recorded.all()
    #expect(recorded.keys.sorted() == ["brain", "cosine", "half", "lower", "plain"])
    let own = try world.top()
    var number = 1
    for (name, expected) in recorded.sorted(by: { $0.key < $1.key }) {
      let read = try Program.run("import", world.work, "--scores", Recorded.folder + "/" + name)
      try #require(read.status == 0, "\(read.errors)")
      number += 1
      let top = try world.top(run: number)
      #expect(top.map(\.0) == expected.order[0].map { Self.passages[$0] }, "\(name)")
      #expect(
        zip(top, expected.order[0]).allSatisfy { Float($0.1) == Float(expected.scores[0][$1]) })
      guard name == "plain" else { continue }
      // Products of gradients are what they are, whoever computes them.
      let computed = Dictionary(uniqueKeysWithValues: own)
      for (passage, score) in top {
        #expect(abs(score - (computed[passage] ?? .nan)) <= 1e-4 * (1 + abs(score)), "\(passage)")
      }
    }
  }

  /// Documents that were not scored have no score; those of tokens are summed.
  @Test func storesOfCandidatesAndOfTokensAreRead() throws {
    let world = try World("llama")
    let plain = try #require(try Recorded.all()["plain"])
    let some = try Program.run("import", world.work, "--scores", Recorded.folder + "/candidates")
    try #require(some.status == 0, "\(some.errors)")
    let top = try world.top(run: 2).filter { $0.1.isFinite }
    let candidates = Set(top.map(\.0))
    #expect(candidates.count == 10)
    #expect(
      top.map(\.0)
        == plain.order[0].map { Self.passages[$0] }.filter(candidates.contains))
    // Of the first step alone.
    let rows = world.folder.path + "/rows.json"
    try "[[\"q-00\", 1]]".write(toFile: rows, atomically: true, encoding: .utf8)
    let tokens = try Program.run(
      "import", world.work, "--scores", Recorded.folder + "/tokens", "--rows", rows)
    try #require(tokens.status == 0, "\(tokens.errors)")
    for (passage, score) in try world.top(run: 3) {
      let column = try #require(Self.passages.firstIndex(of: passage))
      let whole = plain.scores[0][column]
      #expect(abs(whole - score) <= 1e-4 * (1 + abs(whole)), "\(passage)")
    }
  }

  @Test func storesThatDoNotFitAreNamed() throws {
    let world = try World("llama")
    let files = FileManager.default
    let nearest = try Program.run("import", world.work, "--scores", Recorded.folder + "/nearest")
    #expect(nearest.status == 1 && nearest.errors.contains("1 queries × 24 documents"))
    let store = world.folder.path + "/run/scores"
    try files.createDirectory(
      atPath: world.folder.path + "/run", withIntermediateDirectories: true)
    try files.copyItem(atPath: Recorded.folder + "/plain", toPath: store)
    func problem(_ options: String...) throws -> String {
      let refused = try Program.run(
        arguments: ["import", world.work, "--scores", store] + options)
      #expect(refused.status == 1)
      return refused.errors
    }
    // Nothing says which scores help: nothing is guessed.
    try files.removeItem(atPath: store + "/config.yaml")
    #expect(try problem().contains("--lower-is-better"))
    for (option, sign) in [("--higher-is-better", 1.0), ("--lower-is-better", -1)] {
      let read = try Program.run("import", world.work, "--scores", store, option)
      #expect(read.status == 0, "\(read.errors)")
      let first = try #require(try world.top(run: sign > 0 ? 2 : 3).first)
      let plain = try #require(try Recorded.all()["plain"])
      let best = try #require(plain.scores[0].map { sign * $0 }.max())
      #expect(Float(first.1) == Float(best))
    }
    // In a run of MAGIC's, which says so one folder up, lower scores help.
    try "steps:\n- magic:\n    run_path: x\n".write(
      toFile: world.folder.path + "/run/config.yaml", atomically: true, encoding: .utf8)
    #expect(try Program.run("import", world.work, "--scores", store).status == 0)
    try "steps: &a []\n".write(
      toFile: store + "/config.yaml", atomically: true, encoding: .utf8)
    #expect(try problem().contains("anchors"))
    // What was never written, and what is cut off.
    try files.removeItem(atPath: store + "/config.yaml")
    let whole = try Data(contentsOf: URL(filePath: store + "/scores.bin"))
    var data = whole
    data[4] = 0
    try data.write(to: URL(filePath: store + "/scores.bin"))
    #expect(try problem().contains("row 0 for query 0 was never written"))
    try whole.dropLast().write(to: URL(filePath: store + "/scores.bin"))
    #expect(try problem().contains("2303 bytes where info.json speaks of 2304"))
    data = whole
    data.replaceSubrange(0..<4, with: [0, 0, 0x80, 0x7F])
    try data.write(to: URL(filePath: store + "/scores.bin"))
    #expect(try problem().contains("is not finite"))
  }
}
