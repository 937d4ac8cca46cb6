import Explorer
import Findings
import Foundation
import RunModel
import Synchronization
import Terminal
import Testing

/// A combination of questions that is kept behaves as a question does, and says what it has not.
@Suite struct PinTests {
  /// A bench with some combinations in it.
  private func bench(
    _ pins: [PinnedQuery] = [], width: Int = 120, height: Int = 36, passages: Int = 60,
    scored: Int? = nil
  ) throws -> Bench {
    let source = FixtureSource(passages: passages, scored: scored, hasHeat: true)
    source.pinned.withLock { $0 = pins }
    return try Bench(width: width, height: height, source: source)
  }

  private func score(_ bench: Bench, _ question: Int, _ passage: Int) -> Double {
    Double(bench.source.score(Unit(question: question, step: 0), passage))
  }

  @Test func aCombinationIsListedRankedAndReadAsAQuestionIs() throws {
    var bench = try bench()
    try bench.send(.command("pin left = q061 - 2 * q090"))
    #expect(bench.state.selectedQuestion?.id == "left")
    #expect(bench.state.message.contains("left is pinned: 2 terms"))
    #expect(
      bench.source.pinned.withLock { $0 } == [
        PinnedQuery(name: "left", expression: "q061 - 2 * q090")
      ])
    #expect(bench.text.contains("pin") && bench.text.contains("q061 - 2 * q090"))
    try bench.press("V V")  // per nat, by length, then raw
    #expect(bench.state.view == .raw)
    let list = bench.state.list
    #expect(list.count == 60)
    let wanted = (0..<60).map { score(bench, 2, $0) - 2 * score(bench, 3, $0) }
    for row in 0..<list.count {
      #expect(abs(Double(list[row].value) - wanted[list[row].passage]) < 1e-6)
      if row > 0 { #expect(list[row - 1].value >= list[row].value) }
    }
    // Filters, z, and the noise floor are of its numbers.
    try bench.send(.command("filter z > 1 and type = code"))
    let kept = bench.state.list
    #expect(kept.count > 0 && kept.count < 20)
    for row in 0..<kept.count {
      #expect(kept[row].passage % 5 == 0 && list.spread.z(kept[row].value) > 1)
    }
    try bench.press("F")
    // Its terms stand where steps do, each with its nats.
    try bench.press("Enter")
    #expect(bench.text.contains("Terms") && bench.text.contains("+ q061"))
    #expect(bench.text.contains("-2 × q090") && bench.text.contains("1.5"))
    try bench.press("j j")
    let term = bench.state.list
    for row in 0..<term.count {
      #expect(abs(Double(term[row].value) + 2 * score(bench, 3, term[row].passage)) < 1e-6)
    }
    try bench.press("k k Enter Enter")
    #expect(bench.state.tab == .read && bench.text.contains("no heat of a combination"))
    #expect(bench.text.contains("per nat, on each term"))
    #expect(bench.state.heats[try #require(bench.state.reader).request] == nil)
    try bench.press("i")
    guard case .text(_, let lines, _)? = bench.state.overlay else {
      Issue.record("no facts")
      return
    }
    #expect(lines.contains { $0.contains("no words, answer, nats or token heat") })
  }

  /// Per nat each member is divided by its own nats, so that the order is another one.
  @Test func perNatWeighsEachMemberByItsOwn() throws {
    var bench = try bench([PinnedQuery(name: "a", expression: "mean(factual) - q061")])
    try bench.send(.command("q a"))
    #expect(bench.state.view == .perNat)
    let list = bench.state.list
    func value(_ passage: Int) -> Double {
      (score(bench, 0, passage) / 9.8 + score(bench, 1, passage) / 4.5) / 2
        - score(bench, 2, passage) / 11.4
    }
    for row in 0..<list.count {
      #expect(abs(Double(list[row].value) - value(list[row].passage)) < 1e-6)
    }
    // The column of the influence itself stands beside it, and is the combination's.
    try bench.press("Enter Enter")
    try bench.send(.command("column influence"))
    let raw = try bench.answering.list(
      ListRequest(unit: Unit(question: 4, step: 0), view: .raw, filter: Filter()))
    let first = list[0]
    #expect(bench.text.contains(number(raw.list.value(of: first.passage))))
    try bench.send(.command("filter pernat > 0"))
    #expect((0..<bench.state.list.count).allSatisfy { bench.state.list[$0].value > 0 })
    #expect(bench.state.list.count == (0..<60).count { value($0) > 0 })
  }

  @Test func maximaAreTakenPassageByPassage() throws {
    var bench = try bench([PinnedQuery(name: "m", expression: "max(q001, q002, steps(q061))")])
    try bench.send(.command("q m"))
    try bench.press("V V")
    let list = bench.state.list
    for row in 0..<list.count {
      let passage = list[row].passage
      let steps = (1...4).map {
        Double(bench.source.score(Unit(question: 2, step: $0), passage))
      }
      let wanted = (steps + [score(bench, 0, passage), score(bench, 1, passage)]).max()
      #expect(abs(Double(list[row].value) - (wanted ?? 0)) < 1e-6)
    }
    try bench.press("i")
    guard case .text(_, let lines, _)? = bench.state.overlay else { throw UnknownKey(name: "i") }
    #expect(lines.contains { $0.contains("do not add up") })
  }

  @Test func whatItHasNotIsSaid() throws {
    var bench = try bench([PinnedQuery(name: "a", expression: "q001 - q002")])
    try bench.send(.command("q a"))
    try bench.press("Enter Enter f x")
    #expect(bench.state.message.contains("no expected answer") && !bench.state.filter.hasAnswer)
    for (command, says) in [
      ("filter bm25 > 1", "no words of its own"), ("filter has(answer)", "no expected answer"),
      ("sort bm25", "no words of its own"),
    ] {
      try bench.send(.command(command))
      #expect(bench.state.answer?.note?.contains(says) ?? false, "\(command)")
      try bench.send(.command("filter"))
      try bench.send(.command("sort rank"))
    }
    // A filter that was on before is no number of its own either.
    try bench.send(.command("q q001"))
    try bench.press("f x")
    try bench.send(.command("q a"))
    #expect(bench.state.list.count == 0)
    try bench.press("Enter Enter")
    #expect(bench.text.contains("no expected answer"))
  }

  @Test func comparesWithAQuestionAndWithAnother() throws {
    var bench = try bench([
      PinnedQuery(name: "a", expression: "q061 - q090"),
      PinnedQuery(name: "b", expression: "q061"),
    ])
    try bench.send(.command("compare a q061"))
    #expect(bench.state.tab == .compare && bench.text.contains("combination"))
    #expect(bench.state.compare.answer?.correlation != nil)
    #expect(!bench.effects.contains { if case .tellApart = $0 { true } else { false } })
    try bench.send(.command("compare b q061"))
    #expect(abs((bench.state.compare.answer?.correlation ?? 0) - 1) < 1e-6)
    try bench.send(.command("compare a b"))
    #expect(bench.state.compare.answer?.correlation.map { $0 < 1 } ?? false)
    #expect(bench.state.compare.answer?.leftProfile.answerRanks == nil)
  }

  /// A prompt stays open at the place that is wrong, whether the key thread sees it or only the catalog's names.
  @Test(arguments: [
    ("mean(slopes", 12, ") is expected"), ("x = median(q001)", 11, "no function"),
    ("1x = q001", 1, "is no name"), ("q001 = q002", 1, "is a question"),
    ("mean(nobody)", 1, "no question, task or kind"), ("x = q061:9", 5, "no step 9"),
    ("factual - q001", 1, "2 questions"), ("", 1, "expected"), ("x =", 4, "expected"),
  ])
  func troubleKeepsThePromptOpen(_ text: String, _ column: Int, _ says: String) throws {
    var bench = try bench()
    try bench.press("g c")
    try bench.type(text)
    try bench.press("Enter")
    let prompt = try #require(bench.state.prompt, "\(bench.state.message)")
    #expect(prompt.editor.text == text && prompt.purpose == .combine)
    #expect(prompt.trouble?.contains(says) ?? false, "\(prompt.trouble ?? "")")
    if !says.contains("question, task") && !says.contains("no step") && !says.contains("questions")
    {
      #expect(prompt.editor.cursor == column - 1)
    }
    #expect(bench.source.pinned.withLock { $0.isEmpty })
    // The same after a colon, and in a script.
    try bench.press("Esc")
    try bench.send(.command("pin \(text.isEmpty ? "(" : text)"))
    #expect(bench.state.hasRefused)
  }

  @Test func wordsAreCompleted() throws {
    var bench = try bench()
    try bench.press("g c")
    try bench.type("mean(slo")
    try bench.press("Tab")
    #expect(bench.state.prompt?.editor.text == "mean(slopes")
    try bench.type(") - q06")
    try bench.press("Tab")
    #expect(bench.state.prompt?.editor.text == "mean(slopes) - q061")
    try bench.press("Enter")
    #expect(bench.state.selectedQuestion?.id == "pin-1")
    // Once more is the same one; its key opens it to be changed.
    try bench.send(.command("pin mean(slopes) - q061"))
    #expect(bench.source.pinned.withLock { $0.count } == 1)
    try bench.press("g c")
    #expect(bench.state.prompt?.editor.text == "pin-1 = mean(slopes) - q061")
  }

  @Test func isForgottenAndSaysHowItComesBack() throws {
    var bench = try bench([PinnedQuery(name: "a", expression: "q001 - q002")])
    try bench.press("g x")
    #expect(bench.state.message.contains("no pinned combination"))
    try bench.press("G")
    #expect(bench.state.selectedQuestion?.id == "a")
    try bench.press("g x")
    #expect(bench.state.questionRows.count == 4 && bench.state.selectedQuestion?.id == "q090")
    #expect(bench.state.messages.last?.contains(":pin a = q001 - q002") ?? false)
    try bench.send(.command("pin a = q001 - q002"))
    try bench.send(.command("unpin a"))
    #expect(bench.source.pinned.withLock { $0.isEmpty })
    try bench.send(.command("unpin a"))
    #expect(bench.state.hasRefused)
  }

  /// Somebody else's database, or questions that are gone: the reason stands where the numbers would.
  @Test func whatCannotBeReadIsNamed() throws {
    let deep = String(repeating: "(", count: 4_000)
    var bench = try bench([
      PinnedQuery(name: "gone", expression: "mean(vanished) - q001"),
      PinnedQuery(name: "deep", expression: deep),
      PinnedQuery(name: "bomb", expression: "\u{1B}]0;owned\u{07}\u{202E}q001"),
      PinnedQuery(name: "q001", expression: "q002"),
    ])
    // What has a question's id is not listed.
    #expect(bench.state.questionRows.count == 7)
    try bench.send(.command("q gone"))
    #expect(bench.text.contains("names vanished"))
    #expect(bench.state.list.count == 0)
    try bench.press("Enter Enter i Esc 3")
    for name in ["deep", "bomb"] {
      try bench.send(.command("q \(name)"))
      #expect(bench.state.list.count == 0)
      #expect(!bench.text.contains("\u{1B}"))
      for size in [(80, 24), (44, 12)] {
        try bench.send(.resized(width: size.0, height: size.1))
        try bench.press("Enter Enter Esc Esc")
      }
    }
    // However often questions are named, it ends.
    try bench.send(
      .command(
        "pin x = " + Array(repeating: "sum(steps(q061),all)", count: 190).joined(separator: "+")))
    #expect(!bench.state.hasRefused)
  }

  @Test func approximateMembersMakeItApproximate() throws {
    let source = FixtureSource(passages: 60, scored: 40, coarseFactor: 0.5)
    source.scratch.withLock { $0 = ["q001", "q002"] }
    source.pinned.withLock { $0 = [PinnedQuery(name: "a", expression: "q001 - q002")] }
    var answering = try Answering(source)
    let answer = try answering.list(
      ListRequest(unit: Unit(question: 4, step: 0), view: .raw, filter: Filter()))
    #expect(answer.list.count == 60 && answer.scored == 40 && answer.isPartial)
    #expect((0..<60).count { answer.coarse?.contains($0) ?? false } == 20)
    #expect(answer.isCalibrated)
    for row in 0..<60 {
      let passage = answer.list[row].passage
      let wanted =
        source.score(Unit(question: 0, step: 0), passage)
        - source.score(Unit(question: 1, step: 0), passage)
      #expect(abs(answer.list[row].value - wanted) < 1e-5)
    }
  }

  /// At every checkpoint its members' scores are combined; a term's course is its member's, times its weight.
  @Test func itsCourseIsCombinedCheckpointByCheckpoint() throws {
    let source = FixtureSource(passages: 60, checkpoints: ["step 1", "step 2", "step 3"])
    source.pinned.withLock {
      $0 = [
        PinnedQuery(name: "a", expression: "q001 - 2 * q061:1"),
        PinnedQuery(name: "b", expression: "max(q001, q002)"),
      ]
    }
    let answering = try Answering(source)
    func combined(_ question: Int, _ passage: Int, step: Int = 0) throws -> [Float?] {
      try answering.course(of: Unit(question: question, step: step), passage: passage)
    }
    for passage in [0, 7, 59] {
      let left = source.course(of: Unit(question: 0, step: 0), passage: passage)
      let right = source.course(of: Unit(question: 2, step: 1), passage: passage)
      let other = source.course(of: Unit(question: 1, step: 0), passage: passage)
      let (whole, most) = (try combined(4, passage), try combined(5, passage))
      let term = try combined(4, passage, step: 2)
      #expect(whole.count == 3 && most.count == 3 && term.count == 3)
      for index in whole.indices {
        // Where one checkpoint has none of a member's scores, nothing is said.
        guard let a = left[index], let b = right[index], let c = other[index] else {
          #expect(whole[index] == nil && most[index] == nil && term[index] == nil)
          continue
        }
        #expect(abs(try #require(whole[index]) - (a - 2 * b)) < 1e-5)
        #expect(try #require(most[index]) == max(a, c))
        #expect(abs(try #require(term[index]) + 2 * b) < 1e-5)
      }
    }
    var bench = try Bench(width: 120, height: 36, source: source)
    try bench.send(.command("q a"))
    try bench.press("Enter Enter")
    #expect(bench.text.contains("training "))
  }

  @Test(arguments: ["", "Enter j", "Enter Enter j j", "Enter Enter j Enter", "c k c 3"])
  func aLinkReopensIt(keys: String) throws {
    var first = try bench([PinnedQuery(name: "a", expression: "mean(factual) - \"q061\":2")])
    try first.send(.command("q a"))
    try first.press(keys)
    // Elsewhere nobody has kept it yet.
    var other = try bench()
    for command in first.state.linkCommands {
      try other.send(.command(command))
      #expect(!other.state.hasRefused, "\(command): \(other.state.message)")
    }
    (first.state.message, other.state.message) = ("", "")
    #expect(first.text == other.text)
  }

  @Test func sessionsComeBackToIt() throws {
    let pins = [PinnedQuery(name: "a", expression: "q001 - q061")]
    var first = try bench(pins)
    try first.send(.command("q a"))
    try first.press("Enter j")
    let session = Session(first.state)
    var other = try bench(pins)
    try other.send(.session(session, troubles: []))
    #expect(other.state.selectedQuestion?.id == "a" && other.state.steps.selected == 1)
    var without = try bench()
    try without.send(.session(session, troubles: []))
    #expect(without.state.message.contains("question a is gone"))
    // What cannot be read any more is not waited for.
    var broken = try bench([PinnedQuery(name: "a", expression: "nobody")])
    try broken.send(.session(session, troubles: []))
    #expect(broken.state.message.contains("gone since then: step 1"))
  }

  /// Statistics over questions, and what a document means to others, count questions alone.
  @Test func noStatisticCountsIt() throws {
    let pins = [PinnedQuery(name: "a", expression: "q001 - q061")]
    var (with, without) = (try bench(pins), try bench())
    for place in ["4", "j j Enter Enter Enter"] {
      try with.press(place)
      try without.press(place)
    }
    #expect(
      with.state.findings.study?.questions == without.state.findings.study?.questions)
    let request = HeatRequest(unit: Unit(question: 2, step: 0), passage: 3)
    #expect(try with.answering.relations(request) == without.answering.relations(request))
    // Of the combination itself: its own numbers, and the questions that the document serves.
    let own = try with.answering.relations(
      HeatRequest(unit: Unit(question: 4, step: 0), passage: 3))
    #expect(own.steps.count == 2 && own.counts.reduce(0) { $0 + $1.total } == 4)
    let sum = own.steps.reduce(0, +)
    #expect(abs(own.whole - sum) < 1e-6)
  }

  @Test func plainModeAndScriptsHaveIt() throws {
    let source = FixtureSource()
    var plain = PlainExplorer(try Script(source, width: 80, height: 24))
    let lines = plain.take("pin left = q061 - q090")
    #expect(lines.contains { $0.contains("left, combination") })
    let terms = plain.take("open")
    #expect(terms.contains { $0.contains("Terms of left") })
    #expect(terms.contains { $0.contains("term 2, 1.5 nats") && $0.contains("- q090") })
    let documents = plain.take("open")
    #expect(documents.contains { $0.contains("Documents for left") })
    var script = try Script(source, width: 80, height: 24)
    let error = #expect(throws: ScriptError.self) { try script.run("pin x = mean(nobody)") }
    #expect(error?.description.contains("no question, task or kind") ?? false)
  }
}
