import Foundation
package import Influence
import RunModel
package import Transformer

/// What conjugate gradients cost, for the plan of a run and its forecast.
package enum StepSolving {
  /// Steps solved for side by side at most: their tangents share one forward pass.
  private static let maximumSteps = 8

  /// Steps that are solved for side by side within half of the memory.
  package static func atOnce(_ model: LanguageModel, _ settings: InfluenceSettings, memory: Int)
    -> Int
  {
    max(1, min(maximumSteps, memory / 2 / bytes(model, settings)))
  }

  /// Bytes of the vectors of one step.
  static func bytes(_ model: LanguageModel, _ settings: InfluenceSettings) -> Int {
    settings.vectorsPerSolution * 4 * Scoring.trackedParameters(model, settings.modules)
  }

  /// Measures one product with the Gauss-Newton matrix of a few passages and scales it to a job.
  /// - Parameters:
  ///   - sample: passages of the corpus.
  ///   - steps: of the whole job.
  ///   - tokens: of the corpus.
  /// - Returns: seconds of all iterations of all steps, and bytes held beside the steps that are ready.
  static func measure(
    _ choice: ConjugateGradientChoice, _ model: LanguageModel, _ settings: InfluenceSettings,
    sample: [[Int32]], steps: Int, tokens: Int, passages: Int, memory: Int
  ) throws -> (seconds: Double, memory: Int) {
    let measured = Array(sample.prefix(measuredPassages))
    let matrix = try GaussNewton(model: model, passages: measured, settings: settings)
    let vector = [Float](
      repeating: 1e-3, count: Scoring.trackedParameters(model, settings.modules))
    let start = Date()
    _ = try matrix.products([vector])
    let spent = Date().timeIntervalSince(start)
    let sampleTokens = measured.reduce(0) { $0 + $1.count }
    let meanTokens = Double(tokens) / Double(max(1, passages))
    let share =
      Double(min(choice.documents, passages)) * meanTokens / Double(max(1, sampleTokens))
    let atOnce = atOnce(model, settings, memory: memory)
    let sideBySide = Double(min(atOnce, settings.packsAtOnce, max(1, steps)))
    return (
      Double(steps * choice.iterations) * spent * share / sideBySide,
      atOnce * bytes(model, settings)
    )
  }

  private static let measuredPassages = 4
}
