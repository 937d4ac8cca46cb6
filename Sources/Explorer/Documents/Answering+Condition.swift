internal import Patterns
internal import RunModel

/// Finds the rows that fulfil a condition.
extension Answering {
  /// Texts that a regular expression may be tried on.
  static let textLimit = 300_000

  /// The passages of a ranking that fulfil a condition and, where none does, which part left none.
  mutating func fulfilling(
    _ condition: Condition, _ whole: DocumentList, _ request: ListRequest
  ) throws -> (passages: PassageSet, note: String?) {
    var evaluation = try evaluation(of: condition, whole, request)
    var passages = PassageSet(EmptyCollection<UInt32>(), of: catalog.passageCount)
    var found = 0
    for place in 0..<whole.order.count where try holds(condition, place, request, &evaluation) {
      passages.insert(Int(whole.order[place]))
      found += 1
    }
    guard found == 0, condition.conjuncts.count > 1 else { return (passages, nil) }
    let parts = condition.conjuncts
    for length in 1..<parts.count {
      let first = Condition.all(Array(parts.prefix(length)))
      var isEmpty = true
      for place in 0..<whole.order.count where try holds(first, place, request, &evaluation) {
        isEmpty = false
        break
      }
      if isEmpty { return (passages, "no row is left after: \(parts[length - 1])") }
    }
    return (passages, "no row is left after: \(parts[parts.count - 1])")
  }

  /// Decides about one row, unless another list is wanted by now.
  private func holds(
    _ condition: Condition, _ place: Int, _ request: ListRequest,
    _ evaluation: inout ConditionEvaluation
  ) throws -> Bool {
    if place % 16 == 0, !isWanted(request) { throw CancellationError() }
    return try evaluation.holds(condition, place)
  }

  /// Looks up everything that a condition asks beside the scores.
  private mutating func evaluation(
    of condition: Condition, _ whole: DocumentList, _ request: ListRequest
  ) throws -> ConditionEvaluation {
    let source = source
    let order = whole.order
    var evaluation = ConditionEvaluation(
      list: whole, raw: try vector(request.unit), norms: catalog.gradientNorms,
      nats: nats(request.unit),
      types: catalog.types, typeNames: catalog.typeNames
    ) { places in try source.texts(places.map { Int(order[$0]) }) }
    for part in condition.leaves where evaluation.sets[part] == nil {
      switch part {
      case .mark(.answer):
        evaluation.sets[part] = set(try source.passagesWithAnswer(of: request.unit))
      case .mark(.starred): evaluation.sets[part] = set(try source.starred())
      case .mark(.read): evaluation.sets[part] = set(try source.opened())
      case .mark(.flagged): evaluation.sets[part] = try flags(request.unit) ?? set([])
      case .holds(let words): evaluation.sets[part] = set(try source.passages(holding: words))
      case .matches(let pattern): evaluation.patterns[pattern] = SearchPattern(pattern)
      default: break
      }
    }
    return evaluation
  }

  private func set(_ members: Set<UInt32>) -> PassageSet {
    PassageSet(members, of: catalog.passageCount)
  }
}

extension Condition {
  /// The parts that have no parts.
  var leaves: [Condition] {
    switch self {
    case .all(let parts), .any(let parts): parts.flatMap(\.leaves)
    case .not(let part): part.leaves
    default: [self]
    }
  }
}

/// Decides about the rows of one ranking; texts are read in batches and only where a part asks for them.
private struct ConditionEvaluation {
  private static let batch = 256
  let list: DocumentList
  let raw: [Float]
  let norms: [Float]
  let nats: Double
  let types: [UInt16]
  let typeNames: [String]
  let texts: ([Int]) throws -> [String]
  var sets: [Condition: PassageSet] = [:]
  var patterns: [String: SearchPattern] = [:]
  private var known: (first: Int, texts: [String]) = (0, [])
  private var read = 0

  init(
    list: DocumentList, raw: [Float], norms: [Float], nats: Double, types: [UInt16],
    typeNames: [String], texts: @escaping ([Int]) throws -> [String]
  ) {
    self.list = list
    self.raw = raw
    self.norms = norms
    self.nats = nats
    self.types = types
    self.typeNames = typeNames
    self.texts = texts
  }

  mutating func holds(_ condition: Condition, _ place: Int) throws -> Bool {
    let passage = Int(list.order[place])
    switch condition {
    case .all(let parts):
      for part in parts where try !holds(part, place) { return false }
      return true
    case .any(let parts):
      for part in parts where try holds(part, place) { return true }
      return false
    case .not(let part): return try !holds(part, place)
    case .compare(let field, let comparison, let value):
      return comparison.holds(number(field, place, passage), value)
    case .type(let names):
      let type = Int(types[passage])
      return type < typeNames.count && names.contains(typeNames[type])
    case .holds, .mark: return sets[condition]?.contains(passage) ?? false
    case .matches(let pattern):
      guard let known = patterns[pattern] else { return false }
      switch known.search(try text(place)) {
      case .match: return true
      case .none: return false
      case .tooMuch:
        throw ConditionError(
          column: 1, reason: "the pattern after text =~ takes too long on a text; write it simpler")
      }
    }
  }

  private func number(_ field: Condition.Field, _ place: Int, _ passage: Int) -> Double {
    switch field {
    case .rank: return Double(place + 1)
    case .influence: return Double(raw[passage])
    case .perNat: return nats > 0 ? Double(raw[passage]) / nats : Double(raw[passage])
    case .perNorm:
      guard passage < norms.count else { return .nan }
      return Double(ScoreView.perLength(raw[passage], norms[passage]))
    }
  }

  private mutating func text(_ place: Int) throws -> String {
    if !(known.first..<known.first + known.texts.count).contains(place) {
      let first = place / Self.batch * Self.batch
      let places = Array(first..<min(first + Self.batch, list.order.count))
      read += places.count
      guard read <= Answering.textLimit + Self.batch else {
        throw ConditionError(
          column: 1,
          reason: "too many texts to search; put rank < 10000 or text has WORD and before text =~")
      }
      known = (first, try texts(places))
    }
    return known.texts[place - known.first]
  }
}
