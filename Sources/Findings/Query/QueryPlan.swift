/// An expression whose names have been found among the questions of a run.
package struct QueryPlan: Sendable, Hashable {
  /// One question, or a step of it, whose scores go in.
  package struct Leaf: Sendable, Hashable {
    /// Index among the names.
    package let question: Int
    /// From 1; nil for the whole completion.
    package let step: Int?

    package init(question: Int, step: Int?) { (self.question, self.step) = (question, step) }
  }

  /// What a question or step is multiplied by.
  package struct Term: Sendable, Hashable {
    package let leaf: Leaf
    package let weight: Double
    /// Whether only the greatest of several counts, so that the terms do not add up.
    package let isInMaximum: Bool
  }

  indirect enum Node: Sendable, Hashable {
    case leaf(Leaf)
    case combined(QueryExpression.Combination, [Node])
    case scaled(Double, Node)
  }

  /// Questions and steps that one expression may stand for, each as often as it is named.
  package static let limit = 20_000

  let root: Node
  /// Each question and step once, in the order of the expression, with the sum of its weights; those of a maximum
  /// apart.
  package let terms: [Term]
  /// Whether the terms add up to the combination.
  package var isLinear: Bool { !terms.contains(where: \.isInMaximum) }

  /// Finds what an expression names.
  ///
  /// - Throws: `QueryError` for a name that is nothing here, a group without a function, a step that is not there, or
  ///   more than ``limit`` questions and steps; what `names` throws for questions without an answer.
  package init(_ expression: QueryExpression, _ names: QueryNames) throws {
    var builder = QueryPlanBuilder(names: names)
    root = try builder.node(expression)
    var order: [Term] = []
    var places: [Key: Int] = [:]
    for term in builder.terms(of: root) {
      let key = Key(leaf: term.leaf, isInMaximum: term.isInMaximum)
      if let place = places[key] {
        order[place] = Term(
          leaf: term.leaf, weight: order[place].weight + term.weight, isInMaximum: term.isInMaximum)
      } else {
        places[key] = order.count
        order.append(term)
      }
    }
    terms = order
  }

  private struct Key: Hashable {
    let leaf: Leaf
    let isInMaximum: Bool
  }
}

/// Turns an expression into a plan.
private struct QueryPlanBuilder {
  let names: QueryNames
  private var count = 0

  init(names: QueryNames) { self.names = names }

  mutating func node(_ expression: QueryExpression) throws -> QueryPlan.Node {
    switch expression {
    case .scaled(let factor, let inner): return .scaled(factor, try node(inner))
    case .combined(let combination, let members):
      // Only within a function does the name of a task or kind stand for its questions.
      return .combined(
        combination, try members.flatMap { try expanded($0) }.map { try node($0) })
    case .steps(let name):
      throw QueryError(
        "steps(\(name)) are several; say mean(steps(\(name))), sum(…) or max(…)")
    case .name(let name, let step):
      guard let index = names.index(of: name) else { throw nothing(named: name) }
      count += 1
      guard count <= QueryPlan.limit else {
        throw QueryError(
          "the query stands for more than \(QueryPlan.limit) questions and steps; combine fewer")
      }
      if let step {
        let last = try names.steps(index)
        guard step <= last else {
          throw QueryError(
            "question \(name) has steps 1 to \(last); there is no step \(step)")
        }
      } else {
        _ = try names.steps(index)
      }
      return .leaf(QueryPlan.Leaf(question: index, step: step))
    }
  }

  /// A member as it is, or the questions or steps that it stands for.
  private func expanded(_ member: QueryExpression) throws -> [QueryExpression] {
    switch member {
    case .name(let name, let step) where names.index(of: name) == nil:
      let group = names.members(of: name)
      // Nothing found: `node` says so.
      return group.isEmpty ? [member] : group.map { .name(names.entries[$0].name, step: step) }
    case .steps(let name):
      guard let index = names.index(of: name) else { return [.name(name, step: nil)] }
      let count = try names.steps(index)
      guard count > 0 else { throw QueryError("question \(name) has no steps") }
      return (1...count).map { .name(name, step: $0) }
    default: return [member]
    }
  }

  private func nothing(named name: String) -> QueryError {
    let group = names.members(of: name)
    return QueryError(
      group.isEmpty
        ? "the query names \(name), which is no question, task or kind here; tasks are \(names.tasks)"
        : "\(name) are \(group.count) questions; say mean(\(name)), sum(\(name)) or max(\(name))")
  }

  func terms(of node: QueryPlan.Node, weight: Double = 1, isInMaximum: Bool = false)
    -> [QueryPlan.Term]
  {
    switch node {
    case .leaf(let leaf):
      return [QueryPlan.Term(leaf: leaf, weight: weight, isInMaximum: isInMaximum)]
    case .scaled(let factor, let inner):
      return terms(of: inner, weight: weight * factor, isInMaximum: isInMaximum)
    case .combined(let combination, let members):
      let share = combination == .mean ? weight / Double(members.count) : weight
      // The greatest of one is that one.
      let isGreatest = combination == .max && members.count > 1
      return members.flatMap {
        terms(of: $0, weight: share, isInMaximum: isInMaximum || isGreatest)
      }
    }
  }
}
