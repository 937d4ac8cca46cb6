import Influence
import RunModel
import Store
import Workspace

/// Scores layer by layer, kept beside the scores where somebody asks for it.
package enum LayerShares {
  /// Most bytes that they may take.
  private static let limit = 4 << 30

  static func check(_ context: RunContext, _ questions: [QuestionRecord]) throws {
    try check(
      layers: ModuleLayers(modules: context.run.modules).names.count,
      steps: try questions.reduce(0) { try $0 + context.store.steps(question: $1.row).count },
      passages: context.corpus.passages)
  }

  /// - Throws: `EngineError` where their shares would take more than the limit.
  package static func check(layers: Int, steps: Int, passages: Int) throws {
    var bytes = 4
    for count in [layers, steps, passages] {
      let (product, overflows) = bytes.multipliedReportingOverflow(by: count)
      bytes = overflows ? Int.max : product
    }
    guard bytes > limit else { return }
    throw EngineError(
      "--layers would keep \(MemoryLimits.text(bytes)) of shares, more than \(MemoryLimits.text(limit)); name fewer --questions"
    )
  }
}

extension PassageScores {
  /// By layer, row-major `[steps × total]`: the sums of the modules' shares, NaN for passages that are not here.
  func layers(_ layers: ModuleLayers, to targets: [Int], of total: Int) -> [[Float]] {
    var sums = layers.names.map { _ in [Float](repeating: .nan, count: stepCount * total) }
    for step in 0..<stepCount {
      for (column, target) in targets.enumerated() {
        var own = [Double](repeating: 0, count: layers.names.count)
        for (module, layer) in layers.ofModule.enumerated() {
          own[layer] += Double(moduleScores[module][step * passageCount + column])
        }
        for layer in own.indices { sums[layer][step * total + target] = Float(own[layer]) }
      }
    }
    return sums
  }
}
