import Corpus
import Foundation
import Influence
import RunModel
import Store
import Transformer
import Workspace

/// What answering a typed question needs of an engine.
struct AskDependencies {
  let context: RunContext
  let answering: CompletionStage
  let index: IndexStage
  let reporter: Reporter
}

/// Somebody has cancelled the request that is being answered; what exists is kept.
struct RequestCancelled: Error {}

/// Answers one typed question in stages, each of which leaves something to look at.
///
/// Everything is committed as it comes, so that another engine goes on where this one was stopped.
final class AskSession {
  let tools: AskDependencies
  var context: RunContext { tools.context }
  let job: JobRecord
  let request: AskRequest
  var record: AskRecord

  init(_ tools: AskDependencies, job: JobRecord, request: AskRequest) throws {
    self.tools = tools
    self.job = job
    self.request = request
    record =
      try tools.context.store.ask(job: job.id)
      ?? AskRecord(
        job: job.id,
        progress: AskProgress(stages: AskStage.allCases.map { AskProgress.Stage($0) }))
    // What another program has left there may have other stages.
    if record.progress.stages.count != AskStage.allCases.count {
      record.progress = AskProgress(stages: AskStage.allCases.map { AskProgress.Stage($0) })
    }
    record.progress.passages = context.corpus.passages
  }

  /// Does what is missing.
  ///
  /// - Parameter between: called now and then; may answer other requests.
  /// - Returns: the question's id.
  func run(between: () throws -> Void) throws -> String {
    let question = try begin()
    var answered = question
    if question.completion == nil { answered = try complete(question) }
    try stopIfCancelled()
    let tokens = try QuestionTokens(context.store, answered)
    guard !tokens.steps.isEmpty else {
      throw EngineError("the answer is empty: there is nothing to attribute; ask in other words")
    }
    let steps = tokens.steps.map(\.row)
    let query = StepQuery(tokens: tokens.tokens, steps: tokens.ranges)
    let coarse = try order(query, steps: steps)
    if let coarse, record.progress.nearest == nil { try noteNearest(coarse) }
    try refine(query, steps: steps, coarse: coarse, between: between)
    return question.name
  }

  func save() throws { try context.store.save(record) }

  /// Seconds since the question was sent.
  var age: Double { Date().timeIntervalSince1970 - job.created }

  func stopIfCancelled() throws {
    if try isCancelled() { throw RequestCancelled() }
  }

  private func isCancelled() throws -> Bool {
    try context.store.job(job.id)?.state == .cancelled
  }

  /// Runs a stage and says how it went and how long it took.
  ///
  /// - Parameter body: gets a place for what is worth saying about the result.
  func stage<Result>(_ part: AskStage, _ body: (inout String) throws -> Result) throws -> Result {
    let start = Date()
    record.progress.stages[part.index].state = .running
    try save()
    var note = ""
    func end(_ state: AskProgress.State) throws {
      record.progress.stages[part.index].state = state
      record.progress.stages[part.index].seconds = -start.timeIntervalSinceNow
      record.progress.stages[part.index].note = note
      try save()
    }
    do {
      let result = try body(&note)
      try end(.done)
      return result
    } catch {
      let isStopped = error is RequestCancelled || error is CancellationError
      if !isStopped { note = "\(error)" }
      try end(isStopped ? .stopped : .failed)
      throw error
    }
  }

  /// The question's row, new unless an engine has begun it before.
  private func begin() throws -> QuestionRecord {
    let all = try context.store.questions(set: context.run.questionSet)
    if let row = record.question, let known = all.first(where: { $0.row == row }) { return known }
    return try stage(.tokenise) { note in
      let prompt = try tools.answering.prompt(
        of: request.prompt,
        like: all.filter { $0.task != QuestionRecord.askedTask }.map(\.prompt))
      let tokens = tools.answering.promptTokens(prompt)
      let limit = context.model.configuration.contextLength
      guard tokens.count < limit else {
        throw EngineError(
          "the question has \(tokens.count) tokens and the model's context is \(limit): \(tokens.count + 1 - limit) over; shorten it"
        )
      }
      let last = all.compactMap { $0.name.wholeMatch(of: /ask-(\d{1,9})/) }.compactMap { Int($0.1) }
      var new = NewQuestion(
        name: "ask-\((last.max() ?? 0) + 1)", kind: .reasoning,
        task: QuestionRecord.askedTask, prompt: prompt, answer: request.answer, aliases: [])
      new.isScratch = true
      let question = try context.store.append(new, toSet: context.run.questionSet)
      record.question = question.row
      note = tokens.count == 1 ? "1 token" : "\(tokens.count) tokens"
      return question
    }
  }

  /// Lets the model answer, or takes the given completion, and splits it into steps.
  private func complete(_ question: QuestionRecord) throws -> QuestionRecord {
    try stage(.generate) { note in
      var shown = Date.distantPast
      let given = request.completion.map(tools.answering.split)
      let answer = try tools.answering.answer(question, given: given) { [self] text in
        // As often as a person can see, since every word is a transaction.
        guard -shown.timeIntervalSinceNow > 0.04 else { return true }
        shown = Date()
        record.answer = text
        try? save()
        return (try? isCancelled()) != true
      }
      record.answer = answer.text
      // One step states something, several derive it.
      let kind: QuestionKind = answer.steps.count > 1 ? .reasoning : .factual
      try context.store.save(answer, question: question.row, kind: kind)
      let tokens = answer.steps.reduce(0) { $0 + $1.tokens.count }
      note = (given == nil ? "" : "given: ") + (tokens == 1 ? "1 token" : "\(tokens) tokens")
    }
    guard
      let answered = try context.store.questions(set: context.run.questionSet).first(where: {
        $0.row == question.row
      })
    else { throw EngineError("the question was removed while it was answered") }
    return answered
  }

  /// Approximate scores of the steps over all passages; nil where no index can be used.
  private func order(_ query: StepQuery, steps: [Int64]) throws -> [[Float]]? {
    let known = try steps.compactMap {
      try context.store.coarse(step: $0, run: context.run.id, passages: context.corpus.passages)
    }
    if known.count == steps.count { return known }
    guard let index = try tools.index.open() else {
      try stage(.gradients) { _ in }
      return try stage(.coarse) { note in
        note = "no index, so in corpus order: \(tools.index.trouble ?? "none is built")"
        return nil
      }
    }
    let coordinates = try stage(.gradients) { note in
      note = steps.count == 1 ? "1 step" : "\(steps.count) steps"
      return try index.coder.coordinates(model: context.model, queries: [query]).coordinates
    }
    return try stage(.coarse) { note in
      var scores = try index.scores(coordinates, threads: context.settings.threads)
      for passage in try context.store.skipped(run: context.run.id) {
        for step in scores.indices { scores[step][passage.number] = .nan }
      }
      try context.store.save(coarse: scores, steps: steps, run: context.run.id)
      record.progress.coarseAfter = age
      note = "\(index.indexedCount) passages"
      return scores
    }
  }
}
