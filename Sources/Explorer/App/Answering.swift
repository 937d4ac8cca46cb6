internal import Findings
internal import Formatting
internal import RunModel
internal import Store

/// Answers what the explorer asks, from a source, remembering the last rankings.
package struct Answering: Sendable {
  /// Floats that the remembered score vectors and rankings may hold together.
  private static let budget = 40_000_000

  fileprivate struct Ranked: Hashable {
    var unit: Unit
    var view: ScoreView
  }

  let source: any Source
  package private(set) var catalog: Catalog
  /// Questions of the run; kept combinations stand behind them.
  private let questionCount: Int
  /// Whether a list is still waited for; asked while texts are searched.
  package var isWanted: @Sendable (ListRequest) -> Bool = { _ in true }
  /// Whether a text is still looked for; asked while texts are searched.
  var isSought: @Sendable (FindRequest) -> Bool = { _ in true }
  private var scores: [Unit: [Float]] = [:]
  private var lists: [Ranked: DocumentList] = [:]
  private var flagged: [Unit: PassageSet] = [:]
  var combined: [Unit: Combined] = [:]
  /// Grows whenever everything is forgotten.
  private var generation = 0
  let studyCache = StudyCache()

  package init(_ source: any Source) throws {
    self.source = source
    catalog = try source.catalog()
    questionCount = catalog.questions.count
    catalog.pin(try source.pins())
  }

  /// Reads the kept combinations anew.
  mutating func renewPins() throws {
    catalog.questions.removeSubrange(questionCount...)
    catalog.pin(try source.pins())
    func isOld(_ unit: Unit) -> Bool { unit.question < questionCount }
    scores = scores.filter { isOld($0.key) }
    lists = lists.filter { isOld($0.key.unit) }
    flagged = flagged.filter { isOld($0.key) }
    combined = [:]
    generation += 1
  }

  /// Whether the run has a unit; a request may have been made before the run changed.
  package func knows(_ unit: Unit) -> Bool {
    catalog.questions.indices.contains(unit.question) && unit.step >= 0
      && unit.step <= catalog.questions[unit.question].steps.count
  }

  /// Forgets rankings, as when new scores have come.
  package mutating func forget() {
    scores = [:]
    lists = [:]
    flagged = [:]
    combined = [:]
    generation += 1
    studyCache.clear()
  }

  /// The list that a request asks for and, where it is empty, what would bring rows.
  package mutating func list(_ request: ListRequest) throws -> ListAnswer {
    var answer = try passing(request)
    answer.list = try ordered(answer.list, request)
    answer.flags = try flags(request.unit)
    if answer.list.count == 0, answer.note == nil, request.filter.relaxations.count > 1 {
      answer.note = try hint(request)
    }
    return answer
  }

  /// The rows that pass a request's filter.
  private mutating func passing(_ request: ListRequest) throws -> ListAnswer {
    let whole = try ranking(request.unit, request.view)
    var (permitted, note) = (try allowed(request), String?.none)
    if let condition = request.filter.condition {
      let found = try fulfilling(condition, whole, request)
      note = found.note
      if permitted == nil {
        permitted = found.passages
      } else {
        permitted?.formIntersection(found.passages)
      }
    }
    let list = whole.filtered(by: request.filter, types: catalog.types, allowed: permitted)
    let coarse = try coarse(request.unit)
    var answer = ListAnswer(
      list: list, scored: coarse.map { catalog.passageCount - $0.count } ?? whole.count,
      total: catalog.passageCount)
    answer.coarse = coarse?.passages
    answer.isCalibrated = coarse?.isCalibrated ?? true
    answer.note = note ?? lack(request)
    answer.combined = try combined(request.unit)?.scores
    return answer
  }

  /// Which one part of a filter to take off, where no row passes all of them.
  private mutating func hint(_ request: ListRequest) throws -> String? {
    guard catalog.passageCount <= Self.selectionLimit else { return nil }
    var best: (part: String, rows: Int) = ("", 0)
    let all = request.filter.parts(typeNames: catalog.typeNames)
    for filter in request.filter.relaxations {
      var less = request
      less.filter = filter
      let rows = try passing(less).list.count
      let left = Set(filter.parts(typeNames: catalog.typeNames))
      if rows > best.rows, let part = all.first(where: { !left.contains($0) }) {
        best = (part, rows)
      }
    }
    return best.rows > 0 ? "without \(best.part) there are \(grouped(best.rows)) rows" : nil
  }

  /// All scored passages in order.
  private mutating func ranking(_ unit: Unit, _ view: ScoreView) throws -> DocumentList {
    let ranked = Ranked(unit: unit, view: view)
    if let known = lists[ranked] { return known }
    let viewed = try viewed(unit, view, try estimates(unit))
    let whole = DocumentList.ranked(
      scores: viewed.scores, view: viewed.view, nats: nats(unit), norms: catalog.gradientNorms,
      types: catalog.types, filter: Filter())
    makeRoom(for: unit)
    lists[ranked] = whole
    return whole
  }

  /// Passages whose ranks by influence and by influence over gradient length differ more than tenfold.
  ///
  /// Nil where no gradient lengths are known, or where ordering twice would be waited for.
  mutating func flags(_ unit: Unit) throws -> PassageSet? {
    let count = catalog.passageCount
    guard catalog.gradientNorms.count == count, count <= Self.selectionLimit else { return nil }
    if let known = flagged[unit] { return known }
    let (plain, normed) = (
      try ranking(unit, isCombination(unit) ? .raw : .perNat), try ranking(unit, .norm)
    )
    var ranks = [Int](repeating: 0, count: count)
    for (place, passage) in plain.order.enumerated() { ranks[Int(passage)] = place + 1 }
    var result = PassageSet(EmptyCollection<UInt32>(), of: count)
    for (place, passage) in normed.order.enumerated() {
      let (one, other) = (ranks[Int(passage)], place + 1)
      if max(one, other) > 10 * min(one, other) { result.insert(Int(passage)) }
    }
    flagged[unit] = result
    return result
  }

  /// Passages above which ordering all of them takes longer than a person should wait.
  static let selectionLimit = 400_000

  /// The top of a large list at once, while the whole is still to be ordered; nil where that is quick.
  package mutating func top(_ request: ListRequest) throws -> ListAnswer? {
    let ranked = Ranked(unit: request.unit, view: request.view)
    guard catalog.passageCount > Self.selectionLimit, lists[ranked] == nil,
      request.filter.sign != .minus, !request.filter.needsLookup, request.order == nil
    else { return nil }
    let viewed = try viewed(request.unit, request.view, try vector(request.unit))
    let list = DocumentList.top(
      5_000, scores: viewed.scores, view: viewed.view, nats: nats(request.unit),
      norms: catalog.gradientNorms
    ).filtered(by: request.filter, types: catalog.types)
    var answer = ListAnswer(list: list, scored: list.scored, total: catalog.passageCount)
    answer.combined = try combined(request.unit)?.scores
    return answer
  }

  /// The ordering of a large list, to be done by whoever has the time, and then kept with `keep`.
  package struct Ordering: Sendable {
    fileprivate let ranked: Ranked
    fileprivate let source: any Source
    fileprivate let generation: Int
    fileprivate let make: @Sendable () -> DocumentList

    package func callAsFunction() -> DocumentList { make() }
  }

  package mutating func ordering(_ request: ListRequest) throws -> Ordering {
    let viewed = try viewed(request.unit, request.view, try vector(request.unit))
    let (scores, view, nats) = (viewed.scores, viewed.view, nats(request.unit))
    let (norms, types) = (catalog.gradientNorms, catalog.types)
    return Ordering(
      ranked: Ranked(unit: request.unit, view: request.view), source: source, generation: generation
    ) {
      DocumentList.ranked(
        scores: scores, view: view, nats: nats, norms: norms, types: types, filter: Filter())
    }
  }

  /// Takes in an ordering, unless the scores have changed since.
  package mutating func keep(_ list: DocumentList, of ordering: Ordering) {
    guard ordering.source === source, ordering.generation == generation else { return }
    makeRoom(for: ordering.ranked.unit)
    lists[ordering.ranked] = list
  }

  /// The passages that the parts of a filter outside of the score vector let pass.
  private func allowed(_ request: ListRequest) throws -> PassageSet? {
    let filter = request.filter
    guard filter.needsLookup else { return nil }
    let count = catalog.passageCount
    var result: PassageSet?
    func keep(_ more: PassageSet) {
      if result == nil { result = more } else { result?.formIntersection(more) }
    }
    func keep(_ more: Set<UInt32>) { keep(PassageSet(more, of: count)) }
    if filter.hasAnswer { keep(try passagesWithAnswer(of: request.unit)) }
    if filter.isStarred { keep(try source.starred()) }
    if !filter.words.isEmpty { keep(try source.passages(holding: filter.words)) }
    if filter.isUnread { keep(PassageSet(try source.opened(), of: count).inverted) }
    return result
  }

  /// Exact scores, and approximate ones where there is nothing better.
  mutating func estimates(_ unit: Unit) throws -> [Float] {
    if let combined = try combined(unit) { return combined.scores.raw.map { Float($0) } }
    let values = try vector(unit)
    guard values.contains(where: \.isNaN), let coarse = try coarseScores(unit),
      coarse.count == values.count
    else { return values }
    return CoarseScale.filled(values, with: coarse).scores
  }

  /// Passages whose scores are approximate; nil where there are none.
  private mutating func coarse(_ unit: Unit) throws -> (
    passages: PassageSet, count: Int, isCalibrated: Bool
  )? {
    if let combined = try combined(unit) { return combined.approximate }
    let exact = try vector(unit)
    guard exact.contains(where: \.isNaN), let coarse = try coarseScores(unit),
      coarse.count == exact.count
    else { return nil }
    return (
      PassageSet(of: exact, where: \.isNaN), exact.count(where: \.isNaN),
      CoarseScale.factor(exact: exact, coarse: coarse) != nil
    )
  }

  /// Raw scores of a unit `[passages]`.
  ///
  /// A whole completion's are the sum of its steps', and those are remembered too, since whoever looks at
  /// the whole looks at the steps next.
  mutating func vector(_ unit: Unit) throws -> [Float] {
    if let known = scores[unit] { return known }
    if let combination = catalog.questions[unit.question].combination {
      let values = try exactScores(unit, combination)
      makeRoom(for: unit)
      scores[unit] = values
      return values
    }
    let steps = catalog.questions[unit.question].steps.count
    var values: [Float]
    if unit.step == 0, steps > 1, (steps + 1) * catalog.passageCount <= Self.budget * 3 / 4 {
      values = try vector(Unit(question: unit.question, step: 1))
      for step in 2...steps {
        let part = try vector(Unit(question: unit.question, step: step))
        for index in values.indices { values[index] += part[index] }
      }
    } else {
      values = try source.scores(of: unit)
    }
    makeRoom(for: unit)
    scores[unit] = values
    return values
  }

  /// Forgets what is kept beyond the budget: other questions' first.
  mutating func makeRoom(for unit: Unit) {
    if held > Self.budget {
      scores = scores.filter { $0.key.question == unit.question }
      lists = lists.filter { $0.key.unit.question == unit.question }
      flagged = flagged.filter { $0.key.question == unit.question }
      combined = combined.filter { $0.key.question == unit.question }
    }
    if held > Self.budget { (scores, lists, flagged, combined) = ([:], [:], [:], [:]) }
  }

  /// Floats that are kept; a combination is two rows of doubles.
  private var held: Int {
    (scores.count + 2 * lists.count + 5 * combined.count) * catalog.passageCount
  }

  func nats(_ unit: Unit) -> Double {
    let question = catalog.questions[unit.question]
    return unit.step == 0 ? question.nats : question.steps[unit.step - 1].nats
  }

  package mutating func summaries(question: Int) throws -> [StepSummary] {
    guard knows(Unit(question: question, step: 0)) else { return [] }
    // Reading every step of a vast corpus would hold up the lists that a person waits for.
    guard catalog.passageCount <= Self.selectionLimit else { return [] }
    let steps = catalog.questions[question].steps.count
    if catalog.questions[question].combination != nil {
      return try termSummaries(question: question)
    }
    let hits = try topHits(question: question)
    let likeness = try likeness(question: question)
    return try (0...steps).map { step in
      let unit = Unit(question: question, step: step)
      let nats = nats(unit)
      var (best, mass, scored) = (-Float.infinity, 0.0, 0)
      for value in try estimates(unit) where value.isFinite {
        best = max(best, value)
        mass += Double(abs(value))
        scored += 1
      }
      let perNat = nats > 0 ? best / Float(nats) : best
      return StepSummary(
        best: scored > 0 ? perNat : .nan, mass: mass, scored: scored, hits: hits[step].own,
        answer: hits[step].answer, likeness: step == 0 ? likeness : nil)
    }
  }

  /// Passages whose texts are read for what is said of the whole corpus; of larger ones, evenly spread ones.
  private static let sampleLimit = 10_000

  /// What of each unit's top holds the answer, and what of it holds what the unit results in itself.
  private mutating func topHits(question: Int) throws -> [(own: TopHits?, answer: TopHits?)] {
    let entry = catalog.questions[question]
    // The whole completion results in the answer, each step in what it states.
    let patterns =
      [entry.answerPattern]
      + entry.steps.map { AnswerPattern(stepResult(in: $0.text).map { [$0] } ?? []) }
    guard patterns.contains(where: { !$0.isEmpty }) else { return patterns.map { _ in (nil, nil) } }
    let shares = try shares(of: patterns)
    let depth = TopDepth.of(passages: catalog.passageCount)
    return try patterns.enumerated().map { step, pattern in
      guard !pattern.isEmpty || !patterns[0].isEmpty else { return (nil, nil) }
      let request = ListRequest(
        unit: Unit(question: question, step: step), view: .raw, filter: Filter())
      let ranking = try list(request).list
      guard ranking.count > 0 else { return (nil, nil) }
      let top = (0..<min(depth, ranking.count)).map { ranking[$0].passage }
      let texts = try source.texts(top)
      func hits(_ pattern: AnswerPattern, share: Double) -> TopHits? {
        guard !pattern.isEmpty else { return nil }
        let scanner = AnswerScanner([pattern])
        let holds = texts.map { !scanner.patterns(in: $0).isEmpty }
        return TopHits(
          count: holds.count { $0 }, depth: top.count, share: share,
          first: holds.firstIndex(of: true).map { $0 + 1 })
      }
      return (hits(pattern, share: shares[step]), hits(patterns[0], share: shares[0]))
    }
  }

  /// Which share of all passages holds each pattern; of large corpora, of evenly spread passages.
  func shares(of patterns: [AnswerPattern]) throws -> [Double] {
    let stride = (catalog.passageCount + Self.sampleLimit - 1) / Self.sampleLimit
    let looked = Array(Swift.stride(from: 0, to: catalog.passageCount, by: max(1, stride)))
    guard !looked.isEmpty else { return patterns.map { _ in 0 } }
    let scanner = AnswerScanner(patterns)
    var counts = [Int](repeating: 0, count: patterns.count)
    for first in Swift.stride(from: 0, to: looked.count, by: 500) {
      let batch = Array(looked[first..<min(first + 500, looked.count)])
      for text in try source.texts(batch) {
        for pattern in scanner.patterns(in: text) { counts[pattern] += 1 }
      }
    }
    return counts.map { Double($0) / Double(looked.count) }
  }
}
