import LinearAlgebra

extension LanguageModel {
  /// Derivative of each position's loss along a change of the groups' parameters, by the last forward pass.
  ///
  /// `∂ℓ_t/∂d = ⟨∂ℓ_t/∂h_t, dh_t⟩` with `h_t` the final norm's output: a loss depends on its own row alone. One tangent
  /// pass and one of the unembedding there and back, about 4·T·P + 4·T·V·d floating-point operations.
  /// - Parameters:
  ///   - labels: what each position should predict, -1 where none is scored.
  ///   - direction: by group of the model; nil for groups that stay.
  /// - Returns: one value a token of the pack, in nats for a change of size 1; 0 where none is scored.
  package func lossTangents(
    _ labels: [Int32], along direction: [GroupDirection?], _ buffers: ActivationBuffers
  ) -> [Float] {
    let rows = buffers.pack.count
    let gradient = Matrix(rows: rows, columns: configuration.width)
    _ = loss(.given(labels), buffers, finalGradient: gradient)
    let dots = Matrix.vector(rows)
    tangent(direction, buffers, TangentBuffers(self)).rowDots(gradient, into: dots)
    return Array(dots.elements)
  }
}
