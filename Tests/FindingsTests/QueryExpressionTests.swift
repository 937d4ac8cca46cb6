import Findings
import Testing

/// Queries that combine questions are read as they are written, or refused at their place.
@Suite struct QueryExpressionTests {
  private func name(_ text: String, _ step: Int? = nil) -> QueryExpression {
    .name(text, step: step)
  }

  @Test func namesKeepTheirHyphensAndMinusStandsApart() throws {
    #expect(try QueryExpression("slope-01") == name("slope-01"))
    #expect(
      try QueryExpression("slope-01 - slope-02")
        == .combined(.sum, [.scaled(1, name("slope-01")), .scaled(-1, name("slope-02"))]))
    #expect(
      try QueryExpression("a -b")
        == .combined(.sum, [.scaled(1, name("a")), .scaled(-1, name("b"))])
    )
    #expect(try QueryExpression("\"an id (odd)\":3") == name("an id (odd)", 3))
    #expect(try QueryExpression("北京:2") == name("北京", 2))
  }

  @Test func functionsFactorsAndBracketsNest() throws {
    #expect(
      try QueryExpression("mean(slope) - 0.5 * max(a, steps(b))")
        == .combined(
          .sum,
          [
            .scaled(1, .combined(.mean, [name("slope")])),
            .scaled(-1, .scaled(0.5, .combined(.max, [name("a"), .steps("b")]))),
          ]))
    #expect(try QueryExpression("(a) / 2") == .scaled(0.5, name("a")))
    #expect(try QueryExpression("-a") == .scaled(-1, name("a")))
  }

  @Test(arguments: [
    ("", "at character 1"), ("mean(", "at character 6"), ("a b", "at character 3"),
    ("median(a)", "there is no function median"), ("a:0", "the number of a step"),
    ("a / 0", "other than 0"), ("\"a", "not closed"), ("2 a", "followed by *"), ("a:1.5", "step"),
    ("a +", "at character 4"), ("mean(a))", "nothing more"),
  ])
  func faultsNameTheirPlace(_ text: String, _ says: String) {
    let error = #expect(throws: QueryError.self) { try QueryExpression(text) }
    #expect("\(error.map { "\($0)" } ?? "")".contains(says))
  }

  @Test func depthIsBounded() {
    for text in [
      String(repeating: "(", count: 100_000), String(repeating: "-", count: 100_000) + "a",
      String(repeating: "mean(", count: 100_000),
    ] {
      #expect(throws: QueryError.self) { try QueryExpression(text) }
    }
  }
}
