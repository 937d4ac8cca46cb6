import Explorer
import RunModel
import Terminal
import Testing

/// Heat by the tokens whose losses carry a score, of the document and of the step.
@Suite struct LossHeatTests {
  private func reader(_ width: Int, _ height: Int, hasLosses: Bool = true) throws -> Bench {
    var bench = try Bench(
      width: width, height: height,
      source: FixtureSource(passages: 9, hasHeat: true, hasLosses: hasLosses))
    bench.state.controlsEngine = true
    var status = EngineStatus()
    status.state = .running
    try bench.send(.engine(status))
    try bench.press("Enter Enter Enter")
    return bench
  }

  @Test func heatMovesToThePredictedTokensAndBack() throws {
    var bench = try reader(120, 36)
    let before = try #require(bench.state.reader?.layer?.sums)
    #expect(bench.text.contains("on the token before the predicted one"))
    try bench.press("t p")
    let after = try #require(bench.state.reader?.layer?.sums)
    #expect(after == [0] + before.dropLast())
    #expect(bench.text.contains("on the predicted token"))
    // It stays so in the next document, and by lines too.
    try bench.press("J t l")
    #expect(bench.text.contains("heat by line, on predictions"))
    try bench.press("K t k t p")
    #expect(bench.state.reader?.layer?.sums == before)
  }

  @Test(arguments: [(120, 36), (160, 48), (200, 60)])
  func theStepsTokensStandBesideTheText(width: Int, height: Int) throws {
    var bench = try reader(width, height)
    #expect(bench.text.contains("The step, token by token"), "\(bench.text)")
    #expect(bench.text.contains("\" -\"") && bench.text.contains("-.50000"), "\(bench.text)")
    try bench.press("i")
    guard case .text(_, let lines, _) = bench.state.overlay else {
      Issue.record("no facts")
      return
    }
    #expect(lines.contains("The step, token by token"))
    for text in ["\"69\"", "\" /\"", "\" -\"", "\"23\""] {
      #expect(lines.contains { $0.contains(text) }, "\(text)")
    }
  }

  @Test func whereNothingIsKnownOfLossesThatIsSaid() throws {
    var bench = try reader(120, 36, hasLosses: false)
    let before = try #require(bench.state.reader?.layer?.sums)
    try bench.press("t p")
    #expect(bench.state.message.contains("not known"))
    #expect(bench.state.reader?.layer?.sums == before)
    #expect(!bench.text.contains("token by token"))
  }
}
