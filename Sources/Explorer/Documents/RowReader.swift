internal import Findings
internal import Patterns
internal import RunModel

/// What is known of the rows of one ranking, read from the source in batches and only where it is asked for.
///
/// Conditions, orders and exports all ask here, so that each thing is looked up in one way only.
struct RowReader {
  private static let batch = 256
  /// Rows whose relevance is found out at once.
  private static let relevanceBatch = 100_000

  let request: ListRequest
  let list: DocumentList
  private let source: any Source
  private let catalog: Catalog
  private let raw: [Float]
  private let nats: Double
  /// Of a whole combination: its numbers per nat.
  private let perNat: [Double]?
  /// Whether there are words and an answer to look for, which a combination has not.
  private let hasWords: Bool
  private let isWanted: @Sendable (ListRequest) -> Bool
  private var texts: (first: Int, values: [String]) = (0, [])
  private var facts: (first: Int, values: [PassageFacts]) = (0, [])
  private var relevance: (first: Int, values: [Int: Double])?
  private var sets: [Condition.Mark: PassageSet] = [:]
  private var words: [String: PassageSet] = [:]
  private var patterns: [String: SearchPattern] = [:]
  private var read = 0

  /// - Parameters:
  ///   - raw: influence of every passage, approximate where there is nothing better.
  ///   - flags: passages whose ranks differ, where that is known.
  ///   - perNat: numbers per nat of a whole combination.
  init(
    _ request: ListRequest, _ list: DocumentList, raw: [Float], flags: PassageSet?,
    perNat: [Double]? = nil, answering: Answering
  ) {
    self.request = request
    self.list = list
    self.raw = raw
    (source, catalog, isWanted) = (answering.source, answering.catalog, answering.isWanted)
    nats = answering.nats(request.unit)
    self.perNat = perNat
    hasWords = !answering.isCombination(request.unit)
    if let flags { sets[.flagged] = flags }
  }

  /// Gives up where another list is wanted by now.
  func checkWanted() throws {
    if !isWanted(request) { throw CancellationError() }
  }

  /// The passage at a place of the ranking.
  func passage(_ place: Int) -> Int { Int(list.order[place]) }

  /// A number of the row at a place of the ranking; NaN where it has none.
  mutating func number(_ field: Condition.Field, _ place: Int) throws -> Double {
    let passage = passage(place)
    switch field {
    case .rank: return Double(place + 1)
    case .influence: return Double(raw[passage])
    case .perNat where perNat != nil: return perNat?[passage] ?? .nan
    case .perNat: return nats > 0 ? Double(raw[passage]) / nats : Double(raw[passage])
    case .perNorm:
      guard passage < catalog.gradientNorms.count else { return .nan }
      return Double(ScoreView.perLength(raw[passage], catalog.gradientNorms[passage]))
    case .z: return list.spread.z(list.value(of: passage))
    case .share: return 100 * list.spread.share(list.value(of: passage))
    case .bm25: return hasWords ? try relevance(place) : .nan
    case .tokens: return Double(try facts(place).tokens)
    }
  }

  /// A text of the row at a place of the ranking; nil where it has none.
  mutating func text(_ field: Condition.TextField, _ place: Int) throws -> String? {
    switch field {
    case .id: try facts(place).id
    case .document: try facts(place).document
    case .source: try facts(place).source
    case .field(let name): try facts(place).fields[name]
    case .text: try text(place)
    }
  }

  mutating func isMarked(_ mark: Condition.Mark, _ place: Int) throws -> Bool {
    if sets[mark] == nil {
      let members: Set<UInt32> =
        switch mark {
        case .answer where !hasWords: []
        case .answer: try source.passagesWithAnswer(of: request.unit)
        case .starred: try source.starred()
        case .read: try source.opened()
        case .flagged: []
        }
      sets[mark] = PassageSet(members, of: catalog.passageCount)
    }
    return sets[mark]?.contains(passage(place)) ?? false
  }

  /// Whether the text of a passage holds all of some words.
  mutating func holds(_ text: String, _ place: Int) throws -> Bool {
    if words[text] == nil {
      words[text] = PassageSet(try source.passages(holding: text), of: catalog.passageCount)
    }
    return words[text]?.contains(passage(place)) ?? false
  }

  mutating func matches(_ pattern: String, _ field: Condition.TextField, _ place: Int) throws
    -> Bool
  {
    if patterns[pattern] == nil { patterns[pattern] = SearchPattern(pattern) }
    guard let known = patterns[pattern], let text = try text(field, place) else { return false }
    // A pattern may take a while on each text.
    try checkWanted()
    switch known.search(text) {
    case .match: return true
    case .none: return false
    case .tooMuch:
      throw ConditionError(
        column: 1,
        reason: "the pattern after \(field.name) =~ takes too long on a text; write it simpler")
    }
  }

  func typeName(_ place: Int) -> String {
    let type = Int(catalog.types[passage(place)])
    return type < catalog.typeNames.count ? catalog.typeNames[type] : ""
  }

  private mutating func relevance(_ place: Int) throws -> Double {
    let first = place / Self.relevanceBatch * Self.relevanceBatch
    if relevance?.first != first {
      try checkWanted()
      let last = min(first + Self.relevanceBatch, list.order.count)
      let passages = list.order[first..<last].map { Int($0) }
      relevance = (first, try source.relevance(of: passages, to: request.unit))
    }
    return relevance?.values[passage(place)] ?? 0
  }

  private mutating func facts(_ place: Int) throws -> PassageFacts {
    if !(facts.first..<facts.first + facts.values.count).contains(place) {
      let places = try nextBatch(at: place)
      facts = (places.lowerBound, try source.facts(places.map(passage)))
    }
    return facts.values[place - facts.first]
  }

  private mutating func text(_ place: Int) throws -> String {
    if !(texts.first..<texts.first + texts.values.count).contains(place) {
      let places = try nextBatch(at: place)
      texts = (places.lowerBound, try source.texts(places.map(passage)))
    }
    return texts.values[place - texts.first]
  }

  /// The places that are read together with one, unless that would be too many in all.
  private mutating func nextBatch(at place: Int) throws -> Range<Int> {
    try checkWanted()
    let first = place / Self.batch * Self.batch
    let places = first..<min(first + Self.batch, list.order.count)
    read += places.count
    guard read <= Answering.textLimit + Self.batch else {
      throw ConditionError(
        column: 1,
        reason: "too many documents to look into; put rank < 10000 or text has WORD and before it")
    }
    return places
  }
}
