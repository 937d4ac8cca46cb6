import Foundation
import Influence
import Store
import Transformer

/// Answers what the explorer asks for: token heat of one passage for one step.
final class Requests {
  private let store: Store
  private let model: LanguageModel
  private let factors: Factors?
  private let settings: InfluenceSettings
  private let run: RunRecord
  private let corpus: CorpusRecord

  /// A request for token heat, as JSON in the job's payload.
  struct HeatRequest: Codable {
    /// Row of the step; the whole completion's heat is asked for step by step.
    let step: Int64
    /// Number of the passage.
    let passage: Int
  }

  init(
    store: Store, model: LanguageModel, factors: Factors?, settings: InfluenceSettings,
    run: RunRecord,
    corpus: CorpusRecord
  ) {
    self.store = store
    self.model = model
    self.factors = factors
    self.settings = settings
    self.run = run
    self.corpus = corpus
  }

  /// Answers every waiting request; one that fails says why and does not stop the engine.
  func answerWaiting() throws {
    while let job = try store.takeJob() {
      do {
        try answer(job)
        try store.finish(job: job.id, state: .done, message: nil)
      } catch let error as StoreError {
        throw error
      } catch {
        try store.finish(job: job.id, state: .failed, message: "\(error)")
      }
    }
  }

  private func answer(_ job: JobRecord) throws {
    switch job.kind {
    case "heat":
      try heat(JSONDecoder().decode(HeatRequest.self, from: Data(job.payload.utf8)))
    default:
      throw EngineError("this engine does not know requests of the kind \(job.kind)")
    }
  }

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
