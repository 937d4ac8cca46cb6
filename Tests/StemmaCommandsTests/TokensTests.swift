import Foundation
import GRDB
import RunModel
import Store
import TestSupport
import Testing

/// `stemma tokens` and what an engine stores for the reader: every column adds up to the score that `top` prints.
@Suite(.tags(.program)) struct TokensTests {
  private let world: GoldenWorkspace
  private var workspace: String { world.path }

  init() throws { world = try GoldenWorkspace.computed() }

  @Test func everyColumnAddsUpToTheScore() throws {
    let top = try Program.run("top", workspace, "q-01", "--step", "2", "--json", "--limit", "100")
    let rows = try #require(top.json as? [[String: Any]], "\(top.errors)")
    let size = rows.compactMap { $0["score"] as? Double }.map(abs).max() ?? 0
    for row in [rows[0], rows[rows.count - 1]] {
      let passage = try #require(row["passage"] as? String)
      let score = try #require(row["score"] as? Double)
      let output = try Program.run(
        "tokens", workspace, "q-01", "--step", "2", "--passage", passage, "--json")
      let found = try #require(output.json as? [String: Any], "\(output.errors)")
      func sum(_ list: String, _ key: String) throws -> Double {
        try #require(found[list] as? [[String: Any]]).reduce(0) {
          $0 + ($1[key] as? Double ?? .nan)
        }
      }
      for (list, key) in [
        ("step_tokens", "by_loss"), ("passage_tokens", "by_loss"),
        ("passage_tokens", "by_position"), ("modules", "share"),
      ] {
        #expect(abs(try sum(list, key) - score) <= 1e-3 * size, "\(list) \(key)")
      }
      let text = try Program.run("tokens", workspace, "q-01", "--step", "2", "--passage", passage)
      #expect(text.status == 0 && text.text.contains("by position"), "\(text.errors)")
    }
  }

  @Test func anEngineDividesWhatOneOfBeforeDidNot() throws {
    let store = try Store(path: workspace + "/.stemma/stemma.sqlite", access: .existing)
    let run = try #require(try store.run(nil))
    let step = try #require(try store.steps(set: run.questionSet).first)
    func heat() throws -> HeatRecord {
      try store.request(.heat(HeatJob(step: step.row, passage: 3)))
      let served = try Program.run("compute", workspace, "--labels", "data")
      try #require(served.status == 0, "\(served.errors)")
      return try #require(try store.heat(step: step.row, passage: 3, run: run.id))
    }
    let first = try heat()
    let losses = try #require(first.losses)
    #expect(losses.passage.count == first.tokens.count && losses.step.count == step.tokens.count)
    let score = try store.scores(step: step.row, run: run, passages: 24).values
    let size = score.map(abs).max() ?? 0
    for shares in [losses.passage, losses.step, first.tokens] {
      #expect(abs(shares.reduce(0, +) - score[3]) <= 1e-3 * size)
    }
    // As an engine of before left it.
    var old = first
    old.losses = nil
    try store.save(old, step: step.row, passage: 3, run: run.id)
    #expect(try store.heat(step: step.row, passage: 3, run: run.id) == old)
    #expect(try heat().losses?.step.count == step.tokens.count)
  }

  @Test(arguments: [
    (["q-01", "--step", "2", "--passage", "nowhere"], 1, "there is no passage nowhere"),
    (["q-01", "--step", "99", "--passage", "d"], 1, "there is no step 99"),
    (["q-77", "--step", "1", "--passage", "d"], 1, "there is no question q-77"),
    (["q-01", "--step", "0", "--passage", "d"], 2, "--step counts from 1"),
  ])
  func whatIsNotThereIsNamed(_ arguments: [String], status: Int32, says: String) throws {
    let refused = try Program.run(arguments: ["tokens", workspace] + arguments)
    #expect(refused.status == status && refused.errors.contains(says), "\(refused.errors)")
  }
}
