import Corpus
import Foundation
import Influence
import Store
import Transformer

/// Answers what the explorer asks for: token heat of one passage for one step, or a new question.
package final class Requests {
  private let store: Store
  private let model: LanguageModel
  private let factors: Factors?
  private let settings: InfluenceSettings
  private let run: RunRecord
  private let corpus: CorpusRecord
  private let answering: Answering
  private let scoring: Scoring
  private let reporter: Reporter

  /// A request for token heat, as JSON in the job's payload.
  struct HeatRequest: Codable {
    /// Row of the step; the whole completion's heat is asked for step by step.
    let step: Int64
    /// Number of the passage.
    let passage: Int
  }

  /// A new question, as JSON in the job's payload.
  package struct AskRequest: Codable, Sendable {
    package var prompt: String
    package var answer: String?

    package init(prompt: String, answer: String? = nil) {
      self.prompt = prompt
      self.answer = answer
    }
  }

  init(
    store: Store, model: LanguageModel, factors: Factors?, settings: InfluenceSettings,
    run: RunRecord,
    corpus: CorpusRecord, answering: Answering, scoring: Scoring, reporter: Reporter
  ) {
    self.store = store
    self.model = model
    self.factors = factors
    self.settings = settings
    self.run = run
    self.corpus = corpus
    self.answering = answering
    self.scoring = scoring
    self.reporter = reporter
  }

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
    let payload = Data(job.payload.utf8)
    switch job.kind {
    case "heat":
      try heat(JSONDecoder().decode(HeatRequest.self, from: payload))
      return nil
    case "ask":
      return try ask(JSONDecoder().decode(AskRequest.self, from: payload), job: job.id)
    case JobRecord.pauseKind:
      try rest(job: job.id)
      return nil
    default:
      throw EngineError("this engine does not know requests of the kind \(job.kind)")
    }
  }

  /// Lets the model answer a new question and scores its steps against every passage, before anything else.
  private func ask(_ request: AskRequest, job: Int64) throws -> String {
    let asked = try store.questions(set: run.questionSet).count { $0.task == Self.askedTask }
    let question = try store.append(
      NewQuestion(
        name: "ask-\(asked + 1)", kind: QuestionKind.reasoning.rawValue, task: Self.askedTask,
        prompt: request.prompt, answer: request.answer, aliases: []), toSet: run.questionSet)
    try answering.complete(question, given: nil)
    let answered = try store.questions(set: run.questionSet).filter { $0.row == question.row }
    try scoring.run(questions: answered, reporter: reporter) {
      if try store.job(job)?.state == .cancelled { throw RequestCancelled() }
    }
    return question.name
  }

  /// Waits until somebody lets the engine go on; other requests are answered meanwhile.
  private func rest(job: Int64) throws {
    try reporter.pause {
      try answerWaiting()
      return try store.job(job)?.state == .running
    }
  }

  /// Somebody has cancelled the request that is being answered.
  private struct RequestCancelled: Error {}

  /// Task of the questions that a person typed.
  package static let askedTask = "asked"

  private func heat(_ request: HeatRequest) throws {
    if try store.heat(step: request.step, passage: request.passage, run: run.id) != nil { return }
    guard (0..<corpus.passages).contains(request.passage) else {
      throw EngineError("there is no passage \(request.passage)")
    }
    let questions = try QuestionTokens.all(store, set: run.questionSet)
    let queries = try QuestionTokens.queries(questions, steps: [request.step])
    let passage = try store.tokens(ofPassage: request.passage, corpus: corpus.id)
    let prepared = try PreconditionedSteps(
      model: model, factors: factors, queries: queries, settings: settings)
    let scorer = PassageScorer(model: model, steps: prepared, settings: settings)
    let shares = try scorer.score([passage], perModule: true)
    try store.save(
      HeatRecord(
        tokens: try scorer.tokenHeat(passage: passage, step: 0),
        stepTokens: try scorer.stepTokenHeat(passage: passage, step: 0),
        modules: shares.moduleScores.map { $0[0] }),
      step: request.step, passage: request.passage, run: run.id)
  }
}
