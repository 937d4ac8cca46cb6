package import Findings
package import RunModel
import Store
import Workspace

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
    let combined = try combined(query)
    guard combined.raw.contains(where: { !$0.isNaN }) else {
      throw EngineError("no passage is scored for all of the query; run `stemma compute` first")
    }
    guard view != .perNat || combined.perNat.contains(where: { !$0.isNaN }) else {
      throw EngineError("the nats of the query's questions are not known yet")
    }
    // Unlike one question's, a combination's order changes when its members are weighed by their nats.
    let rows = try list(
      combined.raw.map { Float($0) },
      order: view == .perNat ? combined.perNat.map { Float($0) } : nil,
      view: view, filter: filter, isExact: { combined.isExact[$0] },
      perNat: { combined.perNat[$0].isNaN ? nil : combined.perNat[$0] })
    let exact = combined.isExact.count { $0 }
    return (rows, Double(exact) / Double(max(1, corpus.passages)))
  }

  /// The scores of a combination over all passages, NaN where there is none.
  package func scores(_ query: QueryExpression, perNat: Bool) throws -> [Double] {
    let combined = try combined(query)
    return perNat ? combined.perNat : combined.raw
  }

  private func combined(_ query: QueryExpression) throws -> CombinedScores {
    let questions = try questions()
    let names = QueryNames(
      questions.map {
        QueryNames.Entry(
          name: $0.name, task: $0.task, kind: $0.kind,
          // Answers that are still being typed are nobody's members.
          isMember: !$0.isScratch && $0.completion != nil)
      }, steps: { try steps(of: questions[$0]).count })
    return try QueryPlan(query, names).combine { leaf in
      try scores(of: questions[leaf.question], step: leaf.step)
    }
  }

  private func scores(of question: QuestionRecord, step: Int?) throws -> LeafScores {
    let chosen = try chosen(of: question, step: step)
    let vector = try estimates(chosen.map(\.row))
    let nats = chosen.compactMap(\.nats).reduce(0, +)
    return LeafScores(
      values: vector.values, isExact: vector.values.indices.map(vector.isExact),
      nats: nats > 0 ? nats : .nan)
  }
}
