import ArgumentParser
import Engine
import Findings
import Foundation
import RunModel
import Store
import Workspace

struct TopCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "top",
    abstract: "The documents ranked by their influence on a step, or on a whole completion.")

  @Argument(help: "A folder with stemma.yaml.", completion: .directory) var workspace: String
  @Argument(help: "The question's id.") var question: String?
  @Option(help: "The step, from 1; without it the whole completion.") var step: Int?
  @Option(
    help: ArgumentHelp(
      "Instead of a question a combination of ids, tasks and kinds by mean, sum, max, +, - and * number, such as 'mean(slope) - mean(reasoning-control)'; NAME:2 is a second step, steps(NAME) all of them.",
      valueName: "expression"))
  var query: String?
  @Option(help: "Only these types, separated by commas.") var type: String?
  @Option(
    name: .customLong("where"),
    help: ArgumentHelp(
      "Only documents whose field has this value, FIELD=VALUE or FIELD!=VALUE; again for more conditions. Fields are type, source, subtype, domain (of url or source), and any of the document's record, a.b inside structures.",
      valueName: "condition"))
  var conditions: [String] = []
  @Option(
    help: ArgumentHelp(
      "Instead of rows: which values of a field, or of two with a comma between them, are over-represented in the top --depth.",
      valueName: "field"))
  var facet: String?
  @Option(help: "With --facet: how many of the top are counted.") var depth = 500
  @Option(help: "What ranks the passages.") var view = ScoreView.raw
  @Option(parsing: .unconditional, help: "+ for passages that help, - for passages that hinder.")
  var sign: SignOption?
  @Option(help: "How many rows.") var limit = 20
  @Option(
    help:
      "sum: rank by the sum over the checkpoints of the training, weighed by learning rates where the trainer recorded them (TracIn)."
  )
  var checkpoints: CheckpointChoice?
  @Option(
    help: ArgumentHelp(
      "Rank by what this layer has of the scores, or print all layers' shares of them: a layer's number, or all. `compute --layers` keeps them.",
      valueName: "layer"))
  var layer: String?
  @Option(
    help: ArgumentHelp(
      "The same by modules: part of their names, such as mlp.down_proj for that of every layer or 3.mlp for one layer's, or all. `compute --each-module` keeps them.",
      valueName: "module"))
  var module: String?
  @Flag(help: "Also each passage's score at every checkpoint of the training.") var course = false
  @Option(name: .customLong("run"), help: "The run; by default the newest.") var runID: Int64?
  @Flag(help: "Print JSON.") var json = false
  @Flag(help: "Print CSV; a text that a spreadsheet would run has a ' before it.") var csv = false

  func validate() throws {
    guard depth > 0 else { throw ValidationError("--depth is a number from 1") }
    guard facet == nil || (type == nil && conditions.isEmpty && sign == nil) else {
      throw ValidationError(
        "--facet counts the whole ranking: leave --type, --where and --sign out")
    }
    guard checkpoints == nil || view != .norm else {
      throw ValidationError("--view norm is of one checkpoint's gradients; leave --checkpoints out")
    }
    guard layer == nil || module == nil else {
      throw ValidationError("--layer and --module exclude each other; --module 3.mlp is of a layer")
    }
    guard (layer ?? module) == nil || (checkpoints == nil && !course && view != .norm) else {
      throw ValidationError(
        "--\(layer == nil ? "module" : "layer") is of one checkpoint and of raw scores or those per nat: leave --checkpoints, --course and --view norm out"
      )
    }
    guard facet == nil || !course else {
      throw ValidationError("--facet counts the whole ranking: leave --course out")
    }
    guard limit > 0 else { throw ValidationError("--limit is a number from 1") }
    guard !(json && csv) else { throw ValidationError("--json and --csv exclude each other") }
    guard (step ?? 1) > 0 else { throw ValidationError("--step counts from 1") }
    guard (question == nil) != (query == nil) else {
      throw ValidationError("either a question's id or --query is needed, and not both")
    }
    guard query == nil || step == nil else {
      throw ValidationError("--step goes with a question; in --query a step is NAME:2")
    }
  }

  private struct Row: Encodable {
    let rank: Int
    let passage: String
    let document: String
    let type: String
    let score: Double
    /// False where score and rank are approximate.
    let exact: Bool
    @OrNull var perNat: Double?
    @OrNull var gradientNormScore: Double?
    /// Relevance of the words; null where no word of the question or its steps occurs.
    @OrNull var bm25: Double?
    @OrNull var source: String?
    @OrNull var subtype: String?
    /// The corpus's own notes, and every other field of the document's record.
    @OrNull var meta: JSONTree?
    @OrNull var fields: JSONTree?
    let text: String
    /// Only where it is asked for.
    let course: [TopCourse.Point]?
  }

  func run() throws {
    var results = try Results(Workspace.named(workspace), run: runID)
    if checkpoints == .sum { results = try results.summed() }
    if let layer {
      if layer == "all" { return try showShares(results, by: .layer) }
      results = try results.at(layer: layer)
    }
    if let module {
      if module == "all" { return try showShares(results, by: .module) }
      results = try results.at(module: module)
    }
    var filter = Results.Filter()
    filter.types = try types(results)
    filter.sign = sign?.rawValue.first
    filter.limit = limit
    filter.conditions = try conditions.map { try FieldCondition($0) }
    if let facet { return try show(facet, results, filter) }
    let (rows, scored, relevance) = try ranked(results, view, filter)
    if let sum = results.sum { Output.note("stemma: \(sum.sentence)") }
    let course = try course(of: rows, results)
    if scored < 1 {
      Output.note(
        rows.contains { !$0.isExact }
          ? "stemma: = exact for \(Int(scored * 100)) % of the passages, ~ approximate"
          : "stemma: \(Int(scored * 100)) % of the passages are scored so far; ranks will change")
    }
    if let stale = results.run.stale { Output.note("stemma: this run is stale: \(stale)") }
    if json {
      return try Output.json(try encodable(rows, relevance, course, results))
    }
    if csv {
      let header = [
        "rank", "passage", "document", "type", "score", "per_nat", "gradient_norm_score", "bm25",
        "text", "exact",
      ]
      return Output.csv(
        [header + (course?.names ?? [])]
          + rows.enumerated().map { number, row in
            [
              String(row.rank), row.passage, row.document, row.type, String(row.score),
              row.perNat.map { String($0) } ?? "", row.gradientNormScore.map { String($0) } ?? "",
              relevance[row.number].map { String($0) } ?? "",
              row.text, row.isExact ? "true" : "false",
            ] + (course?.fields(row: number) ?? [])
          })
    }
    show(rows, relevance, course, scored: scored)
  }

  /// Each passage's scores along the training; nil where they were not asked for.
  private func course(of rows: [RankedPassage], _ results: Results) throws -> TopCourse? {
    guard course else { return nil }
    let asked =
      try query.map { try QueryExpression($0) } ?? .name(question ?? "", step: step)
    return try TopCourse(asked, of: rows, view: view, results)
  }

  /// The rows for a person.
  private func show(
    _ rows: [RankedPassage], _ relevance: [Int: Double], _ course: TopCourse?, scored: Double
  ) {
    let what = query ?? (question ?? "") + (step.map { ", step \($0)" } ?? ", whole completion")
    Output.plain("\(what), view \(view.argument), positive = makes it more likely")
    Output.plain("  rank        score   BM25\(course?.header ?? "")  type         passage")
    for (number, row) in rows.enumerated() {
      let value = view.number(
        influence: row.score, perNat: row.perNat, perLength: row.gradientNormScore)
      let words = relevance[row.number].map { String(format: "%6.2f", $0) } ?? "     –"
      Output.plain(
        String(format: "%6d ", row.rank) + (scored < 1 ? row.isExact ? "=" : "~" : "")
          + String(format: "%+12.5g ", value)
          + "\(words)\(course?.text(row: number) ?? "")  \(Output.passage(row.type, row.passage, row.text))"
      )
    }
  }

  private struct Bin: Encodable {
    let value: String
    let occurrences: Int
    let depth: Int
    let corpusShare: Double
    let multiplier: Double
    @OrNull var low: Double?
    @OrNull var high: Double?
  }

  /// The values of a field by their over-representation in the top.
  private func show(_ facet: String, _ results: Results, _ filter: Results.Filter) throws {
    var whole = filter
    whole.limit = depth
    let column = try FacetColumn(
      results.store, corpus: results.corpus, fields: try FacetColumn.fields(facet))
    let (rows, _, _) = try ranked(results, view, whole)
    let bins = results.overRepresentation(rows, column, named: query ?? question ?? "")
    if json {
      return try Output.json(
        bins.map {
          Bin(
            value: $0.type, occurrences: $0.occurrences, depth: $0.k, corpusShare: $0.corpusShare,
            multiplier: $0.multiplier, low: $0.interval?.lowerBound,
            high: $0.interval?.upperBound)
        })
    }
    if csv {
      return Output.csv(
        [["value", "occurrences", "depth", "corpus_share", "multiplier", "low", "high"]]
          + bins.map {
            [
              $0.type, String($0.occurrences), String($0.k), String($0.corpusShare),
              String($0.multiplier), $0.interval.map { String($0.lowerBound) } ?? "",
              $0.interval.map { String($0.upperBound) } ?? "",
            ]
          })
    }
    Output.plain(
      "\(query ?? question ?? ""), top \(rows.count) by \(facet): times the share in the corpus, Wilson's 95 % interval"
    )
    for bin in bins.sorted(by: { $0.multiplier > $1.multiplier }).prefix(limit) {
      let interval =
        bin.interval.map { String(format: "[%.2f, %.2f]", $0.lowerBound, $0.upperBound) } ?? ""
      Output.plain(
        String(format: "%8.2f ", bin.multiplier)
          + interval.padding(toLength: 18, withPad: " ", startingAt: 0)
          + String(format: "%6d of %d", bin.occurrences, bin.k)
          + "  \(bin.type)" + (bin.isSmall ? " (few expected)" : ""))
    }
  }

  private func encodable(
    _ rows: [RankedPassage], _ relevance: [Int: Double], _ course: TopCourse?, _ results: Results
  ) throws -> [Row] {
    let columns = try results.store.columns(corpus: results.corpus.id)
    let documents = try results.store.documents(
      rows.map { Int(columns.documents[$0.number]) }, corpus: results.corpus.id)
    return zip(rows, documents).enumerated().map { number, pair in
      let (row, document) = pair
      return Row(
        rank: row.rank, passage: row.passage, document: row.document, type: row.type,
        score: row.score, exact: row.isExact, perNat: row.perNat,
        gradientNormScore: row.gradientNormScore,
        bm25: relevance[row.number], source: document.source, subtype: document.subtype,
        meta: document.meta.flatMap(JSONTree.init), fields: document.fields.flatMap(JSONTree.init),
        text: row.text, course: course?.points(row: number))
    }
  }

  /// The rows, the share of passages that are scored, and the words' relevance where words are asked for.
  private func ranked(_ results: Results, _ view: ScoreView, _ filter: Results.Filter) throws
    -> ([RankedPassage], Double, [Int: Double])
  {
    if let query {
      let found = try results.top(try QueryExpression(query), view: view, filter: filter)
      return (found.rows, found.scored, [:])
    }
    let question = try results.question(question ?? "")
    let found = try results.top(question, step: step, view: view, filter: filter)
    return (
      found.rows, found.scored, try results.relevance(question, step: step, of: found.rows)
    )
  }

  private func types(_ results: Results) throws -> Set<String>? {
    guard let type else { return nil }
    let wanted = type.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }
    let known = try results.store.columns(corpus: results.corpus.id).typeLabels
    for name in wanted where !known.contains(name) {
      throw EngineError(
        "no document has the type \(name); this corpus has \(known.sorted().joined(separator: ", "))"
      )
    }
    return Set(wanted)
  }
}
