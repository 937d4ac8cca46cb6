import Corpus
import Foundation
import Influence
import RunModel
import Store
import Transformer
import Workspace

/// Answers what the explorer asks for: token heat of one passage for one step, or a new question.
package final class Requests {
  private let tools: AskDependencies
  private var context: RunContext { tools.context }
  private var store: Store { context.store }
  private var run: RunRecord { context.run }

  init(_ tools: AskDependencies) { self.tools = tools }

  /// Answers every waiting request; one that fails says why and does not stop the engine.
  func answerWaiting() throws {
    while let job = try store.takeJob() {
      do {
        let message = try answer(job)
        try store.finish(job: job.id, state: .done, message: message)
      } catch let error as StoreError {
        throw error
      } catch is CancellationError {
        throw CancellationError()
      } catch is RequestCancelled {
        // Its state says so already.
      } catch {
        try store.finish(job: job.id, state: .failed, message: "\(error)")
      }
    }
  }

  /// - Returns: what the asker should know, such as a new question's id.
  private func answer(_ job: JobRecord) throws -> String? {
    switch job.request {
    case .heat(let request):
      try heat(request)
      return nil
    case .ask(let request):
      try request.check()
      return try ask(request, job)
    case .keep(let request):
      return try keep(request)
    case .discard(let request):
      let question = try typed(request.question)
      // It may be this very engine that is at it.
      for ask in try store.asks() where ask.question == question.row {
        try store.change(job: ask.job, from: [.waiting, .paused, .running], to: .cancelled)
      }
      try store.discard(question: question.row)
      return question.name
    case .pause:
      try rest(job: job.id)
      return nil
    case .unknown(let kind, _):
      throw EngineError(
        "this engine cannot read a request of the kind \(kind); another version of Stemma sent it")
    }
  }

  /// Lets the model answer a new question and shows where it comes from, before anything else.
  ///
  /// Newer requests are answered in between, so that the newest question has its list soonest.
  private func ask(_ request: AskRequest, _ job: JobRecord) throws -> String {
    try AskSession(tools, job: job, request: request).run { try answerWaiting() }
  }

  /// Lets everything count a typed question from now on.
  private func keep(_ request: KeepRequest) throws -> String {
    let known = try typed(request.question)
    let answer = request.answer ?? known.answer
    let question = Question(
      id: known.name, kind: known.kind, task: known.task,
      prompt: known.prompt, answer: answer, aliases: known.aliases, steps: nil)
    try store.keep(
      question: known.row, answer: answer,
      isCorrect: known.completion.flatMap {
        AnswerParser.isCorrect(completion: $0, question: question)
      })
    return known.name
  }

  private func typed(_ name: String) throws -> QuestionRecord {
    let found = try store.questions(set: run.questionSet).first { $0.name == name }
    guard let found, found.task == QuestionRecord.askedTask else {
      throw EngineError("there is no typed question \(name)")
    }
    return found
  }

  /// Waits until somebody lets the engine go on; other requests are answered meanwhile.
  private func rest(job: Int64) throws {
    try tools.reporter.pause {
      try answerWaiting()
      return try store.job(job)?.state == .running
    }
  }

  private func heat(_ request: HeatJob) throws {
    let known = try store.heat(step: request.step, passage: request.passage, run: run.id)
    // Engines of before did not divide scores by losses.
    guard known?.losses == nil else { return }
    guard (0..<context.corpus.passages).contains(request.passage) else {
      throw EngineError("there is no passage \(request.passage)")
    }
    let questions = try QuestionTokens.all(store, set: run.questionSet)
    let queries = try QuestionTokens.queries(questions, steps: [request.step])
    let passage = try store.tokens(ofPassage: request.passage, corpus: context.corpus.id)
    let parts = ScoreParts(
      model: context.model, factors: context.factors, settings: context.settings,
      form: context.form, matrixPassages: context.matrixPassages)
    try store.save(
      try parts.divide(queries, passage), step: request.step, passage: request.passage, run: run.id)
  }
}
