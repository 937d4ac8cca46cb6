import Foundation
import RunModel
import Safetensors
import TestSupport
import Testing

/// Numbers that are not finite stop the run with a name, or are left out and listed.
@Suite(.serialized, .tags(.program))
struct BadPassageTests {
  /// The reference checkpoint with one token's embedding replaced, and a token that only some documents use.
  private struct Hostile {
    let folder: TemporaryFolder
    let workspace: String
    let bad: [String]

    init(embedding: Float) throws {
      let golden = try Golden("mistral")
      folder = try TemporaryFolder()
      let checkpoint = folder.path + "/checkpoint"
      try FileManager.default.copyItem(atPath: golden.checkpoint, toPath: checkpoint)
      let asked = Set(golden.questionSegments.flatMap { $0.flatMap { $0 } })
      let documents = golden.documentTokens
      let token = try #require(
        Set(documents.flatMap { $0 }).subtracting(asked).sorted().first { token in
          let users = documents.count { $0.contains(token) }
          return users == 2
        })
      let ids = try golden.objects(golden.corpus).map { $0["id"] as? String ?? "" }
      bad = ids.indices.filter { documents[$0].contains(token) }.map { ids[$0] }

      let path = checkpoint + "/model.safetensors"
      let shape = try SafetensorsFile(path: path).information("model.embed_tokens.weight").shape
      var data = try Data(contentsOf: URL(filePath: path))
      let length = data.withUnsafeBytes { Int($0.loadUnaligned(as: UInt64.self)) }
      let header = try #require(
        try JSONSerialization.jsonObject(with: data[8..<8 + length]) as? [String: Any])
      let entry = try #require(header["model.embed_tokens.weight"] as? [String: Any])
      let start = try #require((entry["data_offsets"] as? [Int])?.first)
      let row = [Float](repeating: embedding, count: shape[1])
      let place = 8 + length + start + Int(token) * shape[1] * 4
      data.replaceSubrange(place..<place + shape[1] * 4, with: row.withUnsafeBytes { Data($0) })
      try data.write(to: URL(filePath: path))

      workspace = folder.path + "/work"
      let made = try Program.run(
        "init", workspace, "--checkpoint", checkpoint, "--corpus", golden.corpus, "--questions",
        golden.questions)
      try #require(made.status == 0, "\(made.errors)")
    }
  }

  @Test(arguments: [Float.nan, .infinity])
  func runStopsWithPassageAndModule(_ embedding: Float) throws {
    let hostile = try Hostile(embedding: embedding)
    // Identity has no factors: the fault is met while scoring; ekfac meets it in the factors.
    for strategy in ["identity", "ekfac"] {
      let stopped = try Program.run("compute", hostile.workspace, "--strategy", strategy)
      #expect(stopped.status == 1)
      #expect(stopped.errors.contains("passage \(hostile.bad[0])"), "\(stopped.errors)")
      #expect(stopped.errors.contains("model.layers.0.self_attn.q_proj"), "\(stopped.errors)")
      #expect(stopped.errors.contains("--skip-bad"))
    }
  }

  @Test func skippedPassagesAreListedAndTheOthersKeepTheirScores() throws {
    let golden = try Golden("mistral")
    let hostile = try Hostile(embedding: .nan)
    let done = try Program.run(
      "compute", hostile.workspace, "--strategy", "identity", "--skip-bad")
    try #require(done.status == 0, "\(done.errors)")
    #expect(done.errors.contains("skipped: passage \(hostile.bad[0])"))
    let status = try #require(
      try Program.run("status", hostile.workspace, "--json").json as? [String: Any])
    let skipped = try #require(status["skipped"] as? [[String: String]])
    #expect(skipped.map { $0["passage"] } == hostile.bad)
    #expect(status["scored"] as? Int == status["total"] as? Int)

    let file = hostile.folder.path + "/scores.safetensors"
    try #require(try Program.run("export", hostile.workspace, "--scores", file).status == 0)
    let values = try SafetensorsFile(path: file).floats("all_modules").map(Double.init)
    let expected = golden.scores("identity")
    let ids = try golden.objects(golden.corpus).map { $0["id"] as? String ?? "" }
    let bad = Set(hostile.bad)
    #expect(bad.count < ids.count)
    for (place, value) in values.enumerated() where bad.contains(ids[place % ids.count]) {
      #expect(value.isNaN)
    }
    let kept = values.indices.filter { !bad.contains(ids[$0 % ids.count]) }
    let difference = relativeDifference(
      kept.map { values[$0] }, kept.map { expected.flatMap { $0 }[$0] })
    #expect(difference <= 1e-4)

    let question = try #require(try golden.objects(golden.questions).first?["id"] as? String)
    let top = try #require(
      try Program.run("top", hostile.workspace, question, "--json", "--limit", "1000").json
        as? [[String: Any]])
    #expect(top.count == ids.count - bad.count)
    // Factors are fitted without them as well.
    let factored = try Program.run("compute", hostile.workspace, "--skip-bad", "--labels", "data")
    #expect(factored.status == 0, "\(factored.errors)")
    let doctor = try Program.run("doctor", hostile.workspace)
    #expect(doctor.text.contains("\(bad.count) without scores"), "\(doctor.text)")
  }
}
