import CKernels
import LinearAlgebra

/// One norm of the model: its kind, its parameters and, in training, where their gradients go.
struct Norm {
  let kind: NormKind
  let epsilon: Float
  let weight: UnsafeMutablePointer<Float>?
  let bias: UnsafeMutablePointer<Float>?

  init(_ model: LanguageModel, _ slots: NormSlots, kind: NormKind? = nil, part: Int = 0) {
    self.kind = kind ?? model.configuration.norm
    epsilon = model.configuration.epsilon
    weight = slots.weight.map { model.arena.pointer + $0 + part }
    bias = slots.bias.map { model.arena.pointer + $0 + part }
  }

  /// - Parameters:
  ///   - x: rows to normalise, `[rows × width]`.
  ///   - y: result; may be `x` itself only for layer norms.
  ///   - first: index in the statistics of the first row.
  func forward(_ x: Matrix, into y: Matrix, _ statistics: NormStatistics, first: Int = 0) {
    switch kind {
    case .rms(let unitOffset):
      guard let weight else { return }
      stemma_rms_norm(
        x.pointer, x.stride, weight, unitOffset ? 1 : 0, y.pointer, y.stride,
        statistics.inverse.pointer + first, x.rows, x.columns, epsilon)
    case .layer:
      stemma_layer_norm(
        x.pointer, x.stride, weight, bias, y.pointer, y.stride, statistics.mean.pointer + first,
        statistics.inverse.pointer + first, x.rows, x.columns, epsilon)
    }
  }

  /// Gradient with respect to the norm's input.
  /// - Parameters:
  ///   - dy: gradient of its output, `[rows × width]`.
  ///   - dx: written, or added to with `accumulate`.
  ///   - gradients: where the parameters' own gradients are added, beside the arena's layout.
  func backward(
    _ x: Matrix, _ dy: Matrix, into dx: Matrix, accumulate: Bool, _ statistics: NormStatistics,
    first: Int = 0, weightGradient: UnsafeMutablePointer<Float>?,
    biasGradient: UnsafeMutablePointer<Float>?
  ) {
    switch kind {
    case .rms(let unitOffset):
      guard let weight else { return }
      stemma_rms_norm_backward(
        x.pointer, x.stride, weight, unitOffset ? 1 : 0, statistics.inverse.pointer + first,
        dy.pointer, dy.stride, dx.pointer, dx.stride, weightGradient, x.rows, x.columns,
        accumulate ? 1 : 0)
    case .layer:
      stemma_layer_norm_backward(
        x.pointer, x.stride, weight, statistics.mean.pointer + first,
        statistics.inverse.pointer + first, dy.pointer, dy.stride, dx.pointer, dx.stride,
        weightGradient, biasGradient, x.rows, x.columns, accumulate ? 1 : 0)
    }
  }
}

extension LanguageModel {
  /// The kind of the norms on queries and keys.
  var queryKeyNormKind: NormKind {
    switch configuration.norm {
    case .rms(let unitOffset): .rms(unitOffset: unitOffset)
    case .layer: .layer(weight: true, bias: configuration.queryKeyNormBias)
    }
  }
}
