internal import Findings
internal import RunModel

extension Answering {
  /// Scores that relating a passage to every question may read.
  private static let relationLimit = 20_000_000

  /// What a passage means to the other steps and, where that is not too much to read, questions.
  package mutating func relations(_ request: HeatRequest) throws -> Relations {
    let question = request.unit.question
    let combined = try combined(Unit(question: question, step: 0))?.scores
    func perNat(_ step: Int) throws -> Float {
      if step == 0, let combined { return Float(combined.perNat[request.passage]) }
      let unit = Unit(question: question, step: step)
      let value = try vector(unit)[request.passage]
      return nats(unit) > 0 ? value / Float(nats(unit)) : value
    }
    var relations = Relations(
      whole: try perNat(0),
      steps: try catalog.questions[question].steps.indices.map { try perNat($0 + 1) })
    guard catalog.passageCount * catalog.questions.count <= Self.relationLimit else {
      return relations
    }
    relations.depth = TopDepth.of(passages: catalog.passageCount)
    var counts: [Relations.Count] = []
    for (index, other) in catalog.questions.enumerated()
    where !other.steps.isEmpty && other.isStudied {
      let values = try vector(Unit(question: index, step: 0))
      let own = values[request.passage]
      guard own.isFinite else { continue }
      var above = 0
      for value in values where value > own { above += 1 }
      let label = other.kind == .reasoning && !other.task.isEmpty ? other.task : other.kind.rawValue
      if !counts.contains(where: { $0.label == label }) {
        counts.append(Relations.Count(label: label))
      }
      for place in counts.indices where counts[place].label == label {
        counts[place].total += 1
        guard own > 0 else { continue }
        if above < TopDepth.shortest { counts[place].inTopTen += 1 }
        if above < relations.depth { counts[place].inTop += 1 }
      }
      if own > 0, above < relations.depth, index != question {
        relations.ranksElsewhere.append(.init(question: index, rank: above + 1))
      }
    }
    relations.counts = counts
    relations.ranksElsewhere = Array(
      relations.ranksElsewhere.sorted { ($0.rank, $0.question) < ($1.rank, $1.question) }.prefix(8))
    return relations
  }

  /// Scores that comparing a question with its group may read, since it happens at every step of the cursor.
  private static let likenessLimit = 5_000_000

  /// Mean of Pearson's r between a question's influence and each other one's of its group.
  ///
  /// Finding 1 for one question. Nil where the question is alone, not fully scored, or the corpus
  /// too large to read for it; Findings has the number then.
  mutating func likeness(question: Int) throws -> Double? {
    let group = Self.studied(catalog.questions[question]).group
    let others = catalog.questions.indices.filter { index in
      let other = catalog.questions[index]
      return index != question && other.isStudied && !other.steps.isEmpty
        && Self.studied(other).group == group
    }
    guard (others.count + 1) * catalog.passageCount <= Self.likenessLimit else { return nil }
    func row(_ index: Int) throws -> [Float]? {
      let values = try vector(Unit(question: index, step: 0))
      return values.allSatisfy(\.isFinite) ? values : nil
    }
    guard let own = try row(question) else { return nil }
    guard own.count > 1 else { return nil }
    let found = try others.compactMap(row).map { try pearsonCorrelation(own, $0) }
      .filter { !$0.isNaN }
    return found.isEmpty ? nil : found.reduce(0, +) / Double(found.count)
  }
}
