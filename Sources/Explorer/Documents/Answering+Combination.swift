internal import Findings
internal import RunModel
internal import Store

/// The scores of a combination, as far as they are known.
struct Combined: Sendable {
  let scores: CombinedScores
  /// Passages where a member's score is approximate, and how many are not exact; nil where all are or none is there.
  let approximate: (passages: PassageSet, count: Int, isCalibrated: Bool)?
}

/// What is computed for combinations of questions, from the scores of their members alone.
extension Answering {
  func isCombination(_ unit: Unit) -> Bool {
    catalog.questions[unit.question].combination != nil
  }

  /// Whether the run has a unit and can say where its scores come from, which it cannot of a combination.
  func canHeat(_ unit: Unit) -> Bool { knows(unit) && !isCombination(unit) }

  /// The scores of a whole combination; nil for a question, and for one term.
  mutating func combined(_ unit: Unit) throws -> Combined? {
    guard unit.step == 0, let plan = catalog.questions[unit.question].combination?.plan else {
      return nil
    }
    if let known = combined[unit] { return known }
    var isCalibrated = true
    let scores = try plan.combine { leaf in
      let (values, exact, isToScale) = try members(leaf)
      isCalibrated = isCalibrated && isToScale
      return LeafScores(
        values: values, isExact: exact.map { !$0.isNaN }, nats: catalog.nats(of: leaf))
    }
    let open = scores.isExact.indices.filter { !scores.isExact[$0] }
    let known = open.filter { !scores.raw[$0].isNaN }
    let result = Combined(
      scores: scores,
      approximate: known.isEmpty
        ? nil
        : (
          PassageSet(known.map(UInt32.init), of: catalog.passageCount), open.count, isCalibrated
        ))
    makeRoom(for: unit)
    combined[unit] = result
    return result
  }

  /// The scores of a question or step, with approximate ones in their holes, and the exact ones alone.
  private func members(_ leaf: QueryPlan.Leaf) throws -> (
    values: [Float], exact: [Float], isCalibrated: Bool
  ) {
    let unit = Unit(question: leaf.question, step: leaf.step ?? 0)
    let exact = try source.scores(of: unit)
    guard exact.contains(where: \.isNaN), let coarse = try source.coarse(of: unit),
      coarse.count == exact.count
    else { return (exact, exact, true) }
    let filled = CoarseScale.filled(exact, with: coarse)
    return (filled.scores, exact, filled.isCalibrated)
  }

  /// Exact scores of a combination, or of one of its terms; NaN where there is none.
  mutating func exactScores(_ unit: Unit, _ combination: Combination) throws -> [Float] {
    guard let plan = combination.plan else {
      return Array(repeating: .nan, count: catalog.passageCount)
    }
    if let whole = try combined(unit)?.scores {
      return whole.raw.indices.map { whole.isExact[$0] ? Float(whole.raw[$0]) : .nan }
    }
    let term = plan.terms[unit.step - 1]
    return try source.scores(of: Unit(question: term.leaf.question, step: term.leaf.step ?? 0))
      .map { Float(Double($0) * term.weight) }
  }

  /// Approximate scores of a question, a step or a term.
  func coarseScores(_ unit: Unit) throws -> [Float]? {
    guard let combination = catalog.questions[unit.question].combination else {
      return try source.coarse(of: unit)
    }
    guard let plan = combination.plan, unit.step > 0 else { return nil }
    let term = plan.terms[unit.step - 1]
    return try source.coarse(
      of: Unit(question: term.leaf.question, step: term.leaf.step ?? 0))?
      .map { Float(Double($0) * term.weight) }
  }

  /// What a list of a unit is ordered by, and the view that makes its values of that.
  ///
  /// A whole combination's numbers per nat are no multiple of its scores: they are combined from its members'.
  mutating func viewed(_ unit: Unit, _ view: ScoreView, _ scores: [Float]) throws -> (
    scores: [Float], view: ScoreView
  ) {
    guard view == .perNat, let combined = try combined(unit)?.scores else { return (scores, view) }
    return (combined.perNat.map { Float($0) }, .raw)
  }

  /// Members whose courses are read for one document, which happens at every step of the cursor.
  private static let courseLimit = 64

  /// Scores of a passage for a unit along a training: of a combination, its members' combined at every checkpoint.
  package func course(of unit: Unit, passage: Int) throws -> [Float?] {
    guard let combination = catalog.questions[unit.question].combination else {
      return try source.course(of: unit, passage: passage)
    }
    guard let plan = combination.plan, plan.terms.count <= Self.courseLimit else { return [] }
    func scores(_ leaf: QueryPlan.Leaf) throws -> [Float?] {
      try source.course(
        of: Unit(question: leaf.question, step: leaf.step ?? 0), passage: passage)
    }
    if unit.step > 0 {
      let term = plan.terms[unit.step - 1]
      return try scores(term.leaf).map { $0.map { Float(Double($0) * term.weight) } }
    }
    let courses = try Dictionary(
      plan.terms.map { ($0.leaf, try scores($0.leaf)) }, uniquingKeysWith: { one, _ in one })
    guard let length = courses.values.map(\.count).min(), length > 0 else { return [] }
    return try plan.combine { leaf in
      let values = (courses[leaf] ?? []).prefix(length).map { $0 ?? .nan }
      return LeafScores(
        values: values, isExact: values.map { _ in true }, nats: catalog.nats(of: leaf))
    }.raw.map { $0.isNaN ? nil : Float($0) }
  }

  func passagesWithAnswer(of unit: Unit) throws -> Set<UInt32> {
    isCombination(unit) ? [] : try source.passagesWithAnswer(of: unit)
  }

  func relevance(of passages: [Int], to unit: Unit) throws -> [Int: Double] {
    isCombination(unit) ? [:] : try source.relevance(of: passages, to: unit)
  }

  /// What a filter or an order asks of a combination that it has not.
  func lack(_ request: ListRequest) -> String? {
    guard isCombination(request.unit) else { return nil }
    if request.filter.hasAnswer || request.filter.condition?.asksForAnswer ?? false {
      return "a combination has no expected answer that documents could hold"
    }
    let key = request.order.map { Column.of($0.column).key }
    if key == .number(.bm25) || request.filter.condition?.asksForWords ?? false {
      return "a combination has no words of its own, so there is no bm25"
    }
    return nil
  }

  /// Scores that the summaries of a combination's terms may read.
  private static let termLimit = 20_000_000

  /// What the steps pane says of a combination and its terms.
  mutating func termSummaries(question: Int) throws -> [StepSummary] {
    let count = catalog.questions[question].steps.count
    guard count > 0, (count + 1) * catalog.passageCount <= Self.termLimit else { return [] }
    return try (0...count).map { step in
      let unit = Unit(question: question, step: step)
      var summary = StepSummary(best: -.infinity, mass: 0, scored: 0)
      let values = try estimates(unit)
      for value in values where value.isFinite {
        summary.mass += Double(abs(value))
        summary.scored += 1
      }
      let perNat = try viewed(unit, .perNat, values)
      let nats = nats(unit)
      let factor = perNat.view == .perNat ? (nats > 0 ? Float(1 / nats) : .nan) : 1
      let best = perNat.scores.reduce(-Float.infinity) { $1.isFinite ? max($0, $1) : $0 }
      summary.best = best.isFinite ? best * factor : .nan
      return summary
    }
  }

  /// The plan of an expression over this run's questions.
  func plan(of expression: String) throws -> QueryPlan {
    var base = catalog
    base.questions.removeAll { $0.combination != nil }
    return try QueryPlan(try QueryExpression(expression), base.queryNames)
  }
}
