import Foundation
import TestSupport
import Testing

/// `top --query` equals the same arithmetic on the scores that `top` prints for each question.
@Suite(.tags(.program)) struct QueryTests {
  private let world: GoldenWorkspace
  private var workspace: String { world.path }

  init() throws { world = try GoldenWorkspace.computed() }

  /// One column of every passage's row, by passage.
  private func column(_ name: String, _ arguments: String...) throws -> [String: Double] {
    let output = try Program.run(
      arguments: ["top", workspace] + arguments + ["--json", "--limit", "1000"])
    let rows = try #require(output.json as? [[String: Any]], "\(output.errors)")
    return Dictionary(
      uniqueKeysWithValues: rows.map {
        ($0["passage"] as? String ?? "", $0[name] as? Double ?? .nan)
      })
  }

  private func expect(
    _ found: [String: Double], _ value: (String) -> Double, _ what: String
  ) {
    #expect(found.count == 24)
    let scale = found.keys.map { abs(value($0)) }.max() ?? 0
    for (passage, score) in found {
      #expect(abs(score - value(passage)) <= 1e-6 * scale, "\(what) \(passage)")
    }
  }

  @Test func combinationsAreTheArithmeticOfTheirMembers() throws {
    let scores = try (0..<4).map { try column("score", "q-0\($0)") }
    let difference = try column("score", "--query", "q-00 - q-01")
    expect(difference, { scores[0][$0]! - scores[1][$0]! }, "difference")
    let mean = try column("score", "--query", "mean(golden)")
    expect(mean, { passage in scores.reduce(0) { $0 + $1[passage]! } / 4 }, "mean")
    let greatest = try column("score", "--query", "max(q-00, q-01, q-02, q-03)")
    expect(greatest, { passage in scores.map { $0[passage]! }.max()! }, "max")
    let steps = try column("score", "--query", "sum(steps(q-02))")
    expect(steps, { scores[2][$0]! }, "steps")
    let step = try column("score", "q-02", "--step", "2")
    let scaled = try column("score", "--query", "2 * q-02:2 - q-02:2 / 2")
    expect(scaled, { 1.5 * step[$0]! }, "factors")
    // By kind: two of the questions are factual or reasoning, whatever the file says.
    let kinds = try column("score", "--query", "sum(factual) + sum(reasoning)")
    expect(kinds, { passage in scores.reduce(0) { $0 + $1[passage]! } }, "kinds")
  }

  /// What the explorer writes of a pinned combination is `top --query --csv` row by row, in every view.
  @Test func filesOfTheExplorerAreTheRowsOfTop() throws {
    let queries = [
      "q-00 - q-01", "mean(golden) - 0.5 * q-02:2", "max(steps(q-02), q-03)", "q-00 / 3 + sum(all)",
    ]
    for (number, query) in queries.enumerated() {
      for view in ["raw", "nat", "norm"] {
        let file = world.path + "/rows-\(number)-\(view).csv"
        let commands = ["pin x\(number) = \(query)", "view-\(view)", "write documents \(file)"]
        let written = try Program.run(
          arguments: ["explore", workspace] + commands.flatMap { ["-c", $0] })
        #expect(written.status == 0, "\(query): \(written.errors)")
        let top = try Program.run(
          arguments: [
            "top", workspace, "--query", query, "--view", view, "--csv", "--limit", "100000",
          ])
        #expect(top.status == 0, "\(top.errors)")
        let rows = try String(contentsOfFile: file, encoding: .utf8)
        #expect(
          rows.replacing("\r\n", with: "\n") == top.text.replacing("\r\n", with: "\n"),
          "\(query), \(view)")
      }
    }
    // They are kept with the workspace.
    let plain = try Program.run(
      "explore", workspace, "--plain", "-c", "questions", "-c", "unpin x1")
    #expect(plain.text.contains("x0, combination") && plain.text.contains("x1 is not pinned"))
    let later = try Program.run("explore", workspace, "--plain", "-c", "q x0", "-c", "q x1")
    #expect(later.text.contains("x0, combination") && later.text.contains("no question x1"))
    let wrong = try Program.run("explore", workspace, "-c", "pin x = mean(nobody)")
    #expect(wrong.status == 1 && wrong.errors.contains("no question, task or kind"))
  }

  @Test func perNatWeighsEachMemberByItsOwnNats() throws {
    let perNat = try (0..<2).map { try column("per_nat", "q-0\($0)") }
    let found = try column("per_nat", "--query", "q-00 - q-01", "--view", "nat")
    expect(found, { perNat[0][$0]! - perNat[1][$0]! }, "per nat")
    let output = try Program.run(
      "top", workspace, "--query", "q-00 - q-01", "--view", "nat", "--json")
    let values = try #require(output.json as? [[String: Any]]).compactMap {
      $0["per_nat"] as? Double
    }
    #expect(values.count == 20 && values == values.sorted(by: >))
  }

  @Test(arguments: [
    (["--query", "mean(nobody)"], "no question, task or kind"),
    (["--query", "golden - q-00"], "are 4 questions; say mean(golden)"),
    (["--query", "q-00:9"], "there is no step 9"), (["--query", "steps(q-00)"], "are several"),
    (["--query", "mean(q-00"], "at character"),
  ])
  func whatIsNotThereIsNamed(_ arguments: [String], _ says: String) throws {
    let refused = try Program.run(arguments: ["top", workspace] + arguments)
    #expect(refused.status == 1 && refused.errors.contains(says), "\(refused.errors)")
    #expect(refused.errors.split(separator: "\n").count == 1)
  }

  @Test func queryAndQuestionExcludeEachOther() throws {
    for arguments in [["q-00", "--query", "q-01"], [], ["--query", "q-01", "--step", "1"]] {
      #expect(try Program.run(arguments: ["top", workspace] + arguments).status == 2)
    }
  }
}
