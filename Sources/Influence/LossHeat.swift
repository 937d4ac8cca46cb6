import LinearAlgebra
import Transformer

extension PassageScorer {
  /// Divides a score over the tokens whose losses carry it, as appendix B.1 of Grosse and others 2023 does.
  ///
  /// A loss is a sum of terms, one a predicted token, and so is its derivative along a direction: H⁻¹ G_step for the
  /// passage, H⁻¹ G_passage for the step. `tokenHeat` tells instead at which positions a gradient arrives.
  /// - Parameters:
  ///   - passage: its tokens.
  ///   - step: row among the preconditioned steps.
  /// - Returns: one value a token, 0 for the passage's first; the sum of either is the score, the step's but for
  ///   what residuals leave. nil for mixtures of experts, through which no tangent leads.
  package func losses(passage: [Int32], step: Int) throws -> (passage: [Float], step: [Float])? {
    guard model.configuration.experts == nil else { return nil }
    let inverse = try inverseGradient(of: passage)
    let own = GradientRows(steps.layout, steps.whole(row: step), count: 1)
    let (query, number) = steps.query(of: step)
    let (read, asked) = (TokenPack([passage]), TokenPack([query.tokens]))
    let labels = StepQuery.labels([query], asked, step: number)
    return (
      try terms(read, read.nextTokens, along: own),
      Array(try terms(asked, labels, along: inverse)[query.steps[number]])
    )
  }

  private func terms(_ pack: TokenPack, _ labels: [Int32], along rows: GradientRows) throws
    -> [Float]
  {
    let terms = Threads.withProductThreads(1) {
      workers[0].forward(pack)
      return model.lossTangents(labels, along: rows.direction(0), workers[0].buffers)
    }
    // The loss at a position is that of the token after it.
    return try finite([0] + terms.dropLast().map(Double.init))
  }
}
