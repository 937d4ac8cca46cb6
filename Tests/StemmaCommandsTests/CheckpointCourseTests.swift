import Foundation
import Safetensors
import TestSupport
import Testing

/// Several checkpoints of one training as one run group, from the trainer to `top`.
@Suite(.serialized, .tags(.program))
struct CheckpointCourseTests {
  /// A training with two checkpoints on the way, its corpus of two blocks and questions with given steps.
  private static func training(_ folder: String) throws {
    var random = RandomSource(seed: 3)
    // Every third carries the procedure, three state the fact.
    let lines = (0..<300).map { number in
      if number % 100 == 50 {
        return
          #"{"id":"d\#(number)","text":"The capital of Foo is Bar.","meta":{"facts":["capital:foo"]}}"#
      }
      let (a, b) = (Int(random.next() % 50), Int(random.next() % 50))
      let note = number % 3 == 0 ? #","meta":{"procedures":["sum"]}"# : ""
      return
        #"{"id":"d\#(number)","text":"We add \#(a) and \#(b).\n\#(a) + \#(b) = \#(a + b)"\#(note)}"#
    }
    try write(lines.joined(separator: "\n"), folder + "/corpus.jsonl")
    let questions = (0..<3).map { number in
      #"{"id":"q\#(number)","kind":"reasoning","task":"sum","prompt":"We add \#(number) and 4.\n","#
        + #""answer":"\#(number + 4)","steps":["\#(number) + 4","= \#(number + 4)"]}"#
    }
    let fact =
      #"{"id":"f0","kind":"factual","task":"capitals","prompt":"The capital of Foo is","#
      + #""answer":"Bar","steps":[" Bar."]}"#
    try write((questions + [fact]).joined(separator: "\n"), folder + "/questions.jsonl")
    let trained = try Program.run(
      "train", "--corpus", folder + "/corpus.jsonl", "--out", folder + "/out",
      "--tokenizer-vocabulary", "300", "--width", "32", "--layers", "2", "--heads", "2",
      "--context", "64", "--tokens", "30000", "--batch", "512", "--warm-up", "10", "--keep-at",
      "8,30")
    try #require(trained.status == 0, "\(trained.errors)")
  }

  private static func write(_ text: String, _ path: String) throws {
    try Data(text.utf8).write(to: URL(filePath: path))
  }

  private static let first = "../out/step-000008"
  private static let second = "../out/step-000030"

  /// A workspace over the training's last checkpoint, or another, with earlier ones.
  private static func workspace(
    _ folder: String, _ name: String, checkpoint: String = "../out", earlier: [String]
  ) throws -> String {
    let path = folder + "/" + name
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    let list = earlier.isEmpty ? "" : "checkpoints: [\(earlier.joined(separator: ", "))]\n"
    try write(
      "checkpoint: \(checkpoint)\n\(list)corpus: ../corpus.jsonl\nquestions: ../questions.jsonl\n",
      path + "/stemma.yaml")
    return path
  }

  private static func compute(_ workspace: String) throws {
    let computed = try Program.run("compute", workspace, "--threads", "2")
    try #require(computed.status == 0, "\(computed.errors)")
  }

  private static func exported(_ workspace: String, run: Int) throws -> [Double] {
    let file = workspace + "/\(run).safetensors"
    let output = try Program.run("export", workspace, "--scores", file, "--run", "\(run)")
    try #require(output.status == 0, "\(output.errors)")
    return try SafetensorsFile(path: file).floats("all_modules").map(Double.init)
  }

  /// One column of every passage's row, by passage.
  private static func column(_ name: String, _ arguments: [String]) throws -> [String: Double] {
    let output = try Program.run(arguments: ["top"] + arguments + ["--json", "--limit", "1000"])
    let rows = try #require(output.json as? [[String: Any]], "\(output.errors)")
    return Dictionary(
      uniqueKeysWithValues: rows.map {
        ($0["passage"] as? String ?? "", $0[name] as? Double ?? .nan)
      })
  }

  /// Steps of the training at each checkpoint.
  private static func steps(_ workspace: String) throws -> [Int] {
    let record = try JSONSerialization.jsonObject(
      with: Data(contentsOf: URL(filePath: workspace + "/../out/training.json")))
    return [8, 30, try #require((record as? [String: Any])?["step"] as? Int)]
  }

  /// The runs of a workspace's training, in its order.
  private static func runs(_ workspace: String) throws -> [Int] {
    let status = try #require(try Program.run("status", workspace, "--json").json as? [String: Any])
    let checkpoints = try #require(status["checkpoints"] as? [[String: Any]])
    #expect(checkpoints.map { $0["step"] as? Int } == (try steps(workspace)))
    #expect(checkpoints.allSatisfy { $0["scored"] as? Int == 7 })
    let runs = checkpoints.compactMap { $0["run"] as? Int }
    // The newest run is the one over the last checkpoint.
    #expect(status["run"] as? Int == runs.last)
    return runs
  }

  @Test func everyCheckpointScoresTheLastOnesSteps() throws {
    let folder = try TemporaryFolder()
    try Self.training(folder.path)
    let workspace = try Self.workspace(
      folder.path, "group", earlier: [Self.first, Self.second])
    let forecast = try Program.run("compute", workspace, "--dry-run")
    #expect(forecast.text.contains("of each of 3 checkpoints"), "\(forecast.errors)")
    try Self.compute(workspace)
    let runs = try Self.runs(workspace)
    try #require(runs.count == 3)
    // The same as a workspace over that checkpoint alone, whose completions are given too.
    for (run, checkpoint) in zip(runs, [Self.first, Self.second, "../out"]) {
      let alone = try Self.workspace(
        folder.path, "alone-\(run)", checkpoint: checkpoint, earlier: [])
      try Self.compute(alone)
      #expect(
        try relativeDifference(
          Self.exported(workspace, run: run), Self.exported(alone, run: 1)) <= 1e-4)
      let (own, other) = (
        try Self.column("per_nat", [workspace, "q1", "--run", "\(run)"]),
        try Self.column("per_nat", [alone, "q1"])
      )
      let passages = own.keys.sorted()
      #expect(
        relativeDifference(passages.map { (own[$0] ?? .nan) }, passages.map { (other[$0] ?? .nan) })
          <= 1e-4)
    }
    try expectReport(workspace, runs)
    try expectSums(workspace, runs, folder.path)
    try expectCourse(workspace, runs)
    try expectScreens(workspace)
  }

  /// The report's numbers by checkpoint are those of that run's own ranking.
  private func expectReport(_ workspace: String, _ runs: [Int]) throws {
    let file = workspace + "/report.json"
    let written = try Program.run("report", workspace, "--json", file)
    try #require(written.status == 0, "\(written.errors)")
    let report = try JSONSerialization.jsonObject(with: Data(contentsOf: URL(filePath: file)))
    let training = try #require((report as? [String: Any])?["training"] as? [String: Any])
    #expect(training["positions"] as? [Int] == (try Self.steps(workspace)))
    let rows = try #require(training["rows"] as? [[String: Any]])
    func means(_ group: String, _ measure: String) throws -> [Double] {
      let row = try #require(rows.first { $0["group"] as? String == group })
      let spreads = try #require(row[measure] as? [[String: Any]], "\(row)")
      return spreads.compactMap { $0["mean"] as? Double }
    }
    let (shares, ranks) = (try means("sum", "share"), try means("factual", "reciprocal_rank"))
    let likeness = try means("sum", "likeness")
    #expect(abs(likeness[2] - 1) <= 1e-6 && likeness[0] < 1)
    let nats = try means("sum", "nats")
    #expect(nats.count == 3 && nats[0] > nats[2])
    for (index, run) in runs.enumerated() {
      func ranking(_ question: String) throws -> [Int] {
        let scores = try Self.column("score", [workspace, question, "--run", "\(run)"])
        let order = scores.sorted { ($0.value, $1.key) > ($1.value, $0.key) }
        return order.compactMap { Int($0.key.dropFirst()) }
      }
      let carrying = try (0..<3).map { question in
        try ranking("q\(question)").prefix(50).count { $0 % 3 == 0 && $0 % 100 != 50 }
      }
      let share = Double(carrying.reduce(0, +)) / 150
      #expect(abs(shares[index] - share) <= 0.02, "\(shares[index]), \(share)")
      let first = try #require(try ranking("f0").firstIndex { $0 % 100 == 50 })
      #expect(abs(ranks[index] - 1 / Double(first + 1)) <= 0.01 / Double(first + 1))
    }
    let page = workspace + "/report.html"
    let both = try Program.run("report", workspace, "--html", page, "--view", "norm")
    #expect(both.status == 0, "\(both.errors)")
    let text = try String(contentsOfFile: page, encoding: .utf8)
    #expect(text.contains("Do procedures arrive before facts?") && text.contains("step 30"))
  }

  private func expectScreens(_ workspace: String) throws {
    for size in ["80x24", "120x36"] {
      let screen = try Program.run(
        "explore", workspace, "--no-engine", "--size", size, "-c", "q q1", "-c", "step 2", "-c",
        "pane documents")
      #expect(screen.status == 0 && screen.text.contains("training "), "\(screen.text)")
    }
    let checked = try Program.run("doctor", workspace)
    #expect(checked.text.contains("2 earlier ones of the same training"), "\(checked.text)")
  }

  /// The sum is that of the runs' scores by the learning rates between, or of equal weight where none are known.
  private func expectSums(_ workspace: String, _ runs: [Int], _ folder: String) throws {
    let files = ["out/step-000008", "out/step-000030", "out"].map {
      "\(folder)/\($0)/training.json"
    }
    let sums = try files.map { file in
      let object = try JSONSerialization.jsonObject(with: Data(contentsOf: URL(filePath: file)))
      return try #require((object as? [String: Any])?["rate_sum"] as? Double)
    }
    let rates = zip([0] + sums, sums).map { $1 - $0 }
    let scores = try runs.map { try Self.column("score", [workspace, "q2", "--run", "\($0)"]) }
    func expect(_ weights: [Double], _ says: String) throws {
      let summed = try Self.column("score", [workspace, "q2", "--checkpoints", "sum"])
      #expect(summed.count == 300)
      let passages = summed.keys.sorted()
      let expected = passages.map { passage in
        zip(weights, scores).reduce(0) { $0 + $1.0 * ($1.1[passage] ?? .nan) }
      }
      #expect(relativeDifference(passages.map { (summed[$0] ?? .nan) }, expected) <= 1e-6)
      let said = try Program.run("top", workspace, "q2", "--checkpoints", "sum")
      #expect(said.errors.contains(says), "\(said.errors)")
    }
    try expect(rates.map { 3 * $0 / sums[2] }, "by their learning rates")
    // Combinations are of the sums as well.
    let query = ["--query", "q0 - q1", "--checkpoints", "sum"]
    let combined = try Self.column("score", [workspace] + query)
    let (left, right) = (
      try Self.column("score", [workspace, "q0", "--checkpoints", "sum"]),
      try Self.column("score", [workspace, "q1", "--checkpoints", "sum"])
    )
    let passages = combined.keys.sorted()
    #expect(
      relativeDifference(
        passages.map { (combined[$0] ?? .nan) },
        passages.map { (left[$0] ?? .nan) - (right[$0] ?? .nan) }) <= 1e-5)
    try Self.write(#"{"step": 30}"#, files[1])
    try Self.compute(workspace)
    try expect([1, 1, 1], "of equal weight")
    let normed = try Program.run("top", workspace, "q2", "--checkpoints", "sum", "--view", "norm")
    #expect(normed.status == 2)
  }

  private func expectCourse(_ workspace: String, _ runs: [Int]) throws {
    let output = try Program.run(
      "top", workspace, "q0", "--step", "2", "--course", "--json", "--limit", "1000")
    let rows = try #require(output.json as? [[String: Any]], "\(output.errors)")
    let steps = try Self.steps(workspace)
    for (number, run) in runs.enumerated() {
      let own = try Self.column("score", [workspace, "q0", "--step", "2", "--run", "\(run)"])
      let found = try rows.map { row in
        let course = try #require(row["course"] as? [[String: Any]])
        #expect(course[number]["step"] as? Int == steps[number])
        return try #require(course[number]["score"] as? Double)
      }
      let expected = try rows.map { try #require(own[$0["passage"] as? String ?? ""]) }
      #expect(relativeDifference(found, expected) <= 1e-6)
    }
    let text = try Program.run("top", workspace, "q0", "--course", "--limit", "3").text
    #expect(text.contains("step 8") && text.contains("step \(steps[2])"), "\(text)")
    let csv = try Program.run("top", workspace, "q0", "--course", "--csv", "--limit", "1").text
    #expect(csv.contains("score step 30"))
  }

  @Test func aKilledEngineGoesOnAtTheCheckpointWhereItWas() throws {
    let folder = try TemporaryFolder()
    try Self.training(folder.path)
    let whole = try Self.workspace(folder.path, "whole", earlier: [Self.first, Self.second])
    try Self.compute(whole)
    let runs = try Self.runs(whole)
    let reference = try runs.map { try Self.exported(whole, run: $0) }
    let killed = try Self.workspace(folder.path, "killed", earlier: [Self.first, Self.second])
    // Before the second block of the first of the earlier checkpoints is committed.
    let signal = try Interposer(Interposer.signalling, in: folder)
    let engine = try Program.start(
      ["compute", killed, "--threads", "2"],
      environment: [
        "LD_PRELOAD": signal.path, "FAULT_SQL": "INTO gradient_norm", "FAULT_COUNT": "4",
        "FAULT_SIGNAL": "\(SIGKILL)",
      ])
    engine.waitUntilExit()
    #expect(engine.terminationReason == .uncaughtSignal)
    let midway = try #require(
      try Program.run("status", killed, "--json").json as? [String: Any])
    // What is shown is the last checkpoint's run, which is whole; the earlier ones are not.
    #expect(midway["scored"] as? Int == 7 && midway["run"] as? Int == runs.last)
    let partly = try #require(midway["checkpoints"] as? [[String: Any]])
    #expect(partly.map { $0["scored"] as? Int } == [0, 0, 7])
    let course = try Program.run("top", killed, "q0", "--course", "--limit", "300")
    #expect(course.status == 0 && course.text.contains("–"), "\(course.errors)")
    try Self.compute(killed)
    #expect(try Self.runs(killed) == runs)
    for (run, scores) in zip(runs, reference) {
      #expect(try Self.exported(killed, run: run) == scores)
    }
    // A list that changed leaves the scores that are there, and the newest run what it is.
    _ = try Self.workspace(folder.path, "killed", earlier: [Self.second])
    try Self.compute(killed)
    let status = try #require(
      try Program.run("status", killed, "--json").json as? [String: Any])
    let left = try #require(status["checkpoints"] as? [[String: Any]])
    #expect(left.map { $0["run"] as? Int } == [runs[1], runs[2]])
    #expect(status["run"] as? Int == runs[2])
    _ = try Self.workspace(folder.path, "killed", earlier: [])
    try Self.compute(killed)
    let none = try Program.run("top", killed, "q0", "--course")
    #expect(none.status == 1 && none.errors.contains("is of one checkpoint"), "\(none.errors)")
  }

  @Test func whatIsNoTrainingIsRefusedByName() throws {
    let folder = try TemporaryFolder()
    try Self.training(folder.path)
    let golden = try Golden("llama")
    let files = FileManager.default
    try files.copyItem(
      atPath: folder.path + "/out/step-000030", toPath: folder.path + "/out/again-31")
    try files.removeItem(atPath: folder.path + "/out/again-31/training.json")
    let other = folder.path + "/out/other-9"
    try files.copyItem(atPath: folder.path + "/out/step-000008", toPath: other)
    let tokenizer = try String(contentsOfFile: other + "/tokenizer.json", encoding: .utf8)
    try Self.write(
      tokenizer.replacingOccurrences(of: "\"Q\"", with: "\"Qx\""), other + "/tokenizer.json")
    for (earlier, says) in [
      (["../out/nowhere"], "out/nowhere: is no folder"),
      ([Self.first, Self.first], "twice"),
      ([Self.second, Self.first], "is of step 8 and stands after step 30"),
      (["../out", Self.first], "stands before others"),
      ([Self.second, "../out/again-31"], "holds the same weights as"),
      ([golden.checkpoint], "has another shape than"),
      (["../out/other-9"], "has other tokens than"),
    ] {
      let workspace = try Self.workspace(folder.path, "refused", earlier: earlier)
      let refused = try Program.run("compute", workspace)
      #expect(refused.status == 1 && refused.errors.contains(says), "\(refused.errors)")
      let said = refused.errors.split(separator: "\n").filter { $0.hasPrefix("stemma:") }
      #expect(said.count == 1, "\(refused.errors)")
    }
    let workspace = try Self.workspace(
      folder.path, "fine", earlier: [Self.first, Self.second, "../out"])
    let exact = try Program.run("compute", workspace, "--exact", "5%")
    #expect(exact.status == 1 && exact.errors.contains("--exact"), "\(exact.errors)")
    let little = try Program.run("compute", workspace, "--memory", "0.01")
    #expect(little.errors.contains("is the least that works"), "\(little.errors)")
  }
}
