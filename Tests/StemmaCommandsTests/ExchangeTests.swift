import Foundation
import TestSupport
import Testing

/// Scores that others computed come in, and go out for others to look at.
@Suite(.tags(.program)) struct ExchangeTests {
  private struct World {
    let folder: TemporaryFolder
    let work: String

    init() throws {
      folder = try TemporaryFolder()
      let golden = try Golden("gpt2")
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

  /// A store as bergson lays it out: pairs of a score and a flag, each in a power of two of bytes.
  @Test(arguments: [false, true]) func aStoreOfBergsonsIsRead(lowerIsBetter: Bool) throws {
    let world = try World()
    let (rows, queries) = (24, try steps(world.work))
    let store = world.folder.path + "/store"
    try FileManager.default.createDirectory(atPath: store, withIntermediateDirectories: true)
    let names = (0..<queries).flatMap { ["\"score_\($0)\"", "\"written_\($0)\""] }
    let formats = (0..<queries).flatMap { _ in ["\"float32\"", "\"bool\""] }
    let offsets = (0..<queries).flatMap { ["\(8 * $0)", "\(8 * $0 + 4)"] }
    try """
    {"attribute_tokens": false, "num_items": \(rows), "num_rows": \(rows), "num_scores": \(queries),
     "dtype": {"names": [\(names.joined(separator: ","))], "formats": [\(formats.joined(separator: ","))],
     "offsets": [\(offsets.joined(separator: ","))], "itemsize": \(8 * queries)}}
    """.write(toFile: store + "/info.json", atomically: true, encoding: .utf8)
    try "score_cfg:\n  higher_is_better: \(!lowerIsBetter)\n".write(
      toFile: store + "/config.yaml", atomically: true, encoding: .utf8)
    var data = Data()
    for row in 0..<rows {
      for query in 0..<queries {
        let score = Float((row * 7) % rows) - Float(query)
        withUnsafeBytes(of: score.bitPattern.littleEndian) { data += $0 }
        data += [1, 0, 0, 0]
      }
    }
    try data.write(to: URL(filePath: store + "/scores.bin"))
    let read = try Program.run("import", world.work, "--scores", store)
    try #require(read.status == 0, "\(read.errors)")
    let top = try world.top(run: 2)
    let sign = lowerIsBetter ? -1.0 : 1
    #expect(top.map(\.1) == (0..<rows).map { sign * Double($0) }.sorted(by: >))
    // What was never written is named.
    data[4] = 0
    try data.write(to: URL(filePath: store + "/scores.bin"))
    let refused = try Program.run("import", world.work, "--scores", store)
    #expect(refused.status == 1 && refused.errors.contains("row 0 for query 0"))
    try data.dropLast().write(to: URL(filePath: store + "/scores.bin"))
    #expect(try Program.run("import", world.work, "--scores", store).status == 1)
  }

  private func steps(_ work: String) throws -> Int {
    let lines = try String(contentsOfFile: Golden("gpt2").questions, encoding: .utf8)
      .split(separator: "\n")
    return try lines.reduce(0) {
      let record = try JSONSerialization.jsonObject(with: Data($1.utf8)) as? [String: Any]
      return $0 + ((record?["steps"] as? [String])?.count ?? 0)
    }
  }
}
