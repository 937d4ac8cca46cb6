import Influence
package import RunModel
import Store
import Workspace

/// Scores by layer or by module, kept beside the scores where somebody asks for it.
package enum ScoreShares {
  /// Most bytes that they may take.
  private static let limit = 4 << 30

  static func check(_ context: RunContext, _ grain: ScoreGrain, _ questions: [QuestionRecord])
    throws
  {
    try check(
      grain, parts: ScoreGroups.all(grain, of: context.run.modules).names.count,
      steps: try questions.reduce(0) { try $0 + context.store.steps(question: $1.row).count },
      passages: context.corpus.passages)
  }

  /// - Throws: `EngineError` where their shares would take more than the limit.
  package static func check(_ grain: ScoreGrain, parts: Int, steps: Int, passages: Int) throws {
    var bytes = 4
    for count in [parts, steps, passages] {
      let (product, overflows) = bytes.multipliedReportingOverflow(by: count)
      bytes = overflows ? Int.max : product
    }
    guard bytes > limit else { return }
    throw EngineError(
      "\(grain.option) would keep \(MemoryLimits.text(bytes)) of shares, more than \(MemoryLimits.text(limit)); name fewer --questions"
    )
  }
}

extension PassageScores {
  /// By group, row-major `[steps × total]`: the sums of the modules' shares, NaN for passages that are not here.
  func shares(of groups: ScoreGroups, to targets: [Int], of total: Int) -> [[Float]] {
    var sums = groups.names.map { _ in [Float](repeating: .nan, count: stepCount * total) }
    for step in 0..<stepCount {
      for (column, target) in targets.enumerated() {
        var own = [Double](repeating: 0, count: groups.names.count)
        for (module, group) in groups.ofModule.enumerated() {
          guard let group else { continue }
          own[group] += Double(moduleScores[module][step * passageCount + column])
        }
        for group in own.indices { sums[group][step * total + target] = Float(own[group]) }
      }
    }
    return sums
  }
}
