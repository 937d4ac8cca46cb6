package import Findings
import Foundation
import RunModel
package import Store

/// Reads one run of a database into what a study is computed from.
///
/// Needs nothing but the database: no model, no workspace file.
package struct StudyReader {
  let store: Store
  let run: RunRecord
  let corpus: CorpusRecord

  package init(store: Store, run: RunRecord, corpus: CorpusRecord) {
    self.store = store
    self.run = run
    self.corpus = corpus
  }

  /// A question that cannot go into the statistics.
  package struct LeftOut: Encodable {
    let question: String
    let reason: String
  }

  /// Everything of a run that is complete.
  package struct Reading {
    package var input: StudyInput
    package var scores: any ScoreSource
    var leftOut: [LeftOut]
    /// The stored steps of each question, in the order of the input's.
    var steps: [[StepRecord]]
    /// Passages whose text an earlier one has word for word.
    var repeated: Int
  }

  /// Reads questions, scores, types, norms, texts and notes.
  ///
  /// - Parameter progress: told what is being read, and how far it is.
  package func read(progress: (_ what: String, _ done: Int, _ total: Int) -> Void = { _, _, _ in })
    throws
    -> Reading
  {
    let records = try store.questions(set: run.questionSet).filter { !$0.isScratch }
    let steps = Dictionary(
      grouping: try store.adapted(store.steps(set: run.questionSet), to: run), by: \.question)
    let passages = corpus.passages
    let table = try ScoreTable(
      questions: records.count, documents: passages, folder: store.folder)
    var questions: [StudyQuestion] = []
    var kept: [[StepRecord]] = []
    var leftOut: [LeftOut] = []
    for (number, record) in records.enumerated() {
      let own = steps[record.row] ?? []
      if let reason = try add(record, own, to: table, row: questions.count) {
        leftOut.append(LeftOut(question: record.name, reason: reason))
      } else {
        questions.append(Self.question(record, own))
        kept.append(own)
      }
      progress("scores", number + 1, records.count)
    }
    let columns = try store.columns(corpus: corpus.id)
    let norms = try store.gradientNorms(run: run, passages: passages)
    let (search, repeated) = try answers(of: questions, progress: progress)
    let truth = try truth(of: questions, columns: columns, answers: search)
    let input = StudyInput(
      questions: questions, types: columns.types, typeLabels: columns.typeLabels,
      gradientNorms: norms.isComplete && norms.hasNumbers ? norms.withSkippedAsZero : [],
      answers: search, truth: truth,
      baselines: try truth.map { try baselines(questions, kept, $0, norms.values) } ?? [])
    return Reading(
      input: input, scores: table.prefix(questions.count), leftOut: leftOut, steps: kept,
      repeated: repeated)
  }

  /// Stores a question's scores, or says why it has none.
  private func add(
    _ record: QuestionRecord, _ steps: [StepRecord], to table: ScoreTable, row: Int
  ) throws -> String? {
    guard record.completion != nil else { return "not answered yet" }
    guard !steps.isEmpty else { return "the completion has no steps" }
    let vector = try store.scores(
      steps: steps.map(\.row), run: run, passages: corpus.passages)
    guard vector.isComplete else {
      guard let estimate = try estimate(vector, steps) else {
        return "\(vector.blocksPresent) of \(vector.blocks.count) blocks scored"
      }
      try table.store(estimate, question: row)
      return nil
    }
    try table.store(vector.withSkippedAsZero, question: row)
    return nil
  }

  /// Exact scores with approximate ones in their holes; nil where there are holes left.
  private func estimate(_ vector: ScoreVector, _ steps: [StepRecord]) throws -> [Float]? {
    var values = vector.values
    let coarse = try steps.compactMap {
      try store.coarse(step: $0.row, run: run.id, passages: corpus.passages)
    }
    guard coarse.count == steps.count, var sum = coarse.first else { return nil }
    for part in coarse.dropFirst() { for index in sum.indices { sum[index] += part[index] } }
    values = CoarseScale.filled(values, with: sum).scores
    let skipped = Set(try store.skipped(run: run.id).map(\.number))
    guard values.indices.allSatisfy({ !values[$0].isNaN || skipped.contains($0) }) else {
      return nil
    }
    return values.map { $0.isNaN ? 0 : $0 }
  }

  private static func question(_ record: QuestionRecord, _ steps: [StepRecord]) -> StudyQuestion {
    let nats = steps.compactMap(\.nats)
    return StudyQuestion(
      id: record.name, kind: record.kind,
      task: record.task, prompt: record.prompt, completion: record.completion ?? "",
      steps: steps.map(\.text), answers: (record.answer.map { [$0] } ?? []) + record.aliases,
      isCorrect: record.isCorrect, firstFalseStep: record.firstFalseStep,
      nats: nats.count == steps.count ? nats.reduce(0, +) : nil)
  }

  /// Looks through all texts once.
  private func answers(
    of questions: [StudyQuestion], progress: (String, Int, Int) -> Void
  ) throws -> (AnswerSearch, repeated: Int) {
    var search = AnswerSearch(questions)
    var seen: Set<Int> = []
    try store.forEachPieceOfTexts(of: corpus) { range, texts in
      search.scan(texts, first: range.lowerBound)
      for text in texts { seen.insert(text.hashValue) }
      progress("texts", range.upperBound, corpus.passages)
    }
    return (search, corpus.passages - seen.count)
  }

  /// The notes that documents carry, matched to questions; nil where no question has one.
  private func truth(
    of questions: [StudyQuestion], columns: CorpusColumns, answers: AnswerSearch
  ) throws -> GroundTruth? {
    let meta = try store.documentNotes(corpus: corpus.id)
    guard !meta.isEmpty else { return nil }
    let notes = GroundTruth.notes(meta, documents: columns.documents)
    let truth = GroundTruth(questions: questions, notes: notes, answers: answers)
    return truth.labels.contains { $0 != nil } ? truth : nil
  }

  /// Other methods' rankings of the questions that have a note.
  private func baselines(
    _ questions: [StudyQuestion], _ steps: [[StepRecord]], _ truth: GroundTruth, _ norms: [Float]
  ) throws -> [StudyInput.Baseline] {
    let labelled = questions.indices.filter { truth.labels[$0] != nil }
    var words: [[UInt32]] = Array(repeating: [], count: questions.count)
    for number in labelled {
      let text = questions[number].prompt + " " + questions[number].completion
      words[number] = try store.search(text, corpus: corpus.id, all: false, limit: 2_000).map {
        UInt32($0.passage)
      }
    }
    var baselines = [StudyInput.Baseline(name: "BM25", orders: words)]
    // Plain gradients, where the same questions and passages were scored with them too.
    let plain = try store.runs().first {
      $0.id != run.id && $0.last == run.last && $0.corpus == run.corpus
        && $0.questionSet == run.questionSet
        && $0.origin == .identity
    }
    guard let plain else { return baselines }
    var products: [[UInt32]] = Array(repeating: [], count: questions.count)
    var cosines = products
    for number in labelled {
      let vector = try store.scores(
        steps: steps[number].map(\.row), run: plain, passages: corpus.passages)
      guard vector.isComplete else { return baselines }
      products[number] = try Ranking(vector.withSkippedAsZero).order
      cosines[number] = try Ranking(
        zip(vector.withSkippedAsZero, norms).map { $1 > 0 ? $0 / $1 : 0 }
      ).order
    }
    baselines.append(.init(name: "gradient product", orders: products))
    baselines.append(.init(name: "gradient cosine", orders: cosines))
    return baselines
  }
}
