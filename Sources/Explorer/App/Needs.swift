internal import Findings
internal import RunModel
internal import Terminal

/// Something that a screen shows and that is known outside.
enum Query: Sendable, Equatable {
  case list(ListRequest)
  case summaries(question: Int)
  case comparison(CompareRequest)
  /// What the texts of two units share.
  case difference(UnitPair)
  /// Which questions hold every word.
  case narrowing(QuestionNarrowing)
  /// The same for a picker.
  case choice(QuestionChoice)
  case study
  /// Which values of documents' fields matter.
  case fields(FieldsRequest)
  /// Where a score comes from; an engine may have to compute it.
  case heat(HeatRequest)
  /// The same, as far as somebody has computed it already.
  case glance(HeatRequest)
  case relations(HeatRequest)
  /// A document's influence at every checkpoint of the training.
  case course(HeatRequest)
  case matches(HeatRequest)
  /// Where the answer of a question stands in passages.
  case answers(question: Int, [Int])
  case texts([Int])
  /// How much passages have in common with the words of a unit.
  case relevance(Unit, [Int])
}

extension ExplorerState {
  /// All that the screen shows, whether or not it is here: a function of the state that changes nothing.
  var needs: [Query] {
    let narrowing = wantedNarrowing.map { [Query.narrowing($0)] } ?? []
    let choice = wantedChoice.map { [Query.choice($0)] } ?? []
    return choice + narrowing + listNeeds + tab.part.needs(self)
  }

  /// Asks for whatever the screen needs and nobody has asked for yet.
  mutating func requestMissingData() -> [Effect] {
    var effects = needs.compactMap { request($0) }
    if isListCurrent, let returning, asksForReturn(to: returning) {
      effects.append(.locate(returning.document))
    }
    return effects
  }

  /// Asks for the texts of passages of the list, and where they hold its answer.
  mutating func requestTexts(of passages: [Int]) -> [Effect] {
    textNeeds(passages, of: [answered?.unit]).compactMap { request($0) }
  }

  /// What has to be asked for a need to be met, which counts as asked from then on; nil where nothing has.
  private mutating func request(_ query: Query) -> Effect? {
    switch query {
    case .list(let wanted):
      guard answered != wanted, awaited != wanted else { return nil }
      awaited = wanted
      return .rank(wanted)
    case .summaries(let question):
      return summaries.mustAsk(question) ? .summarise(question: question) : nil
    case .comparison(let wanted):
      guard compare.answered != wanted, compare.awaited != wanted else { return nil }
      compare.awaited = wanted
      return .compare(wanted)
    case .difference(let pair): return differences.mustAsk(pair) ? .tellApart(pair) : nil
    case .narrowing(let wanted):
      guard narrowing.shown != wanted, narrowing.awaited != wanted else { return nil }
      narrowing.awaited = wanted
      return .narrowQuestions(wanted)
    case .choice(let wanted): return mustAsk(wanted) ? .chooseQuestions(wanted) : nil
    case .study:
      guard !findings.isAsked else { return nil }
      findings.isAsked = true
      return .study(findings.options)
    case .fields(let wanted):
      guard findings.askedFields != wanted else { return nil }
      findings.askedFields = wanted
      return .countFields(wanted)
    case .heat(let wanted):
      return heats.mustAsk(wanted) ? .heat(wanted, asking: true) : nil
    case .glance(let wanted): return glances.mustAsk(wanted) ? .glance(wanted) : nil
    case .relations(let wanted): return relations.mustAsk(wanted) ? .relate(wanted) : nil
    case .course(let wanted): return courses.mustAsk(wanted) ? .course(wanted) : nil
    case .matches(let wanted): return matches.mustAsk(wanted) ? .search(wanted) : nil
    case .answers(let question, let passages):
      let fresh = passages.filter { hits.mustAsk(AnswerLocation(question: question, passage: $0)) }
      return fresh.isEmpty ? nil : .findAnswers(question: question, fresh)
    case .texts(let passages):
      let missing = texts.missing(of: passages)
      return missing.isEmpty ? nil : .load(missing)
    case .relevance(let unit, let passages):
      return relevance.request(passages, of: unit).map { .relevance($0) }
    }
  }

  /// What the list of documents is about, which every screen leads back to.
  private var listNeeds: [Query] {
    var needs: [Query] = []
    if let wanted = wantedList { needs.append(.list(wanted)) }
    if let question, !catalog.questions[question].steps.isEmpty {
      needs.append(.summaries(question: question))
    }
    return needs + relevanceNeeds
  }

  /// Rows whose relevance is found out at once: counting words takes as long for one as for all of them.
  private static let relevanceRows = 1000

  /// The relevance that the list on the screen has room for and does not know yet.
  private var relevanceNeeds: [Query] {
    guard isListCurrent, let unit = answered?.unit,
      catalog.questions[unit.question].combination == nil
    else { return [] }
    let rows = documents.window(count: list.count, height: documentRows)
    func isUnknown(_ row: Int) -> Bool { relevance[unit, list[row].passage] == nil }
    // The room last: to know it, the columns must be laid out.
    guard let first = rows.first(where: isUnknown), showsRelevance else { return [] }
    let start = first / Self.relevanceRows * Self.relevanceRows
    let wanted = start..<min(list.count, start + Self.relevanceRows)
    return [.relevance(unit, wanted.filter(isUnknown).map { list[$0].passage })]
  }

  /// Where the answers of units stand in passages, and the passages' texts.
  func textNeeds(_ passages: [Int], of units: [Unit?]) -> [Query] {
    let questions = Set(units.compactMap { $0?.question }).sorted().filter {
      !catalog.questions[$0].answerPattern.isEmpty
    }
    return questions.map { .answers(question: $0, passages) } + [.texts(passages)]
  }

  /// Passages in the rows of the list that are on the screen and in a few around them: the row that comes next
  /// has its text already, and not every key down the list waits for one.
  func listedPassages(height: Int) -> [Int] {
    let rows = documents.window(count: list.count, height: height)
    let step = 4
    let first = max(0, rows.lowerBound - 1) / step * step
    let end = min(list.count, (rows.upperBound + step) / step * step)
    return (first..<max(first, end)).map { list[$0].passage }
  }
}
