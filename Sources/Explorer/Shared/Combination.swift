package import Findings
internal import Foundation
internal import RunModel

/// A combination of questions that somebody keeps; it stands in the catalog as a question does, its terms as steps.
///
/// It has scores, and whatever follows from scores. It has no words, no answer, no nats of its own and no token heat:
/// nothing of that kind is computed for it.
package struct Combination: Sendable, Hashable {
  package let expression: String
  /// Nil where it cannot be read here.
  package let plan: QueryPlan?
  /// Why it has no scores.
  package let trouble: String?

  /// What a combination's numbers per nat are.
  static let perNatMeaning = "each member's influence divided by its own nats, then combined"
}

extension Catalog {
  /// What expressions can name.
  package var queryNames: QueryNames {
    let questions = questions
    return QueryNames(
      questions.map {
        QueryNames.Entry(
          name: $0.id, task: $0.task, kind: $0.kind,
          isMember: $0.isStudied && !$0.steps.isEmpty)
      },
      steps: {
        guard !questions[$0].steps.isEmpty else {
          throw QueryError("question \(questions[$0].id) is not answered yet")
        }
        return questions[$0].steps.count
      })
  }

  /// Puts kept combinations behind the questions.
  ///
  /// What names questions that are gone, or cannot be read, stands there with the reason.
  mutating func pin(_ queries: [PinnedQuery]) {
    let names = queryNames
    let ids = Set(questions.map(\.id))
    tasks = Set(questions.filter(\.isStudied).flatMap { [$0.task, $0.kind.rawValue] })
      .filter { !$0.isEmpty }.sorted()
    let pinned = queries.filter { !ids.contains($0.name) }.map { query in
      do {
        let plan = try QueryPlan(try QueryExpression(query.expression), names)
        return question(query, plan)
      } catch {
        var empty = CatalogQuestion(id: query.name, kind: .reasoning, prompt: query.expression)
        empty.combination = Combination(
          expression: query.expression, plan: nil, trouble: "\(error)")
        return empty
      }
    }
    questions += pinned
  }

  private func question(_ query: PinnedQuery, _ plan: QueryPlan) -> CatalogQuestion {
    let terms = plan.terms.map { term in
      let name =
        questions[term.leaf.question].id + (term.leaf.step.map { ":\($0)" } ?? "")
      return CatalogStep(
        text: Self.weight(term.weight) + name + (term.isInMaximum ? "  (in a max)" : ""),
        nats: nats(of: term.leaf))
    }
    var question = CatalogQuestion(
      id: query.name, kind: .reasoning, prompt: query.expression, steps: terms)
    question.combination = Combination(
      expression: query.expression, plan: plan, trouble: nil)
    return question
  }

  /// Nats of a question or a step; NaN where they are not known.
  func nats(of leaf: QueryPlan.Leaf) -> Double {
    let steps = questions[leaf.question].steps
    let chosen = leaf.step.map { [steps[$0 - 1]] } ?? steps
    let nats = chosen.map(\.nats).filter(\.isFinite).reduce(0, +)
    return nats > 0 ? nats : .nan
  }

  /// What a term is multiplied by, before its name: `+.0833 × `, `- ` for -1.
  private static func weight(_ value: Double) -> String {
    let sign = value < 0 ? "-" : "+"
    if abs(value) == 1 { return sign + " " }
    var text = String(format: "%.3g", abs(value))
    if text.hasPrefix("0.") { text.removeFirst() }
    return sign + text + " × "
  }
}

extension CatalogQuestion {
  /// Which of the study's sets it belongs to, in a word.
  package var set: String { combination == nil ? kind.rawValue : "combination" }

  /// Whether statistics over questions count it.
  package var isStudied: Bool { !isScratch && combination == nil }

  /// What its parts are called.
  package var partName: String { combination == nil ? "step" : "term" }

  /// What all of it is called.
  package var wholeName: String { combination == nil ? "whole completion" : "whole combination" }
}
