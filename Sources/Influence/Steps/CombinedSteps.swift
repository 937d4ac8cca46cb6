import LinearAlgebra

extension PreconditionedSteps {
  /// One row that is a combination of dense ones: the preconditioned gradient of the combined measurement.
  ///
  /// What a contrast of stored scores equals, since the inverse and the inner product are linear.
  /// - Parameter weights: rows and their factors, at least one.
  package func combined(_ weights: [(row: Int, factor: Float)]) -> PreconditionedSteps {
    let rows = GradientRows(layout, count: 1)
    for (row, factor) in weights {
      for (groupIndex, own) in whole(row: row).enumerated() {
        add(own, to: rows.groups[groupIndex], alpha: factor)
      }
    }
    return PreconditionedSteps(
      self, rows: rows, nats: weights.reduce(0) { $0 + Double($1.factor) * nats[$1.row] })
  }
}
