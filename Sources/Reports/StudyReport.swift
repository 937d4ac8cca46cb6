package import Engine
package import Findings
import Formatting
import Foundation
import RunModel
import Store
package import Workspace

/// A study with where it comes from, as `stemma report` writes it.
package struct StudyReport: Encodable {
  /// Passages of a question that serve as evidence in the text.
  package struct Evidence: Encodable {
    let question: String
    /// The step, from 1; nil for the whole completion.
    let step: Int?
    let passages: [Int]

    private enum CodingKeys: String, CodingKey { case question, step, passages }

    package func encode(to encoder: any Encoder) throws {
      var container = encoder.container(keyedBy: CodingKeys.self)
      try container.encode(question, forKey: .question)
      try container.encode(step, forKey: .step)
      try container.encode(passages.map { PassageName($0, encoder) }, forKey: .passages)
    }
  }

  /// Passages that the report shows, by number; files have them by id.
  package struct Excerpts: Encodable {
    let byNumber: [Int: Excerpt]

    subscript(number: Int) -> Excerpt? { byNumber[number] }

    package func encode(to encoder: any Encoder) throws {
      try Dictionary(byNumber.values.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        .encode(to: encoder)
    }
  }

  /// A passage that the report shows.
  package struct Excerpt: Encodable {
    let id: String
    let type: String
    let text: String
  }

  let workspace: String
  let run: Int64
  /// Date of the run, ISO 8601.
  let created: String
  /// The run's settings, enough to make it again.
  let settings: [String: String]
  let fingerprint: String
  let documents: Int
  let passages: Int
  let tokens: Int
  /// Passages whose text an earlier one has word for word; they count as often as they occur.
  let repeatedPassages: Int
  let warnings: [String]
  let stale: String?
  /// What stands approximate, in a sentence; nil where every score is exact.
  let approximate: String?
  let leftOut: [StudyReader.LeftOut]
  package let study: Study
  /// The top passages of each wrong completion's first false step, by influence per gradient norm.
  ///
  /// Of the whole completion where every equality in it holds.
  let evidence: [Evidence]
  /// By the fields that were asked for; nil where none were.
  let facet: FieldFinding?
  /// How the scores came about along the training; nil for one checkpoint.
  package let training: CourseFinding?
  /// What retraining without the top documents did; nil where nobody has retrained.
  let removal: RemovalFact?
  let excerpts: Excerpts
  /// Ids of all passages that the findings name, by number; files have them in the numbers' place.
  package let names: [Int: String]

  private enum CodingKeys: String, CodingKey {
    case workspace, run, created, settings, fingerprint, documents, passages, tokens,
      repeatedPassages, warnings, stale, approximate, leftOut, study, evidence, facet, training,
      removal,
      excerpts
  }

  /// Reads a run and computes every finding.
  ///
  /// - Throws: a sentence when nothing is complete yet.
  package init(
    _ results: Results, workspace: Workspace, options: StudyOptions, fields: [String] = [],
    progress: (String, Int, Int) -> Void
  ) throws {
    let reader = StudyReader(store: results.store, run: results.run, corpus: results.corpus)
    let reading = try reader.read(progress: progress)
    guard !reading.input.questions.isEmpty else {
      throw EngineError(
        "no question is fully scored yet; run `stemma compute` and look at `stemma status`")
    }
    let known = Set(reading.input.questions.map(\.group))
    if let odd = options.groups?.subtracting(known).sorted().first {
      throw EngineError(
        "no question is of the group \(odd); here are \(known.sorted().joined(separator: ", "))")
    }
    let options = options.derived(passages: reading.input.types.count)
    study = try Study(reading.input, scores: reading.scores, options: options) { done, total in
      progress("findings", done, total)
    }
    facet = try fields.isEmpty ? nil : Self.facet(fields, results, reading, options)
    training = try CourseReader(results: results, reading: reading, options: options).read(
      progress: progress)
    removal = try results.store.fact(RemovalFact.self, run: results.run.id)?.checked
    self.workspace = URL(filePath: workspace.folder).lastPathComponent
    run = results.run.id
    created = isoTime(results.run.created)
    settings = Self.settings(results.run.settings)
    fingerprint = results.run.fingerprint
    documents = results.corpus.documents
    passages = results.corpus.passages
    tokens = results.corpus.tokens
    repeatedPassages = reading.repeated
    warnings = results.run.warnings
    stale = results.run.stale
    approximate = try results.store.fact(CoarseFact.self, run: results.run.id)?.sentence
    leftOut = reading.leftOut
    evidence = try Self.evidence(study, reading, results)
    var shown = Set(evidence.flatMap(\.passages))
    for reuse in study.reuse { shown.formUnion(reuse.shared.entries.prefix(5).map(\.document)) }
    excerpts = Excerpts(byNumber: try Self.excerpts(shown.sorted(), results))
    for reuse in study.reuse {
      for part in [reuse.shared, reuse.labelled] {
        shown.formUnion(part?.entries.map(\.document) ?? [])
      }
    }
    for target in study.answers?.questions.flatMap(\.targets) ?? [] {
      shown.formUnion(target.passages.map { Int($0) })
    }
    names = try Self.names(shown.sorted(), results)
  }

  private static func names(_ numbers: [Int], _ results: Results) throws -> [Int: String] {
    var names: [Int: String] = [:]
    // A few at a time: their texts come with them.
    for first in stride(from: 0, to: numbers.count, by: 500) {
      let batch = Array(numbers[first..<min(first + 500, numbers.count)])
      for record in try results.store.passages(batch, corpus: results.corpus.id) {
        names[record.number] = record.id
      }
    }
    return names
  }

  /// The study's own finding 5 over the fields' values in place of the types.
  private static func facet(
    _ fields: [String], _ results: Results, _ reading: StudyReader.Reading, _ options: StudyOptions
  ) throws -> FieldFinding {
    let column = try FacetColumn(results.store, corpus: results.corpus, fields: fields)
    return try FieldFinding(
      fields: fields, codes: column.codes, names: column.names, isCut: column.isCut,
      input: reading.input, scores: reading.scores, options: options)
  }

  private static func settings(_ json: String) -> [String: String] {
    let values = try? JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any]
    return (values ?? [:]).mapValues { "\($0)" }
  }

  private static func evidence(
    _ study: Study, _ reading: StudyReader.Reading, _ results: Results
  ) throws -> [Evidence] {
    let indexOf = Dictionary(
      reading.input.questions.enumerated().map { ($1.id, $0) },
      uniquingKeysWith: { first, _ in first })
    return try study.outcomes.flatMap(\.failures).compactMap { failure -> Evidence? in
      let question = study.questions[failure.question]
      guard let index = indexOf[question.id] else { return nil }
      let all = reading.steps[index].map(\.row)
      let step = failure.step.flatMap { all.indices.contains($0 - 1) ? $0 : nil }
      let scores = try results.estimates(step.map { [all[$0 - 1]] } ?? all).values
        .map { $0.isNaN ? 0 : $0 }
      let norms = reading.input.gradientNorms
      let values =
        norms.isEmpty
        ? scores : zip(scores, norms).map { $1 > 0 ? $0 / $1 : 0 }
      return Evidence(
        question: question.id, step: step,
        passages: try Ranking(values).top(3).map { Int($0) })
    }
  }

  private static func excerpts(_ numbers: [Int], _ results: Results) throws -> [Int: Excerpt] {
    let columns = try results.store.columns(corpus: results.corpus.id)
    let records = try results.store.passages(numbers, corpus: results.corpus.id)
    return Dictionary(
      records.map { record in
        (
          record.number,
          Excerpt(
            id: record.id, type: columns.typeLabels[Int(columns.types[record.number])],
            text: String(record.text.prefix(600)))
        )
      }, uniquingKeysWith: { first, _ in first })
  }
}
