import LinearAlgebra

/// One norm of the model: its kind and where its parameters lie in the arena, as their gradients do beside it.
struct Norm {
  let kind: NormKind
  let epsilon: Float
  let arena: FloatStorage
  /// First element of weight and bias.
  let weight: Int?
  let bias: Int?

  init(_ model: LanguageModel, _ slots: NormSlots, kind: NormKind? = nil, part: Int = 0) {
    self.kind = kind ?? model.configuration.norm
    epsilon = model.configuration.epsilon
    arena = model.arena
    weight = slots.weight.map { $0 + part }
    bias = slots.bias.map { $0 + part }
  }

  /// - Parameters:
  ///   - x: rows to normalise, `[rows × width]`.
  ///   - y: result; may be `x` itself only for layer norms.
  ///   - first: index in the statistics of the first row.
  func forward(_ x: Matrix, into y: Matrix, _ statistics: NormStatistics, first: Int = 0) {
    let inverse = statistics.inverse.vector(first, count: x.rows)
    switch kernel(width: x.columns) {
    case .rms(let norm): norm.forward(x, into: y, inverse: inverse, epsilon: epsilon)
    case .layer(let norm):
      let mean = statistics.mean.vector(first, count: x.rows)
      norm.forward(x, into: y, mean: mean, inverse: inverse, epsilon: epsilon)
    case nil: return
    }
  }

  /// Gradient with respect to the norm's input.
  /// - Parameters:
  ///   - dy: gradient of its output, `[rows × width]`.
  ///   - dx: written, or added to with `accumulate`.
  ///   - gradients: where the parameters' own gradients are added, laid out as the arena.
  func backward(
    _ x: Matrix, _ dy: Matrix, into dx: Matrix, accumulate: Bool, _ statistics: NormStatistics,
    first: Int = 0, gradients: FloatStorage?
  ) {
    let inverse = statistics.inverse.vector(first, count: x.rows)
    let weightGradient = vector(weight, in: gradients, width: x.columns)
    switch kernel(width: x.columns) {
    case .rms(let norm):
      norm.backward(
        x, dy, into: dx, accumulate: accumulate, inverse: inverse, weightGradient: weightGradient)
    case .layer(let norm):
      norm.backward(
        x, dy, into: dx, accumulate: accumulate,
        mean: statistics.mean.vector(first, count: x.rows), inverse: inverse,
        weightGradient: weightGradient, biasGradient: vector(bias, in: gradients, width: x.columns)
      )
    case nil: return
    }
  }

  /// Change of the norm's output, from its input's; the two may be the same matrix.
  /// - Parameter first: index in the statistics of the first row.
  func tangent(
    _ x: Matrix, _ dx: Matrix, into dy: Matrix, _ statistics: NormStatistics, first: Int = 0
  ) {
    let inverse = statistics.inverse.vector(first, count: x.rows)
    switch kernel(width: x.columns) {
    case .rms(let norm): norm.tangent(x, dx, into: dy, inverse: inverse)
    case .layer(let norm):
      let mean = statistics.mean.vector(first, count: x.rows)
      norm.tangent(x, dx, into: dy, mean: mean, inverse: inverse)
    case nil: return
    }
  }

  private enum Kernel {
    case rms(RMSNorm)
    case layer(LayerNorm)
  }

  /// The norm over rows of a width; nil for an RMS norm without a weight, which no family has.
  private func kernel(width: Int) -> Kernel? {
    let weight = vector(weight, in: arena, width: width)
    switch kind {
    case .rms(let unitOffset):
      return weight.map { .rms(RMSNorm(weight: $0, offset: unitOffset ? 1 : 0)) }
    case .layer:
      return .layer(LayerNorm(weight: weight, bias: vector(bias, in: arena, width: width)))
    }
  }

  private func vector(_ offset: Int?, in storage: FloatStorage?, width: Int) -> Matrix? {
    guard let offset, let storage else { return nil }
    return storage.vector(offset, count: width)
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
