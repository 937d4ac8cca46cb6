import Foundation
import RunModel
import TerminalHarness
import TestSupport
import Testing

/// A typed question, from the model's words to exact scores.
@Suite(.serialized, .tags(.program))
struct AskTests {
  private struct Row {
    let passage: String
    let score: Double
    let isExact: Bool
  }

  private static func rows(_ step: [String: Any]) throws -> [Row] {
    let top = try #require(step["top"] as? [[String: Any]])
    return try top.map {
      Row(
        passage: try #require($0["passage"] as? String),
        score: try #require($0["score"] as? Double), isExact: try #require($0["exact"] as? Bool))
    }
  }

  private static func steps(_ workspace: String) throws -> Int {
    let status = try #require(try Program.run("status", workspace, "--json").json as? [String: Any])
    return try #require(status["total"] as? Int)
  }

  private static func ask(_ workspace: String, _ arguments: String...) throws -> [String: Any] {
    let output = try Program.run(
      arguments: ["ask", workspace, "the slope of the line", "--json"] + arguments)
    return try #require(output.json as? [String: Any], "\(output.errors)")
  }

  @Test func scoresGoDownTheCoarseOrderAndEqualThoseOfAFullPass() throws {
    let folder = try TemporaryFolder()
    let workspace = try ResumeTests.workspace(folder.path, documents: 300)
    try #require(try Program.run("compute", workspace).status == 0)
    let before = try Self.steps(workspace)

    let part = try Self.ask(workspace, "--exact", "0.2", "--limit", "300")
    let steps = try #require(part["steps"] as? [[String: Any]])
    try #require(!steps.isEmpty)
    let stages = try #require(part["stages"] as? [[String: Any]])
    #expect(stages.allSatisfy { $0["state"] as? String == "done" && $0["seconds"] is Double })
    #expect(part["coarse_after_seconds"] is Double)
    #expect(part["answer"] is NSNull && part["correct"] is NSNull && part["kept"] as? Bool == false)
    #expect((part["nearest"] as? [String: Any])?["correlation"] is Double)
    #expect(try Self.rows(part).count == 300)
    let exact = try #require(part["exact_passages"] as? Int)
    #expect(exact >= 60 && exact < 300)

    // The same question, kept before anything is exact and completed by the pass that scores every other one.
    let kept = try Self.ask(workspace, "--exact", "0", "--keep", "--limit", "60")
    #expect(kept["exact_passages"] as? Int == 0 && kept["kept"] as? Bool == true)
    let keptSteps = try #require(kept["steps"] as? [[String: Any]])
    #expect(try Self.rows(keptSteps[0]).allSatisfy { !$0.isExact })
    try #require(try Program.run("compute", workspace).status == 0)
    for (number, step) in steps.enumerated() {
      let full = try #require(
        try Program.run(
          "top", workspace, "ask-2", "--step", "\(number + 1)", "--limit", "300", "--json"
        ).json as? [[String: Any]])
      try #require(full.count == 300)
      let truth = try Dictionary(
        uniqueKeysWithValues: full.map {
          (try #require($0["passage"] as? String), try #require($0["score"] as? Double))
        })
      let largest = truth.values.map(abs).max() ?? 0
      let rows = try Self.rows(step)
      let found = rows.filter(\.isExact)
      #expect(found.count == exact)
      for row in found {
        let score = try #require(truth[row.passage])
        #expect(abs(row.score - score) <= 1e-5 * max(abs(score), 0.01 * largest), "\(row)")
      }
      // Every step's first fifth in coarse order is among them.
      if number == 0 {
        let head = Set(try Self.rows(keptSteps[0]).map(\.passage))
        #expect(head.isSubset(of: found.map(\.passage)))
      }
    }

    // All the way, a question's scores are those of a full pass, stored like any other's.
    let whole = try Self.ask(workspace, "--exact", "all", "--limit", "3")
    #expect(whole["exact_passages"] as? Int == 300)
    // Kept questions are counted, the others are not.
    #expect(try Self.steps(workspace) == before + steps.count)
  }

  @Test func aGivenCompletionAndAnIndexThatCannotBeUsed() throws {
    let folder = try TemporaryFolder()
    let workspace = try ResumeTests.workspace(folder.path, documents: 300)
    try #require(try Program.run("compute", workspace).status == 0)
    let block = URL(filePath: workspace + "/.stemma/index/block-0000000000.stemma")
    try Data("damaged".utf8).write(to: block)
    let given = try Self.ask(
      workspace, "--completion", "the line\\nthe slope\\n", "--answer", "the slope", "--exact",
      "0.1")
    #expect(given["completion"] as? String == "the line\nthe slope\n")
    #expect(given["generated"] as? Bool == false)
    let stages = try #require(given["stages"] as? [[String: Any]])
    #expect(stages.contains { ($0["note"] as? String ?? "").contains("--rebuild-index") })
    // Without an index there is no order to go down, but what is scored is exact.
    let steps = try #require(given["steps"] as? [[String: Any]])
    #expect(steps.count == 2)
    #expect(try Self.rows(steps[0]).allSatisfy(\.isExact))
    #expect(given["exact_passages"] as? Int == 30)
  }

  @Test func wrongUsageIsNamed() throws {
    #expect(try Program.run("ask", "/tmp", "why", "--exact", "2").status == 1)
    #expect(try Program.run("ask", "/tmp", "why", "--exact", "most").status == 1)
    #expect(try Program.run("ask", "/tmp", "").status == 2)
  }
}
