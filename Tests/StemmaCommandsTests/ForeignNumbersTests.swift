import Foundation
import GRDB
import Safetensors
import TestSupport
import Testing

/// Factors, scores and settings from elsewhere whose numbers would spoil every list.
@Suite(.serialized, .tags(.program)) struct ForeignNumbersTests {
  /// Factors whose eigenvectors are no rotation scale every score by what they are.
  @Test(arguments: ["activation_eigenvectors", "gradient_eigenvectors"])
  func eigenvectorsAreOrthonormal(kind: String) throws {
    let folder = try TemporaryFolder()
    let golden = try Golden("gpt2")
    let checkpoint = folder.path + "/checkpoint"
    let files = FileManager.default
    try files.copyItem(atPath: Golden.kronfluence + "/checkpoint", toPath: checkpoint)
    try files.copyItem(
      atPath: golden.checkpoint + "/tokenizer.json", toPath: checkpoint + "/tokenizer.json")
    let (work, factors) = (folder.path + "/work", folder.path + "/factors")
    try files.copyItem(atPath: Golden.kronfluence + "/factors_ekfac", toPath: factors)
    let made = try Program.run(
      "init", work, "--checkpoint", checkpoint, "--corpus", golden.corpus, "--questions",
      golden.questions)
    try #require(made.status == 0, "\(made.errors)")
    let path = factors + "/\(kind).safetensors"
    for (factor, isTaken) in [(Float(1), true), (1e6, false), (0, false), (.nan, false)] {
      let file = try SafetensorsFile(path: path)
      var writer = SafetensorsWriter(metadata: file.metadata)
      for name in file.tensors.keys.sorted() {
        let values = try file.floats(name).map { $0 * factor }
        writer.add(name, shape: try file.information(name).shape, values.map(Double.init))
      }
      let other = folder.path + "/other"
      try? files.removeItem(atPath: other)
      try files.copyItem(atPath: factors, toPath: other)
      try writer.write(to: other + "/\(kind).safetensors")
      let done = try Program.run("compute", work, "--factors", other, "--questions", "q-00")
      #expect(done.status == (isTaken ? 0 : 1), "\(factor): \(done.errors)")
      if !isTaken {
        #expect(done.errors.contains(other) && done.errors.contains("stemma: "), "\(done.errors)")
        // Beside what the engine was at.
        let lines = done.errors.split(separator: "\n").filter { $0.hasPrefix("stemma: ") }
        #expect(lines.count == 1, "\(done.errors)")
      }
      if factor == 1e6 { #expect(done.errors.contains("not orthonormal"), "\(done.errors)") }
    }
  }

  /// Scores that are finite, and whose sums are not; steps that no arithmetic is for.
  @Test func importedScoresCanBeAdded() throws {
    let world = try FaultWorld()
    #expect(try Program.run("compute", world.workspace, "--threads", "2").status == 0)
    let whole = world.workspace + "/scores.safetensors"
    _ = try ResumeTests.exported(world.workspace)
    let file = try SafetensorsFile(path: whole)
    let shape = try file.information("all_modules").shape
    func tryOut(_ value: Float, rows: String? = nil) throws -> Program.Output {
      var metadata = file.metadata
      metadata["rows"] = rows ?? metadata["rows"]
      var writer = SafetensorsWriter(metadata: metadata)
      let count = shape.reduce(1, *)
      writer.add("all_modules", shape: shape, [Double](repeating: Double(value), count: count))
      let path = world.folder.path + "/bad.safetensors"
      try writer.write(to: path)
      return try Program.run("import", world.workspace, "--scores", path)
    }
    for value in [Float.greatestFiniteMagnitude, -3e38, 2e30, .infinity] {
      let refused = try tryOut(value)
      #expect(refused.status == 1 && refused.errors.contains("beyond 1e30"), "\(refused.errors)")
    }
    for step in ["-9223372036854775808", "9223372036854775807", "0", "1e300"] {
      let rows =
        "[" + Array(repeating: "[\"q-00\", \(step)]", count: shape[0]).joined(separator: ",")
      let refused = try tryOut(1, rows: rows + "]")
      #expect(refused.status == 1, "\(step): \(refused.errors)")
      #expect(refused.errors.split(separator: "\n").count == 1, "\(step): \(refused.errors)")
    }
    // The largest that are taken can be listed.
    #expect(try tryOut(1e30).status == 0)
    let top = try Program.run("top", world.workspace, "q-00")
    #expect(top.status == 0, "\(top.errors)")
  }

  /// Stores and records that speak of more than a workspace has, in sparse files that cost nobody anything.
  @Test func importedSizesAreThoseOfTheWorkspace() throws {
    let world = try FaultWorld()
    try #require(try Program.run("compute", world.workspace, "--threads", "2").status == 0)
    func isRefused(_ path: String, _ what: String) throws {
      let refused = try Program.shell(
        "ulimit -v 6000000; exec timeout 100 \"$0\" import \"$1\" --scores '\(path)'",
        world.workspace)
      #expect(refused.status == 1, "\(what): \(refused.status) \(refused.errors)")
      #expect(refused.errors.split(separator: "\n").count == 1, "\(what): \(refused.errors)")
    }
    let store = world.folder.path + "/store"
    try FileManager.default.createDirectory(atPath: store, withIntermediateDirectories: true)
    for (rows, queries, item) in [
      (1, Int.max, 8), (Int.max, 1, 8), (1 << 30, 4, 8), (2, 1 << 40, 1 << 28), (-1, 1, 8),
    ] {
      let names = (0..<4).flatMap { ["\"score_\($0)\"", "\"written_\($0)\""] }
      let formats = (0..<4).flatMap { _ in ["\"float32\"", "\"bool\""] }
      let offsets = Array(repeating: "0", count: 8)
      try Data(
        """
        {"num_rows": \(rows), "num_scores": \(queries), "dtype": {"names": [\(names.joined(separator: ","))],
         "formats": [\(formats.joined(separator: ","))], "offsets": [\(offsets.joined(separator: ","))],
         "itemsize": \(item)}}
        """.utf8
      ).write(to: URL(filePath: store + "/info.json"))
      _ = FileManager.default.createFile(atPath: store + "/scores.bin", contents: Data([1]))
      truncate(store + "/scores.bin", 1 << 33)
      try isRefused(store, "store of \(rows) × \(queries)")
    }
    let pair = world.folder.path + "/pair.jsonl"
    let record = #"{"example_id": "q-00:1", "proponent_ids": ["d0"], "proponent_scores": [SCORE]}"#
    for (score, count) in [("1", 100_000), ("3e38", 1), ("-2e30", 1), ("1e300", 1)] {
      let line = record.replacing("SCORE", with: score) + "\n"
      try Data(String(repeating: line, count: count).utf8).write(to: URL(filePath: pair))
      try isRefused(pair, "\(count) records with \(score)")
    }
  }

  /// Settings of a run that no version has written, in whatever wants to know them.
  @Test(arguments: [
    "{\"a\": 1}", "[]", "7", "", "{", String(repeating: "[", count: 2_000),
    "{\"strategy\":\"ekfac\",\"damping\":1e300}",
    #"{"strategy":"ekfac","labels":"sampled","seed":0,"damping":"0.1mean","modules":"all","passageLength":-5}"#,
  ])
  func settingsOfARunAreRead(json: String) throws {
    let world = try FaultWorld()
    try #require(try Program.run("compute", world.workspace, "--threads", "2").status == 0)
    let database = try DatabaseQueue(path: world.workspace + "/.stemma/stemma.sqlite")
    try database.write { try $0.execute(sql: "UPDATE run SET settings = ?", arguments: [json]) }
    try database.close()
    for command in [
      ["status", world.workspace], ["top", world.workspace, "q-00"],
      ["steps", world.workspace, "q-00"],
      ["explore", world.workspace, "-c", "jobs"], ["compute", world.workspace, "--run", "1"],
      ["self-influence", world.workspace], ["ask", world.workspace, "the slope"],
      ["report", world.workspace, "--html", world.folder.path + "/report.html"],
    ] {
      let done = try Program.run(arguments: command)
      #expect(done.status <= 1, "\(command[0]): \(done.errors)")
      guard done.status == 1 else { continue }
      let lines = done.errors.split(separator: "\n").filter { $0.hasPrefix("stemma: ") }
      #expect(lines.count == 1, "\(command[0]): \(done.errors)")
      #expect(!done.errors.contains("DecodingError"), "\(command[0]): \(done.errors)")
      #expect(done.errors.contains("compute again"), "\(command[0]): \(done.errors)")
    }
  }
}
