import Engine
import Findings
import Formatting
import Foundation
import RunModel
import Store
import Workspace

/// A question, or one step of it, with its scores.
struct ScoredUnit {
  let question: QuestionRecord
  /// From 1; nil for the whole completion.
  let step: Int?
  let steps: [StepRecord]
  /// Scores of all passages in the view that was asked for.
  let scores: [Float]

  /// Reads what a person names, such as `q041` or `q041:2`.
  init(_ name: String, _ results: Results, normed: Bool) throws {
    let questions = try results.questions()
    if let whole = questions.first(where: { $0.name == name }) {
      try self.init(whole, step: nil, results, normed: normed)
      return
    }
    guard let colon = name.lastIndex(of: ":"), let step = Int(name[name.index(after: colon)...])
    else {
      _ = try results.question(name)
      throw EngineError("there is no question \(name)")
    }
    try self.init(
      try results.question(String(name[..<colon])), step: step, results, normed: normed)
  }

  init(_ question: QuestionRecord, step: Int?, _ results: Results, normed: Bool) throws {
    let all = try results.steps(of: question)
    if let step, !all.indices.contains(step - 1) {
      throw EngineError(
        "question \(question.name) has steps 1 to \(all.count); there is no step \(step)")
    }
    self.question = question
    self.step = step
    steps = step.map { [all[$0 - 1]] } ?? all
    let passages = results.corpus.passages
    let vector = try results.store.scores(
      steps: steps.map(\.row), run: results.run, passages: passages)
    guard vector.isComplete, !steps.isEmpty else {
      throw EngineError(
        "question \(question.name) is not fully scored; run `stemma compute --questions \(shellWord(question.name))`"
      )
    }
    guard normed else {
      scores = vector.withSkippedAsZero
      return
    }
    let norms = try results.store.gradientNorms(run: results.run, passages: passages)
    scores = zip(vector.withSkippedAsZero, norms.values).map { $1 > 0 ? $0 / $1 : 0 }
  }

  var name: String { step.map { "\(question.name):\($0)" } ?? question.name }

  /// The unit as the statistics see it.
  var studied: StudyQuestion {
    StudyQuestion(
      id: name, kind: question.kind,
      task: question.task, prompt: question.prompt,
      completion: steps.map(\.text).joined(), steps: steps.map(\.text),
      answers: (question.answer.map { [$0] } ?? []) + question.aliases,
      isCorrect: question.isCorrect, nats: steps.compactMap(\.nats).reduce(0, +))
  }
}
