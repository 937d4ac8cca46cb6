import Foundation
import GRDB
import RunModel
import Safetensors
import TestSupport
import Testing

/// From checkpoint folder to exported scores through the program itself, against the references.
@Suite(.serialized, .tags(.program))
struct GoldenRunTests {
  static let variants: [(arguments: [String], label: String)] = [
    ([], "damping_0.1_mean"),
    (["--damping", "1e-4"], "damping_1e-4"),
    (["--strategy", "identity"], "identity"),
    (["--strategy", "kfac"], "kfac_damping_0.1_mean"),
  ]

  @Test(arguments: Golden.families)
  func exportedScoresAgree(_ family: String) throws {
    let golden = try Golden(family)
    try #require(!golden.scores("identity").isEmpty)
    let folder = try TemporaryFolder()
    let workspace = folder.path + "/work"
    let made = try Program.run(
      "init", workspace, "--checkpoint", golden.checkpoint, "--corpus", golden.corpus,
      "--questions",
      golden.questions)
    try #require(made.status == 0, "\(made.errors)")
    for (arguments, label) in Self.variants {
      let computed = try Program.run(
        arguments: ["compute", workspace, "--labels", "data"] + arguments)
      try #require(computed.status == 0, "\(computed.errors)")
      let file = folder.path + "/\(label).safetensors"
      let exported = try Program.run("export", workspace, "--scores", file)
      try #require(exported.status == 0, "\(exported.errors)")
      let scores = try SafetensorsFile(path: file)
      let expected = golden.scores(label)
      #expect(try scores.information("all_modules").shape == [expected.count, expected[0].count])
      let values = try scores.floats("all_modules")
      let difference = relativeDifference(values.map(Double.init), expected.flatMap { $0 })
      #expect(difference <= 1e-4, "\(family) \(label): \(difference)")
      #expect(meanSpearman(rows(values, like: expected), expected) >= 0.9999)
    }
  }

  @Test func exportNamesRowsAndColumns() throws {
    let golden = try Golden("llama")
    let (folder, workspace) = try computed(golden)
    let file = folder.path + "/scores.safetensors"
    #expect(try Program.run("export", workspace, "--scores", file).status == 0)
    let metadata = try SafetensorsFile(path: file).metadata
    let columns =
      try JSONSerialization.jsonObject(with: Data((metadata["columns"] ?? "").utf8)) as? [String]
    #expect(try columns == golden.objects(golden.corpus).map { $0["id"] as? String ?? "" })
    let rows =
      try JSONSerialization.jsonObject(with: Data((metadata["rows"] ?? "").utf8)) as? [[Any]]
    #expect(rows?.first?[1] as? Int == 1)
    let questions = try golden.objects(golden.questions)
    #expect(rows?.count == questions.reduce(0) { $0 + (($1["steps"] as? [String])?.count ?? 0) })
    #expect(rows?.last?[0] as? String == questions.last?["id"] as? String)
  }

  @Test func perModuleExportAgrees() throws {
    let golden = try Golden("llama")
    let (folder, workspace) = try computed(golden)
    let file = folder.path + "/modules.safetensors"
    let exported = try Program.run("export", workspace, "--scores", file, "--per-module")
    try #require(exported.status == 0, "\(exported.errors)")
    let scores = try SafetensorsFile(path: file)
    for (module, expected) in golden.moduleScores("damping_0.1_mean") {
      let difference = relativeDifference(
        try scores.floats(module).map(Double.init), expected.flatMap { $0 })
      #expect(difference <= 1e-4, "\(module): \(difference)")
    }
  }

  @Test func inspectReadsAsTheReference() throws {
    let golden = try Golden("llama")
    let folder = try TemporaryFolder()
    for (index, document) in try golden.objects(golden.corpus).enumerated() {
      let file = folder.path + "/text"
      try Data((document["text"] as? String ?? "").utf8).write(to: URL(filePath: file))
      let logits = folder.path + "/logits.safetensors"
      let output = try Program.run(
        "inspect", golden.checkpoint, "--text-file", file, "--json", "--logits", logits)
      let report = try #require(output.json as? [String: Any], "\(output.errors)")
      #expect(report["token_ids"] as? [Int] == golden.documentTokens[index].map(Int.init))
      let loss = try #require(report["loss_sum"] as? Double)
      #expect(abs(loss - golden.documentLosses[index]) <= 1e-5 * golden.documentLosses[index])
      let probabilities = try #require(report["token_log_probabilities"] as? [Double])
      #expect(probabilities.count == golden.documentTokens[index].count - 1)
      #expect(abs(probabilities.reduce(0, +) + loss) < 1e-6 * loss)
      guard index == 0 else { continue }
      let values = try SafetensorsFile(path: logits).floats("logits").map(Double.init)
      #expect(relativeDifference(values, golden.firstDocumentLogits.flatMap { $0 }) <= 1e-5)
    }
  }

  /// The engine tries its own scores: what it finds is in its log.
  @Test func theEngineChecksItsSigns() throws {
    let (_folder, workspace) = try computed(Golden("llama"))
    let log = try DatabaseQueue(path: workspace + "/.stemma/stemma.sqlite").read {
      try String.fetchAll($0, sql: "SELECT message FROM log")
    }
    #expect(
      log.contains { $0.contains("lowest, 1 of 1 steps") || $0.contains("lowest, 2 of 3 steps") })
    _ = _folder
  }

  @Test func stepsAndTopTellTheSameStory() throws {
    let golden = try Golden("llama")
    let (folder, workspace) = try computed(golden)
    let question = try #require(try golden.objects(golden.questions).first)
    let id = try #require(question["id"] as? String)
    let steps = try #require(
      try Program.run("steps", workspace, id, "--json").json as? [String: Any])
    let listed = try #require(steps["steps"] as? [[String: Any]])
    #expect(listed.map { ($0["text"] as? String) ?? "" } == question["steps"] as? [String])
    for (step, loss) in zip(listed, golden.stepLosses[0]) {
      #expect(abs((step["nats"] as? Double ?? 0) - loss) <= 1e-5 * loss)
    }
    let scores = golden.scores("damping_0.1_mean")
    let order = scores[1].indices.sorted { scores[1][$0] > scores[1][$1] }
    let ids = try golden.objects(golden.corpus).map { ($0["id"] as? String) ?? "" }
    let top = try #require(
      try Program.run("top", workspace, id, "--step", "2", "--limit", "5", "--json").json
        as? [[String: Any]])
    #expect(top.map { $0["passage"] as? String ?? "" } == order.prefix(5).map { ids[$0] })
    #expect(top.map { $0["rank"] as? Int } == [1, 2, 3, 4, 5])
    let low = try #require(
      try Program.run("top", workspace, id, "--step", "2", "--sign", "-", "--limit", "1", "--json")
        .json
        as? [[String: Any]])
    #expect(low.first?["passage"] as? String == order.last.map { ids[$0] })
    let codes = try #require(
      try Program.run("top", workspace, id, "--type", "code", "--json").json as? [[String: Any]])
    #expect(!codes.isEmpty && codes.allSatisfy { $0["type"] as? String == "code" })
    let csv = try Program.run("top", workspace, id, "--csv", "--limit", "3").text
    #expect(
      csv.hasPrefix(
        "rank,passage,document,type,score,per_nat,gradient_norm_score,bm25,text,exact\n"))
    let status = try #require(try Program.run("status", workspace, "--json").json as? [String: Any])
    #expect(
      status["scored"] as? Int == status["total"] as? Int && status["scored"] as? Int ?? 0 > 0)
    #expect(status["engine"] is NSNull && status["stale"] is NSNull)
    _ = folder
  }

  @Test func selfInfluenceAgreesAndIsKept() throws {
    let golden = try Golden("llama")
    let (folder, workspace) = try computed(golden)
    let command = ["self-influence", workspace, "--json", "--limit", "1000"]
    let first = try Program.run(arguments: command)
    let listed = try #require(first.json as? [[String: Any]], "\(first.errors)")
    let ids = try golden.objects(golden.corpus).map { $0["id"] as? String ?? "" }
    let values = Dictionary(
      uniqueKeysWithValues: listed.map {
        ($0["passage"] as? String ?? "", $0["self_influence"] as? Double ?? .nan)
      })
    #expect(relativeDifference(ids.compactMap { values[$0] }, golden.selfScores) <= 1e-4)
    #expect(listed.map { $0["rank"] as? Int } == (1...ids.count).map { $0 })
    let order = golden.selfScores.indices.sorted { golden.selfScores[$0] > golden.selfScores[$1] }
    #expect(listed.map { $0["passage"] as? String ?? "" } == order.map { ids[$0] })
    // Asked again it reads what it kept, without the checkpoint.
    let database = try DatabaseQueue(path: workspace + "/.stemma/stemma.sqlite")
    #expect(try database.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM self_score") } == 1)
    try FileManager.default.removeItem(atPath: workspace + "/.stemma/factors")
    #expect(try Program.run(arguments: command).text == first.text)
    _ = folder
  }

  /// The lexical column, held against the formula by hand (Robertson and Zaragoza 2009).
  @Test func wordsStandBesideInfluence() throws {
    let folder = try TemporaryFolder()
    let golden = try Golden("llama")
    let texts = ["slope slope line", "line", "nothing here at all"]
    let corpus = folder.path + "/corpus.jsonl"
    let lines = texts.enumerated().map { "{\"id\": \"d\($0)\", \"text\": \"\($1)\"}" }
    try Data(lines.joined(separator: "\n").utf8).write(to: URL(filePath: corpus))
    let questions = folder.path + "/questions.jsonl"
    try Data(#"{"id": "q", "kind": "factual", "prompt": "Slope?", "steps": [" 2"]}"#.utf8).write(
      to: URL(filePath: questions))
    let workspace = folder.path + "/work"
    let made = try Program.run(
      "init", workspace, "--checkpoint", golden.checkpoint, "--corpus", corpus, "--questions",
      questions)
    try #require(made.status == 0, "\(made.errors)")
    let computed = try Program.run("compute", workspace, "--labels", "data")
    try #require(computed.status == 0, "\(computed.errors)")
    let top = try #require(
      try Program.run("top", workspace, "q", "--json").json as? [[String: Any]])
    let found = Dictionary(
      uniqueKeysWithValues: top.map {
        ($0["passage"] as? String ?? "", $0["bm25"] as? Double ?? -1)
      })
    // One of three texts has the word, twice; it has 3 words where the mean is 8/3; k₁ 1.2, b 0.75.
    let frequency = 2 * 2.2 / (2 + 1.2 * (0.25 + 0.75 * 3 / (8.0 / 3)))
    let expected = log((3 - 1 + 0.5) / (1 + 0.5)) * frequency
    #expect(abs((found["d0"] ?? 0) - expected) < 1e-6, "\(found)")
    #expect(found["d1"] == -1 && found["d2"] == -1)
    // The explorer's list of the same completion, as a file and on the screen.
    let list = ["explore", workspace, "--size", "160x45", "-c", "q q", "-c", "press Enter Enter"]
    let file = folder.path + "/list.jsonl"
    let written = try Program.run(arguments: list + ["-c", "write \(file)"])
    try #require(written.status == 0, "\(written.errors)")
    let rows = try String(contentsOfFile: file, encoding: .utf8).split(separator: "\n").map {
      try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any] ?? [:]
    }
    #expect(rows.count == 3)
    for row in rows {
      let passage = row["passage"] as? String ?? ""
      #expect(row["bm25"] as? Double ?? -1 == found[passage], "\(passage)")
    }
    let screen = try Program.run(arguments: list).text
    #expect(screen.contains(String(format: " %.2f ", expected)), "\(screen)")
  }

  private func computed(_ golden: Golden) throws -> (TemporaryFolder, String) {
    let folder = try TemporaryFolder()
    let workspace = folder.path + "/work"
    _ = try Program.run(
      "init", workspace, "--checkpoint", golden.checkpoint, "--corpus", golden.corpus,
      "--questions",
      golden.questions)
    let output = try Program.run("compute", workspace, "--labels", "data")
    try #require(output.status == 0, "\(output.errors)")
    return (folder, workspace)
  }
}
