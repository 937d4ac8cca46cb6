import ArgumentParser
import Engine
import Foundation
import RunModel
import Store
import Workspace

extension TopCommand {
  private struct Share: Encodable {
    /// Of a layer, else of a module.
    var layer: String?
    var module: String?
    /// Sum of its shares of the scores, sizes alone, over the same of all of them.
    let share: Double
    /// Sum of its shares, signs and all.
    let sum: Double
  }

  /// What every layer, or every module, has of a question's or a step's scores over the whole corpus.
  func showShares(_ results: Results, by grain: ScoreGrain) throws {
    let word = grain.rawValue
    guard let question else {
      throw ValidationError("--\(word) all is of a question; with --query name one \(word)")
    }
    let steps = try results.chosen(of: try results.question(question), step: step)
    let groups = ScoreGroups.all(grain, of: results.run.modules)
    let found = try results.store.shares(
      steps: steps.map(\.row), of: groups, run: results.run, passages: results.corpus.passages)
    let scores = found.map { own -> [Double] in own.filter { !$0.isNaN }.map { Double($0) } }
    guard scores.contains(where: { !$0.isEmpty }) else {
      throw EngineError("question \(question): \(Results.nothingKept(by: grain))")
    }
    let sizes = scores.map { own -> Double in own.reduce(0.0) { $0 + abs($1) } }
    let sums = scores.map { own -> Double in own.reduce(0.0, +) }
    let whole = sizes.reduce(0.0, +)
    let names = groups.names
    let shares = names.indices.map { index in
      Share(
        layer: grain == .layer ? names[index] : nil, module: grain == .module ? names[index] : nil,
        share: whole > 0 ? sizes[index] / whole : 0, sum: sums[index])
    }
    if json { return try Output.json(shares) }
    if csv {
      let rows = zip(names, shares).map { [$0, String($1.share), String($1.sum)] }
      return Output.csv([[word, "share", "sum"]] + rows)
    }
    let what = step.map { "\(question), step \($0)" } ?? question
    Output.plain("\(what), by \(word)")
    let width = (names + [word]).map(\.count).max() ?? 0
    func aligned(_ name: String) -> String {
      "  " + String(repeating: " ", count: width - name.count) + name
    }
    Output.plain(aligned(word) + "    share          sum")
    for (name, share) in zip(names, shares) {
      Output.plain(
        aligned(name) + String(format: "  %6.1f %% %+12.5g", 100 * share.share, share.sum))
    }
  }
}
