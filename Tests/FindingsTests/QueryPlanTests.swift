import Findings
import RunModel
import Testing

/// What expressions stand for, and what becomes of their members' scores.
@Suite struct QueryPlanTests {
  private let names = QueryNames(
    [
      .init(name: "s1", task: "slope", kind: .reasoning, isMember: true),
      .init(name: "s2", task: "slope", kind: .reasoning, isMember: true),
      .init(name: "f1", task: "capitals", kind: .factual, isMember: true),
      .init(name: "c1", task: "reasoning-control", kind: .control, isMember: true),
      .init(name: "typed", task: "slope", kind: .reasoning, isMember: false),
    ], steps: { [2, 3, 1, 1, 2][$0] })

  private func plan(_ text: String) throws -> QueryPlan {
    try QueryPlan(try QueryExpression(text), names)
  }

  @Test func termsAreTheLeavesWithTheirWeights() throws {
    let contrast = try plan("mean(slope) - 2 * mean(\"Reasoning Control\")")
    #expect(contrast.terms.map(\.leaf.question) == [0, 1, 3])
    #expect(contrast.terms.map(\.weight) == [0.5, 0.5, -2] && contrast.isLinear)
    // What is named twice is one term.
    #expect(try plan("s1 - s1 / 4 + mean(s1, s2)").terms.map(\.weight) == [1.25, 0.5])
    #expect(try plan("sum(steps(s2))").terms.map(\.leaf.step) == [1, 2, 3])
    #expect(try plan("mean(all)").terms.count == 4)
    let control = QueryNames(
      [.init(name: "c", task: "reading", kind: .control, isMember: true)], steps: { _ in 1 })
    // As the findings call it.
    let found = try QueryPlan(try QueryExpression("mean(\"reading control\")"), control)
    #expect(found.terms.count == 1)
    let greatest = try plan("s1 + max(s1, s2)")
    #expect(greatest.terms.map(\.isInMaximum) == [false, true, true] && !greatest.isLinear)
    #expect(try plan("max(s1)").isLinear)
    // Only whoever is asked for by name may be unsettled.
    #expect(try plan("typed:2").terms.map(\.leaf.question) == [4])
  }

  @Test func scoresAreCombinedInDoubles() throws {
    let scores: [[Float]] = [[1, 2, .nan], [3, -4, 1], [0.5, 0.5, 0.5], [1, 1, 1], [0, 0, 0]]
    func combine(_ text: String) throws -> CombinedScores {
      try plan(text).combine { leaf in
        LeafScores(
          values: scores[leaf.question], isExact: [true, leaf.question != 1, true],
          nats: leaf.question == 2 ? .nan : 2)
      }
    }
    let contrast = try combine("mean(s1, s2) - f1")
    #expect(contrast.raw[0] == 1.5 && contrast.raw[1] == -1.5 && contrast.raw[2].isNaN)
    #expect(contrast.isExact == [true, false, true])
    // Without a member's nats nothing is known per nat.
    #expect(contrast.perNat.allSatisfy { $0.isNaN })
    let greatest = try combine("max(s1, s2)")
    #expect(greatest.raw[0] == 3 && greatest.raw[1] == 2 && greatest.raw[2].isNaN)
    #expect(greatest.perNat[0] == 1.5)
  }

  @Test(arguments: [
    ("nobody", "no question, task or kind"), ("slope", "2 questions"), ("steps(s1)", "are several"),
    ("s1:3", "steps 1 to 2"), ("mean(steps(nobody))", "no question"),
  ])
  func faultsAreNamed(_ text: String, _ says: String) throws {
    let error = #expect(throws: QueryError.self) { try plan(text) }
    #expect(error?.description.contains(says) ?? false, "\(error?.description ?? "")")
  }

  /// Short texts may stand for very many questions.
  @Test func membersAreBounded() throws {
    let many = QueryNames(
      (0..<300).map { .init(name: "q\($0)", task: "t", kind: .factual, isMember: true) },
      steps: { _ in 1 })
    let text = Array(repeating: "sum(t)", count: 100).joined(separator: "+")
    let error = #expect(throws: QueryError.self) {
      try QueryPlan(try QueryExpression(text), many)
    }
    #expect(error?.description.contains("20000") ?? false)
    let fewer = try QueryPlan(try QueryExpression("sum(t) + sum(t)"), many)
    #expect(fewer.terms.count == 300 && fewer.terms.allSatisfy { $0.weight == 2 })
  }
}
