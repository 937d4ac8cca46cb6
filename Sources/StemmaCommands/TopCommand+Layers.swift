import ArgumentParser
import Engine
import Foundation
import RunModel
import Store
import Workspace

extension TopCommand {
  private struct LayerShare: Encodable {
    let layer: String
    /// Sum of the layer's shares of the scores, sizes alone, over the same of all layers.
    let share: Double
    /// Sum of its shares, signs and all.
    let sum: Double
  }

  /// What every layer has of a question's or a step's scores over the whole corpus.
  func showLayers(_ results: Results) throws {
    guard let question else {
      throw ValidationError("--layer all is of a question; with --query name one layer")
    }
    let steps = try results.chosen(of: try results.question(question), step: step)
    let names = ModuleLayers(modules: results.run.modules).names
    let found = try results.store.layerScores(
      steps: steps.map(\.row), layers: names.count, run: results.run,
      passages: results.corpus.passages)
    let scores = found.map { own -> [Double] in own.filter { !$0.isNaN }.map { Double($0) } }
    guard scores.contains(where: { !$0.isEmpty }) else {
      throw EngineError(
        "nothing is kept of the layers of question \(question); run `stemma compute --layers` first"
      )
    }
    let sizes = scores.map { own -> Double in own.reduce(0.0) { $0 + abs($1) } }
    let sums = scores.map { own -> Double in own.reduce(0.0, +) }
    let whole = sizes.reduce(0.0, +)
    let shares = names.indices.map { index in
      LayerShare(
        layer: names[index], share: whole > 0 ? sizes[index] / whole : 0,
        sum: sums[index])
    }
    if json { return try Output.json(shares) }
    if csv {
      let rows = shares.map { [$0.layer, String($0.share), String($0.sum)] }
      return Output.csv([["layer", "share", "sum"]] + rows)
    }
    let what = step.map { "\(question), step \($0)" } ?? question
    Output.plain("\(what), by layer")
    print("  layer    share          sum")
    for share in shares {
      let name = String(repeating: " ", count: max(0, 7 - share.layer.count)) + share.layer
      Output.plain(name + String(format: "  %6.1f %% %+12.5g", 100 * share.share, share.sum))
    }
  }
}
