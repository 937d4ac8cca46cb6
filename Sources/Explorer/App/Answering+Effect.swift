internal import Findings
internal import RunModel
internal import Store

extension Answering {
  /// Answers what a state asks of the data; nil where nothing is to be said.
  ///
  /// Whoever calls it asks for token heat and for a large list's top itself, since those may take two answers.
  package mutating func answer(_ effect: Effect) throws -> Event? {
    switch effect {
    case .rank(let request) where knows(request.unit):
      do {
        return .ranked(request, try list(request))
      } catch let error as ConditionError {
        return .listRefused(request, reason: error.reason)
      }
    case .load(let indices):
      return .passages(try source.passages(indices.filter { $0 < catalog.passageCount }))
    case .summarise(let question):
      return .summaries(question: question, try summaries(question: question))
    case .compare(let request) where knows(request.left) && knows(request.right):
      return .compared(request, try compare(request))
    case .relate(let request)
    where knows(request.unit) && request.passage < catalog.passageCount:
      return .relations(request, try relations(request))
    case .course(let request)
    where knows(request.unit) && request.passage < catalog.passageCount:
      return .course(request, try course(of: request.unit, passage: request.passage))
    case .glance(let request)
    where knows(request.unit) && request.passage < catalog.passageCount:
      return .glanced(request, try knownHeat(request))
    case .search(let request)
    where knows(request.unit) && request.passage < catalog.passageCount:
      guard !isCombination(request.unit), let text = try source.texts([request.passage]).first
      else { break }
      return .matched(
        request, ReaderMatches(of: catalog.questions[request.unit.question], in: text))
    case .tellApart(let pair)
    where knows(pair.left) && knows(pair.right) && !isCombination(pair.left)
      && !isCombination(pair.right):
      return .toldApart(pair, CompletionDiff(texts(of: pair.left), texts(of: pair.right)))
    case .narrowQuestions(let narrowing):
      return .narrowed(narrowing, questions(holding: narrowing))
    case .chooseQuestions(let choice): return .chosen(choice, questions(for: choice))
    case .find(let request) where knows(request):
      return .found(request, row: try row(holding: request))
    case .findInText(let request) where request.passage < catalog.passageCount:
      return .foundInText(request, try places(of: request))
    case .findAnswers(let question, let passages)
    where knows(Unit(question: question, step: 0)):
      return .answersFound(
        question: question, try answers(of: question, in: passages))
    case .relevance(let request) where knows(request.unit):
      return .relevance(
        request, try relevance(of: request.passages, to: request.unit))
    case .countValues(let request) where knows(request.list.unit):
      return .valuesCounted(try values(request))
    case .countFields(let request): return .fieldsCounted(try fields(request))
    case .study(let options): return .study(try study(options))
    case .locate(let id): return .located(id: id, passage: try source.passage(ofDocument: id))
    default: return try change(effect)
    }
    return nil
  }

  /// What writes to the source.
  private mutating func change(_ effect: Effect) throws -> Event? {
    switch effect {
    case .star(let passages, let isOn, let takesBack):
      let changed = try source.star(passages.filter { $0 < catalog.passageCount }, isOn: isOn)
      return .starred(changed, isOn: isOn, takesBack: takesBack)
    case .pin(let query): return try pin(query)
    case .unpin(let name):
      try source.unpin(name)
      try renewPins()
      return .catalog(catalog)
    case .markRead(let passage): try source.markRead(passage)
    case .ask(let prompt, let answer, let completion):
      try source.ask(prompt, answer: answer, completion: completion)
    case .keep(let question, let answer): try source.keep(question: question, answer: answer)
    case .discard(let question): try source.discard(question: question)
    case .change(let job, let change): try source.change(job: job, change)
    case .pauseEngine(let rests): try source.pauseEngine(rests)
    default: break
    }
    return nil
  }

  /// Where a score comes from, if somebody has computed it already.
  private func knownHeat(_ request: HeatRequest) throws -> Heat? {
    guard !isCombination(request.unit) else { return nil }
    let answer = try source.heat(of: request.unit, passage: request.passage, asking: false)
    if case .known(let heat) = answer { return heat }
    return nil
  }

  /// Keeps a combination if everything that it names is here.
  private mutating func pin(_ query: PinnedQuery) throws -> Event {
    do {
      _ = try plan(of: query.expression)
      try source.pin(query)
    } catch let error as StoreError where error.isBusy {
      throw error
    } catch {
      return .pinRefused(query, reason: "\(error)", place: (error as? QueryError)?.place)
    }
    try renewPins()
    return .catalog(catalog)
  }

  /// What the model wrote: the whole completion by its steps, or one of them.
  private func texts(of unit: Unit) -> [String] {
    let steps = catalog.questions[unit.question].steps.map(\.text)
    return unit.step == 0 ? steps : [steps[unit.step - 1]]
  }

  /// Bytes of passages in which the answer of a question stands.
  private func answers(of question: Int, in passages: [Int]) throws -> [Int: [Range<Int>]] {
    let known = passages.filter { $0 < catalog.passageCount }
    let scanner = AnswerScanner([catalog.questions[question].answerPattern])
    var found: [Int: [Range<Int>]] = [:]
    for (passage, text) in zip(known, try source.texts(known)) {
      found[passage] = scanner.matches(in: text).map(\.range)
    }
    return found
  }
}
