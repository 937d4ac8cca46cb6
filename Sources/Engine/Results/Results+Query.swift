package import RunModel
import Store
import Workspace

/// Scores of a combination of questions and steps over all passages.
struct CombinedScores {
  /// NaN where a member has no score.
  var values: [Double]
  /// Whether every member's score at a passage is exact.
  var isExact: [Bool]
}

extension Results {
  /// The passages ranked by a combination of stored scores.
  ///
  /// In ``RankedPassage/perNat`` each question's or step's scores are divided by its own nats before they
  /// are combined, so that a long answer does not outweigh a short one.
  ///
  /// - Returns: the rows, and the share of passages that are scored exactly.
  /// - Throws: a sentence for a name that is nothing here, or scores that are missing.
  package func top(_ query: QueryExpression, view: ScoreView, filter: Filter) throws
    -> (rows: [RankedPassage], scored: Double)
  {
    let questions = try questions()
    let raw = try combine(query, questions, perNat: false)
    let perNat = try combine(query, questions, perNat: true)
    guard raw.values.contains(where: { !$0.isNaN }) else {
      throw EngineError("no passage is scored for all of the query; run `stemma compute` first")
    }
    // Unlike one question's, a combination's order changes when its members are weighed by their nats.
    let rows = try list(
      raw.values.map { Float($0) },
      order: view == .perNat
        ? zip(raw.values, perNat.values).map { Float($0.isNaN ? .nan : $1) } : nil,
      view: view, filter: filter, isExact: { raw.isExact[$0] },
      perNat: { perNat.values[$0].isNaN ? nil : perNat.values[$0] })
    let exact = raw.isExact.count { $0 }
    return (rows, Double(exact) / Double(max(1, corpus.passages)))
  }

  /// The scores of a combination over all passages, NaN where there is none.
  package func scores(_ query: QueryExpression, perNat: Bool) throws -> [Double] {
    try combine(query, questions(), perNat: perNat).values
  }

  private func combine(
    _ query: QueryExpression, _ questions: [QuestionRecord], perNat: Bool
  ) throws -> CombinedScores {
    switch query {
    case .scaled(let factor, let inner):
      var result = try combine(inner, questions, perNat: perNat)
      for index in result.values.indices { result.values[index] *= factor }
      return result
    case .combined(let combination, let members):
      // Only within a function does the name of a task or kind stand for its questions.
      let leaves = try members.flatMap { try expanded($0, questions) }
      return try fold(combination, leaves) { try combine($0, questions, perNat: perNat) }
    case .steps(let name):
      throw EngineError(
        "steps(\(name)) are several; say mean(steps(\(name))), sum(…) or max(…)")
    case .name(let name, let step):
      guard let question = questions.first(where: { $0.name == name }) else {
        let group = Self.members(of: name, questions)
        throw EngineError(
          group.isEmpty
            ? "the query names \(name), which is no question, task or kind here"
              + Self.nearest(name, questions)
            : "\(name) are \(group.count) questions; say mean(\(name)), sum(\(name)) or max(\(name))"
        )
      }
      return try scores(of: question, step: step, perNat: perNat)
    }
  }

  /// A member as it is, or the questions or steps that it stands for.
  private func expanded(_ member: QueryExpression, _ questions: [QuestionRecord]) throws
    -> [QueryExpression]
  {
    switch member {
    case .name(let name, let step) where !questions.contains { $0.name == name }:
      let group = Self.members(of: name, questions)
      // Nothing found: `combine` says so.
      return group.isEmpty ? [member] : group.map { .name($0.name, step: step) }
    case .steps(let name):
      guard let question = questions.first(where: { $0.name == name }) else {
        return [.name(name, step: nil)]
      }
      return try steps(of: question).map { .name(name, step: $0.number) }
    default: return [member]
    }
  }

  private func fold(
    _ combination: QueryExpression.Combination, _ members: [QueryExpression],
    _ scores: (QueryExpression) throws -> CombinedScores
  ) throws -> CombinedScores {
    var total = try scores(members[0])
    for member in members.dropFirst() {
      let next = try scores(member)
      for index in total.values.indices {
        // NaN in either stays NaN: a passage without one of the scores has no combination.
        switch combination {
        case .mean, .sum: total.values[index] += next.values[index]
        case .max:
          total.values[index] =
            next.values[index].isNaN ? .nan : Swift.max(total.values[index], next.values[index])
        }
        total.isExact[index] = total.isExact[index] && next.isExact[index]
      }
    }
    if combination == .mean {
      for index in total.values.indices { total.values[index] /= Double(members.count) }
    }
    return total
  }

  private func scores(of question: QuestionRecord, step: Int?, perNat: Bool) throws
    -> CombinedScores
  {
    let chosen = try chosen(of: question, step: step)
    let vector = try estimates(chosen.map(\.row))
    var divisor = 1.0
    if perNat {
      let nats = chosen.compactMap(\.nats).reduce(0, +)
      divisor = nats > 0 ? nats : .nan
    }
    return CombinedScores(
      values: vector.values.map { Double($0) / divisor },
      isExact: vector.values.indices.map(vector.isExact))
  }

  /// Questions of a task or kind; case, hyphens, underscores and spaces do not count.
  private static func members(of name: String, _ questions: [QuestionRecord]) -> [QuestionRecord] {
    func folded(_ text: String) -> String {
      text.lowercased().filter { $0 != "-" && $0 != "_" && $0 != " " }
    }
    let wanted = folded(name)
    // Answers that are still being typed are nobody's members.
    let settled = questions.filter { !$0.isScratch && $0.completion != nil }
    if wanted == "all" { return settled }
    let ofTask = settled.filter { folded($0.task) == wanted }
    return ofTask.isEmpty ? settled.filter { folded($0.kind.rawValue) == wanted } : ofTask
  }

  private static func nearest(_ name: String, _ questions: [QuestionRecord]) -> String {
    let tasks = Set(questions.map(\.task)).sorted().joined(separator: ", ")
    return "; tasks are \(tasks)"
  }
}
