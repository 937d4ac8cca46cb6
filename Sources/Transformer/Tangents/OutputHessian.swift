import CKernels
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
    let shape = configuration
    let step = shape.logitRows
    let hasScale = shape.logitScale != 1 || shape.logitCap > 0
    let probabilities = Matrix(rows: step, columns: shape.vocabularySize)
    let capped =
      shape.logitCap > 0 ? Matrix(rows: step, columns: shape.vocabularySize) : probabilities
    let logits = Matrix(rows: step, columns: shape.vocabularySize)
    let gathered = Matrix(rows: step, columns: shape.width)
    let results = changes.map { Matrix(rows: $0.rows, columns: $0.columns) }
    for start in stride(from: 0, to: scored.count, by: step) {
      let rows = Array(scored[start..<min(start + step, scored.count)])
      let (own, p) = (gathered.rows(0..<rows.count), probabilities.rows(0..<rows.count))
      gather(rows, of: buffers.final, into: own)
      project(own, into: p)
      if shape.logitCap > 0 { capped.rows(0..<rows.count).copy(from: p) }
      for row in 0..<rows.count { stemma_softmax(p.pointer + row * p.stride, p.columns) }
      let d = logits.rows(0..<rows.count)
      func throughScale() {
        guard hasScale else { return }
        stemma_scale_and_cap_backward(
          capped.pointer, d.pointer, d.count, shape.logitScale, shape.logitCap)
      }
      for (change, result) in zip(changes, results) {
        gather(rows, of: change, into: own)
        multiply(own, .no, unembedding, .yes, into: d)
        throughScale()
        for row in 0..<rows.count {
          stemma_softmax_hessian(
            p.pointer + row * p.stride, d.pointer + row * d.stride, d.columns)
        }
        throughScale()
        multiply(d, unembedding, into: own)
        for (index, row) in rows.enumerated() {
          (result.pointer + row * result.stride).update(
            from: own.pointer + index * own.stride, count: shape.width)
        }
      }
    }
    for (change, result) in zip(changes, results) { change.copy(from: result) }
  }

  private func gather(_ rows: [Int], of source: Matrix, into target: Matrix) {
    for (index, row) in rows.enumerated() {
      (target.pointer + index * target.stride).update(
        from: source.pointer + row * source.stride, count: target.columns)
    }
  }
}
