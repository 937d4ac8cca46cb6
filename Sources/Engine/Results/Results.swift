package import Findings
import Formatting
import Foundation
import PlainYAML
package import RunModel
package import Store
package import Workspace

/// A passage at its place in a ranking.
package struct RankedPassage: Sendable, Equatable {
  /// Place among all scored passages before filters, from 1.
  package let rank: Int
  /// False where the rank rests on an approximate score.
  package let isExact: Bool
  /// Its number in the corpus.
  package let number: Int
  package let passage: String
  package let document: String
  package let type: String
  package let score: Double
  package let perNat: Double?
  package let gradientNormScore: Double?
  package let text: String
}

/// What is computed in a workspace, for those who read it without a terminal screen.
package struct Results: Sendable {
  package let store: Store
  package let run: RunRecord
  package let corpus: CorpusRecord
  /// What scores are summed over; nil for the run's own.
  package private(set) var sum: CheckpointSum?
  /// The modules whose shares alone are ranked; nil for whole scores.
  private var group: ScoreGroups?

  init(store: Store, run: RunRecord, corpus: CorpusRecord) {
    (self.store, self.run, self.corpus) = (store, run, corpus)
  }

  /// The same with scores summed over the checkpoints of the training; it throws where the run stands alone.
  package func summed() throws -> Results {
    var copy = self
    copy.sum = try CheckpointSum(self)
    return copy
  }

  /// The same with what one layer has of every score, as its number stands in the modules' names.
  package func at(layer name: String) throws -> Results {
    guard let group = ScoreGroups.layer(name, of: run.modules) else {
      let names = ScoreGroups.layers(of: run.modules).names
      throw EngineError("there is no layer \(name); here are \(names.joined(separator: ", "))")
    }
    return ranked(by: group)
  }

  /// The same with what some modules have of every score, as `ScoreGroups.modules(holding:of:)` finds them.
  package func at(module name: String) throws -> Results {
    guard let group = ScoreGroups.modules(holding: name, of: run.modules) else {
      throw EngineError(
        "no module's name holds \(name); `stemma top QUESTION --module all` prints the names")
    }
    return ranked(by: group)
  }

  private func ranked(by group: ScoreGroups) -> Results {
    var copy = self
    copy.group = group
    return copy
  }

  /// Opens the newest run of a workspace, or the one asked for.
  ///
  /// - Throws: a sentence that says what to run first.
  package init(_ workspace: Workspace, run id: Int64? = nil) throws {
    store = try Store(path: workspace.databasePath, access: .existing)
    guard let run = try store.run(id), let corpus = try store.corpus(run.corpus) else {
      let what = id.map { "run \($0) is not there; `stemma status` lists the runs" }
      throw EngineError(
        "\(workspace.folder): \(what ?? "nothing is computed yet; run `stemma compute` first")")
    }
    self.run = run
    self.corpus = corpus
  }

  package func questions() throws -> [QuestionRecord] { try store.questions(set: run.questionSet) }

  /// A question by its id.
  package func question(_ name: String) throws -> QuestionRecord {
    let all = try questions()
    guard let found = all.first(where: { $0.name == name }) else {
      let near = suggestion(for: name, among: all.filter { !$0.isScratch }.map(\.name))
      throw EngineError("there is no question \(name)\(near); `stemma questions` lists all")
    }
    return found
  }

  /// A question's steps; complains when it has none.
  package func steps(of question: QuestionRecord) throws -> [StepRecord] {
    guard question.completion != nil else {
      throw EngineError(
        "question \(question.name) is not answered yet; run `stemma compute --questions \(shellWord(question.name))`"
      )
    }
    return try store.adapted(store.steps(question: question.row), to: run)
  }

  /// The step asked for alone, or all of them.
  package func chosen(of question: QuestionRecord, step: Int?) throws -> [StepRecord] {
    let steps = try steps(of: question)
    guard let step else { return steps }
    guard steps.indices.contains(step - 1) else {
      throw EngineError(
        "question \(question.name) has steps 1 to \(steps.count); there is no step \(step)")
    }
    return [steps[step - 1]]
  }

  /// BM25 relevance of listed passages to the words of a question and its steps, beside their influence.
  ///
  /// - Parameter step: from 1; nil for all steps.
  /// - Returns: relevance by passage number; a passage without any of the words is not in it.
  package func relevance(
    _ question: QuestionRecord, step: Int?, of listed: [RankedPassage]
  ) throws -> [Int: Double] {
    try store.relevance(
      of: listed.map(\.number), to: question, steps: chosen(of: question, step: step),
      corpus: corpus.id)
  }

  /// Which passages to list, and how many.
  package struct Filter: Sendable {
    package var types: Set<String>?
    /// `+` keeps passages that make the step more likely, `-` those that make it less likely.
    package var sign: Character?
    package var limit = 20
    /// Conditions on fields of a passage's document, all of which must hold.
    package var conditions: [FieldCondition] = []

    package init() {}
  }

  /// The ranked passages of a step, or of a whole completion.
  ///
  /// - Parameters:
  ///   - question: the question.
  ///   - step: from 1; nil for the sum over all steps.
  /// - Returns: the rows, and the share of passages that are scored.
  package func top(_ question: QuestionRecord, step: Int?, view: ScoreView, filter: Filter) throws
    -> (rows: [RankedPassage], scored: Double)
  {
    let chosen = try chosen(of: question, step: step)
    let vector = try estimates(chosen.map(\.row))
    let nats = chosen.compactMap(\.nats).reduce(0, +)
    guard vector.values.contains(where: { !$0.isNaN }) else {
      throw EngineError(
        "question \(question.name) has no scores yet; run `stemma compute --questions \(shellWord(question.name))`"
      )
    }
    let rows = try list(
      vector.values, view: view, filter: filter, isExact: vector.isExact,
      perNat: { nats > 0 ? Double(vector.values[$0]) / nats : nil })
    let exact = vector.exact.count { !$0.isNaN }
    return (rows, Double(exact) / Double(max(1, corpus.passages)))
  }

  /// The rows of one vector of scores, ranked and filtered.
  ///
  /// - Parameters:
  ///   - values: by passage; NaN where there is none.
  ///   - isExact: whether a passage's score is exact.
  ///   - keysByPassage: what decides the order where that is not the score; NaN where `values` is.
  ///   - perNat: a passage's score per nat.
  func list(
    _ values: [Float], order keysByPassage: [Float]? = nil, view: ScoreView, filter: Filter,
    isExact: (Int) -> Bool, perNat: (Int) -> Double?
  ) throws -> [RankedPassage] {
    let norms = try store.gradientNorms(run: run, passages: corpus.passages).values
    guard !view.needsGradientNorms || norms.contains(where: { !$0.isNaN }) else {
      throw EngineError(
        "the passages' gradient norms are not known: run `stemma compute` without --exact, or choose another view"
      )
    }
    let columns = try store.columns(corpus: corpus.id)
    let scored = values.indices.filter {
      !values[$0].isNaN && !(keysByPassage?[$0].isNaN ?? false)
    }
    let keys = scored.map { passage in
      view.ordersAsRaw
        ? (keysByPassage ?? values)[passage]
        : view.value(values[passage], nats: .nan, gradientNorm: norms[passage])
    }
    let order = try Ranking(keys).order
    var listed: [(rank: Int, passage: Int)] = []
    let positions = filter.sign == "-" ? Array(order.indices.reversed()) : Array(order.indices)
    for position in positions {
      let index = Int(order[position])
      let passage = scored[index]
      if let types = filter.types, !types.contains(columns.typeLabels[Int(columns.types[passage])])
      {
        continue
      }
      if try !holds(filter.conditions, passage, columns) { continue }
      if filter.sign == "+", keys[index] <= 0 { continue }
      if filter.sign == "-", keys[index] >= 0 { continue }
      listed.append((position + 1, passage))
      if listed.count == filter.limit { break }
    }
    let texts = try store.passages(listed.map(\.passage), corpus: corpus.id)
    let owners = try store.documents(texts.map(\.document), corpus: corpus.id)
    return zip(listed, zip(texts, owners)).map { entry, found in
      let score = values[entry.passage]
      let norm = norms[entry.passage]
      return RankedPassage(
        rank: entry.rank, isExact: isExact(entry.passage), number: entry.passage,
        passage: found.0.id, document: found.1.id,
        type: columns.typeLabels[Int(columns.types[entry.passage])], score: Double(score),
        perNat: perNat(entry.passage),
        // A checkpoint and a part of the modules have gradients of their own.
        gradientNormScore: norm > 0 && sum == nil && group == nil
          ? Double(score) / Double(norm) : nil,
        text: found.0.text)
    }
  }

  private func holds(_ conditions: [FieldCondition], _ passage: Int, _ columns: CorpusColumns)
    throws -> Bool
  {
    guard !conditions.isEmpty else { return true }
    let found = try store.documents([Int(columns.documents[passage])], corpus: corpus.id)
    return found.first.map { document in
      conditions.allSatisfy { $0.holds(document, types: columns.typeLabels) }
    } ?? false
  }

  /// Which values of documents' fields are over-represented at the top of some scores.
  ///
  /// - Parameters:
  ///   - rows: of a ranking without filters, `depth` of them.
  ///   - column: values of the fields.
  package func overRepresentation(
    _ rows: [RankedPassage], _ column: FacetColumn, named name: String
  )
    -> [OverRepresentation]
  {
    Findings.overRepresentation(
      tops: [rows.map { UInt32($0.number) }], ks: [rows.count], group: name, side: .positive,
      types: column.codes, typeNames: column.names)
  }

  /// What must be run before scores can be told apart so finely.
  package static func nothingKept(by grain: ScoreGrain) -> String {
    "nothing is kept of \(grain.rawValue)s; run `stemma compute \(grain.option)` first"
  }

  /// Exact scores, and approximate ones where there is nothing better.
  package struct Estimates {
    package let exact: [Float]
    /// `exact` with its holes filled.
    package let values: [Float]

    package func isExact(_ passage: Int) -> Bool { !exact[passage].isNaN }
  }

  package func estimates(_ steps: [Int64]) throws -> Estimates {
    if let group {
      let values = try store.shares(
        steps: steps, of: group, run: run, passages: corpus.passages)[0]
      guard values.contains(where: { !$0.isNaN }) else {
        throw EngineError(Self.nothingKept(by: group.ofLayer == nil ? .module : .layer))
      }
      return Estimates(exact: values, values: values)
    }
    if let sum {
      let values = try sum.scores(steps, store, passages: corpus.passages)
      return Estimates(exact: values, values: values)
    }
    let exact = try store.scores(steps: steps, run: run, passages: corpus.passages)
    guard !exact.isComplete else { return Estimates(exact: exact.values, values: exact.values) }
    let coarse = try steps.compactMap {
      try store.coarse(step: $0, run: run.id, passages: corpus.passages)
    }
    guard coarse.count == steps.count, var sum = coarse.first else {
      return Estimates(exact: exact.values, values: exact.values)
    }
    for part in coarse.dropFirst() { for index in sum.indices { sum[index] += part[index] } }
    let filled = CoarseScale.filled(exact.values, with: sum)
    return Estimates(exact: exact.values, values: filled.scores)
  }
}
