import Foundation
import TestSupport
import Testing

/// `stemma evaluate --lds` from a workspace to a table, and from a results file to the same table.
@Suite(.serialized, .tags(.program))
struct DatamodelTests {
  @Test func everyMethodHasALineAndResultsAreKept() throws {
    let golden = try Golden("llama")
    let folder = try TemporaryFolder()
    let workspace = folder.path + "/work"
    let made = try Program.run(
      "init", workspace, "--checkpoint", golden.checkpoint, "--corpus", golden.corpus,
      "--questions", golden.questions)
    try #require(made.status == 0, "\(made.errors)")
    let computed = try Program.run("compute", workspace, "--labels", "data")
    try #require(computed.status == 0, "\(computed.errors)")
    let results = folder.path + "/results.json"
    func study(_ more: String...) throws -> Program.Output {
      try Program.run(
        arguments: [
          "evaluate", workspace, "--patch", "0", "--lds", "--parts", "4", "--epochs", "2",
          "--width", "16", "--layers", "1",
          "--heads", "2", "--results", results,
        ] + more)
    }
    let first = try study()
    try #require(first.status == 0, "\(first.errors)")
    for name in ["EK-FAC  ", "EK-FAC / gradient norm", "gradient dot product", "BM25"] {
      #expect(first.text.contains("\n  " + name))
    }
    #expect(first.text.contains("24 documents") && first.text.contains("4 retrainings on 50 %"))
    #expect(first.errors.contains("retraining 4 of 4"))
    let again = try study()
    #expect(again.text == first.text)
    #expect(!again.errors.contains("retraining 4 of 4"))
    let other = try study("--seed", "5")
    #expect(other.status == 1 && other.errors.contains("another study"))
  }
}
