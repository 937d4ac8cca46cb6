import Foundation
import GRDB
import Safetensors
import TestSupport
import Testing

/// Files as kronfluence wrote them, in its own precision, opened by the program.
@Suite(.serialized, .tags(.program))
struct KronfluenceFilesTests {
  private static let files = Golden.kronfluence
  private static let factors = files + "/factors_ekfac"

  private let folder: TemporaryFolder
  private let workspace: String

  init() throws {
    folder = try TemporaryFolder()
    workspace = folder.path + "/work"
    let golden = try Golden("gpt2")
    let checkpoint = folder.path + "/checkpoint"
    try FileManager.default.copyItem(atPath: Self.files + "/checkpoint", toPath: checkpoint)
    try FileManager.default.copyItem(
      atPath: golden.checkpoint + "/tokenizer.json", toPath: checkpoint + "/tokenizer.json")
    let made = try Program.run(
      "init", workspace, "--checkpoint", checkpoint, "--corpus", golden.corpus, "--questions",
      golden.questions)
    try #require(made.status == 0, "\(made.errors)")
  }

  private func compute(_ arguments: String...) throws {
    let computed = try Program.run(arguments: ["compute", workspace] + arguments)
    try #require(computed.status == 0, "\(computed.errors)")
  }

  private func exported(_ arguments: String...) throws -> SafetensorsFile {
    let file = folder.path + "/\(UUID().uuidString).safetensors"
    let export = try Program.run(arguments: ["export", workspace, "--scores", file] + arguments)
    try #require(export.status == 0, "\(export.errors)")
    return try SafetensorsFile(path: file)
  }

  private func difference(_ file: SafetensorsFile, _ reference: SafetensorsFile, _ name: String)
    throws -> Double
  {
    relativeDifference(
      try file.floats(name).map(Double.init), try reference.floats(name).map(Double.init))
  }

  @Test func scoresWithItsFactorsAreItsScores() throws {
    try compute("--factors", Self.factors)
    let summed = try SafetensorsFile(path: Self.files + "/scores_summed.safetensors")
    #expect(try difference(try exported(), summed, "all_modules") <= 1e-4)
    let modules = try SafetensorsFile(path: Self.files + "/scores_modules.safetensors")
    let own = try exported("--per-module")
    #expect(modules.tensors.count == 8)
    for name in modules.tensors.keys {
      #expect(try difference(own, modules, name) <= 1e-4, "\(name)")
    }
    // None were fitted, and others would have given other scores.
    let stages = try DatabaseQueue(path: workspace + "/.stemma/stemma.sqlite").read {
      try String.fetchAll($0, sql: "SELECT message FROM log")
    }
    #expect(!stages.contains { $0.contains("fitting") }, "\(stages)")
    try compute("--labels", "sampled", "--seed", "1")
    #expect(try difference(try exported(), summed, "all_modules") > 1e-2)
  }

  @Test func aRunGoesOnWithTheCopyOfItsFactors() throws {
    let given = folder.path + "/given"
    try FileManager.default.copyItem(atPath: Self.factors, toPath: given)
    try compute("--factors", given, "--questions", "q-00")
    try FileManager.default.removeItem(atPath: given)
    try compute("--run", "1")
    let summed = try SafetensorsFile(path: Self.files + "/scores_summed.safetensors")
    #expect(try difference(try exported(), summed, "all_modules") <= 1e-4)
    try FileManager.default.removeItem(atPath: workspace + "/.stemma/factors")
    let lost = try Program.run("compute", workspace, "--run", "1")
    #expect(lost.status == 1 && lost.errors.contains("name their folder with --factors"))
  }

  @Test func factorsOfAnotherModelAreRefused() throws {
    let other = try Golden("gpt2")
    let wrong = folder.path + "/wrong"
    _ = try Program.run(
      "init", wrong, "--checkpoint", other.checkpoint, "--corpus", other.corpus, "--questions",
      other.questions)
    let refused = try Program.run("compute", wrong, "--factors", Self.factors)
    #expect(refused.status == 1 && refused.errors.contains("the factors are of another model"))
    #expect(refused.errors.contains(Self.factors))
    let none = try Program.run("compute", wrong, "--factors", folder.path)
    #expect(none.status == 1 && none.errors.contains("holds no factors"))
    let both = try Program.run("compute", wrong, "--factors", Self.factors, "--seed", "1")
    #expect(both.status == 2)
    let unused = try Program.run(
      "compute", wrong, "--factors", Self.factors, "--strategy", "identity")
    #expect(unused.status == 2)
  }

  @Test(arguments: ["summed", "modules"])
  func itsScoresCanBeExplored(_ kind: String) throws {
    try compute("--strategy", "identity")
    let path = Self.files + "/scores_\(kind).safetensors"
    let taken = try Program.run(
      "import", workspace, "--scores", path, "--rows", Self.files + "/rows.json", "--columns",
      Self.files + "/columns.json")
    try #require(taken.status == 0, "\(taken.errors)")
    let summed = try SafetensorsFile(path: Self.files + "/scores_summed.safetensors")
    let back = try exported()
    #expect(try difference(back, summed, "all_modules") <= (kind == "summed" ? 0 : 1e-6))
    // The list that a person sees is in the order of the second step's row.
    let values = try summed.floats("all_modules")
    let shape = try summed.information("all_modules").shape
    let row = Array(values[shape[1]..<2 * shape[1]])
    let ids = try Golden("gpt2").objects(Golden("gpt2").corpus).map { $0["id"] as? String ?? "" }
    let top = try #require(
      try Program.run("top", workspace, "q-00", "--step", "2", "--limit", "5", "--json").json
        as? [[String: Any]])
    let order = row.indices.sorted { row[$0] > row[$1] }
    #expect(top.map { $0["passage"] as? String ?? "" } == order.prefix(5).map { ids[$0] })
  }
}
