import Engine
import Foundation
import Influence
import LinearAlgebra
import RunModel
import Store
import Transformer
import Workspace

/// A part's step gradients and blocks of scores.
struct ClusterScoring {
  let part: ClusterPart
  let folder: ClusterFolder
  let plan: ClusterPlan
  /// The plan's.
  let name: String
  let model: LanguageModel
  let settings: InfluenceSettings
  let steps: ClusterSteps
  let factorFolder: String
  let number: PartNumber

  private var form: StepForm { steps.form.stepForm }
  private var blocks: Int { plan.blocks }

  private func factors() throws -> Factors? {
    settings.strategy.needsFactors
      ? try Factors(directory: factorFolder, model: model, settings: settings) : nil
  }

  /// Pieces of a pass's steps: the queries of each pack, or each query where conjugate gradients solve for its steps.
  private func packs(_ pass: Int) throws -> [Range<Int>] {
    let queries = try steps.passes[pass].stepQueries()
    return settings.inverse == .approximate
      ? PreconditionedSteps.packs(queries, settings) : queries.indices.map { $0..<$0 + 1 }
  }

  // MARK: Steps

  /// - Returns: how the part ends here; nil where it goes on.
  func doSteps() throws -> PartEnd? {
    var units: [(pass: Int, pack: Int)] = []
    for pass in steps.passes.indices {
      units += try packs(pass).indices.map { (pass, $0) }
    }
    let mine = units.indices.filter(number.owns).map { units[$0] }
    let there = folder.names(.steps)
    let todo = mine.filter { !there.contains(ClusterWork.name(pass: $0.pass, $0.pack)) }
    part.begin(.steps, done: mine.count - todo.count, total: mine.count)
    guard !todo.isEmpty else { return nil }
    let factors = try factors()
    let solves = settings.inverse != .approximate
    let matrix = solves ? try PassageFile.read(folder, .matrix, plan: name) : []
    // What is solved takes all cores by itself.
    let atOnce = solves ? 1 : settings.packsAtOnce
    for (pass, group) in Dictionary(grouping: todo, by: \.pass).sorted(by: { $0.key < $1.key }) {
      let queries = try steps.passes[pass].stepQueries()
      let packs = try packs(pass)
      for start in stride(from: 0, to: group.count, by: atOnce) {
        if part.wantsToStop { return part.saved(group.count - start, .steps) }
        let some = group[start..<min(start + atOnce, group.count)].map(\.pack)
        try compute(pass, some, queries, packs, factors, matrix)
      }
    }
    return nil
  }

  /// Computes the steps of some packs side by side and writes a file for each.
  private func compute(
    _ pass: Int, _ chosen: [Int], _ queries: [StepQuery], _ packs: [Range<Int>],
    _ factors: Factors?, _ matrix: [[Int32]]
  ) throws {
    var own: [Range<Int>] = []
    for pack in chosen {
      let start = own.last?.upperBound ?? 0
      own.append(start..<start + packs[pack].count)
    }
    let made = try PreconditionedSteps(
      model: model, factors: factors, queries: chosen.flatMap { queries[packs[$0]] },
      settings: settings, forms: [form], packs: own, matrixPassages: matrix
    ) { _, _ in try part.tick(unit: nil) }
    var row = 0
    for pack in chosen {
      let count = queries[packs[pack]].reduce(0) { $0 + $1.steps.count }
      let nats = Array(made.nats[row..<row + count])
      let pieces = (row..<row + count).flatMap { made.pieces(of: $0) }
      let file = ClusterWork.name(pass: pass, pack)
      try nats.withUnsafeBytes { nats in
        try part.keep(
          .steps, file, name, [nats] + pieces.map { UnsafeRawBufferPointer($0) },
          traces: made.traces.isEmpty ? [] : Array(made.traces[row..<row + count]))
      }
      row += count
      try part.done(unit: file)
    }
  }

  // MARK: Scores

  /// - Returns: how the part ends here; nil where it goes on.
  func doScores() throws -> PartEnd? {
    let units = steps.passes.indices.flatMap { pass in
      let committed = Set(steps.passes[pass].committed)
      return (0..<blocks).filter { !committed.contains($0) }.map { (pass: pass, block: $0) }
    }
    let mine = units.indices.filter(number.owns).map { units[$0] }
    let there = folder.names(.scores)
    let todo = mine.filter { !there.contains(ClusterWork.name(pass: $0.pass, $0.block)) }
    part.begin(.scores, done: mine.count - todo.count, total: mine.count)
    guard !todo.isEmpty else { return nil }
    let coder = try? GradientCoder(
      model: model, factors: try factors(), settings: settings,
      bits: IndexPlan(model: model, settings: settings, passages: plan.passages).bits)
    var left = todo.count
    for (pass, group) in Dictionary(grouping: todo, by: \.pass).sorted(by: { $0.key < $1.key }) {
      let packs = try packs(pass)
      let ready = try part.waitFor("step gradients of other parts") { () -> Bool? in
        let there = folder.names(.steps)
        return packs.indices.allSatisfy { there.contains(ClusterWork.name(pass: pass, $0)) }
          ? true : nil
      }
      guard ready != nil else { return .missing("step gradients of other parts") }
      let scorer = PassageScorer(
        model: model, steps: try read(pass, packs), settings: settings,
        coder: pass == 0 ? coder : nil)
      for (position, unit) in group.enumerated() {
        if part.wantsToStop { return part.saved(left, .scores) }
        try score(unit, scorer, isFirst: position == 0)
        left -= 1
      }
    }
    return nil
  }

  /// The steps of a pass, from the files of all parts.
  private func read(_ pass: Int, _ packs: [Range<Int>]) throws -> PreconditionedSteps {
    let queries = try steps.passes[pass].stepQueries()
    var nats: [Double] = []
    var located: [(file: PartFile, first: Int)] = []
    let perStep = PreconditionedSteps.pieceCount(model, settings, form)
    for (pack, range) in packs.enumerated() {
      let file = ClusterWork.name(pass: pass, pack)
      let opened = try PartFile(
        folder.file(.steps, file), plan: name, piece: "steps/" + file, owners: folder.owners)
      let own = try opened.numbers(0, of: Double.self)
      guard own.count == queries[range].reduce(0, { $0 + $1.steps.count }),
        opened.sectionCount == 1 + own.count * perStep
      else { throw EngineError("\(opened.path): makes no sense; remove it and run its part again") }
      for step in own.indices { located.append((opened, 1 + step * perStep)) }
      nats += own
    }
    return try PreconditionedSteps(
      model: model, queries: queries, settings: settings, form: form, nats: nats
    ) { step, targets in
      let (file, first) = located[step]
      for (index, target) in targets.enumerated() {
        let source = try file.section(first + index)
        guard source.count == target.count else {
          throw EngineError("\(file.path): makes no sense; remove it and run its part again")
        }
        target.copyMemory(from: source)
      }
    }
  }

  private func score(_ unit: (pass: Int, block: Int), _ scorer: PassageScorer, isFirst: Bool) throws
  {
    let range = plan.range(of: unit.block)
    let tokens = try PassageFile.read(folder, .block(unit.block), plan: name)
    guard tokens.count == range.count else {
      throw EngineError("\(folder.passagesPath): has other passages; remove it and plan again")
    }
    try part.tick(unit: ClusterWork.name(pass: unit.pass, unit.block))
    let (result, kept, skipped) = try scoreKept(range, tokens, scorer)
    if isFirst {
      try SelfChecks.compare(
        result, of: kept.map { tokens[$0 - range.lowerBound] }, by: scorer, parts: number.count)
    }
    let targets = kept.map { $0 - range.lowerBound }
    let (scores, norms) = result.spread(to: targets, of: range.count)
    let codes = result.codes.map { $0.spread(to: targets, of: range.count) }
    let file = ClusterWork.name(pass: unit.pass, unit.block)
    try scores.withUnsafeBytes { scores in
      try norms.withUnsafeBytes { norms in
        try (codes?.words ?? []).withUnsafeBytes { words in
          try (codes?.scales ?? []).withUnsafeBytes { scales in
            try part.keep(
              .scores, file, name, [scores, norms] + (codes == nil ? [] : [words, scales]),
              skipped: skipped)
          }
        }
      }
    }
    try part.done(unit: file, passages: range.count)
  }

  /// Scores passages without those that are skipped.
  private func scoreKept(_ range: Range<Int>, _ tokens: [[Int32]], _ scorer: PassageScorer) throws
    -> (result: PassageScores, kept: [Int], skipped: [Int: String])
  {
    let known = Set(steps.skipped)
    var skipped: [Int: String] = [:]
    let (result, kept) = try SkippedPassages.leavingOut(range.filter { !known.contains($0) }) {
      try scorer.score($0.map { tokens[$0 - range.lowerBound] })
    } refusing: { error, kept in
      guard plan.skipsBad else { throw ClusterPart.bad(error, kept) }
      for passage in error.refused { skipped[kept[passage.index]] = passage.reason }
      return Set(skipped.keys)
    }
    return (result, kept, skipped)
  }
}
