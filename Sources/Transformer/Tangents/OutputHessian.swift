package import LinearAlgebra

extension LanguageModel {
  /// The loss's Hessian with respect to the final norm's output, on changes of it: `J_uᵀ (diag(p) − ppᵀ) J_u dh`
  /// at every scored position of the last forward pass, `J_u` leading through unembedding, scale and cap.
  ///
  /// Needs no labels: the cross-entropy's Hessian with respect to the logits is that of the log-sum alone.
  /// 2·T·V·d floating-point operations for the probabilities, 4·T·V·d for each change.
  /// - Parameters:
  ///   - scored: rows that predict a token; what the others change costs nothing.
  ///   - changes: `[tokens × width]` each, replaced by the products; rows that are not scored become 0.
  package func outputHessian(_ buffers: ActivationBuffers, scored: [Int], changes: [Matrix]) {
    let step = configuration.logitRows
    let hasScale = configuration.logitScale != 1 || configuration.logitCap > 0
    let probabilities = Matrix(rows: step, columns: configuration.vocabularySize)
    let capped =
      configuration.logitCap > 0
      ? Matrix(rows: step, columns: configuration.vocabularySize) : probabilities
    let logits = Matrix(rows: step, columns: configuration.vocabularySize)
    let gathered = Matrix(rows: step, columns: configuration.width)
    let results = changes.map { Matrix(rows: $0.rows, columns: $0.columns) }
    for start in stride(from: 0, to: scored.count, by: step) {
      let rows = Array(scored[start..<min(start + step, scored.count)])
      let (own, p) = (gathered.rows(0..<rows.count), probabilities.rows(0..<rows.count))
      gather(rows, of: buffers.final, into: own)
      project(own, into: p)
      if configuration.logitCap > 0 { capped.rows(0..<rows.count).copy(from: p) }
      p.softmaxRows()
      let d = logits.rows(0..<rows.count)
      func throughScale() {
        guard hasScale else { return }
        d.scaleAndCapBackward(
          capped: capped.rows(0..<rows.count), scale: configuration.logitScale,
          cap: configuration.logitCap)
      }
      for (change, result) in zip(changes, results) {
        gather(rows, of: change, into: own)
        multiply(own, .no, unembedding, .yes, into: d)
        throughScale()
        d.applySoftmaxHessian(probabilities: p)
        throughScale()
        multiply(d, unembedding, into: own)
        for (index, row) in rows.enumerated() { result.copyRow(row, from: own, index) }
      }
    }
    for (change, result) in zip(changes, results) { change.copy(from: result) }
  }

  private func gather(_ rows: [Int], of source: Matrix, into target: Matrix) {
    for (index, row) in rows.enumerated() { target.copyRow(index, from: source, row) }
  }
}
