package import LinearAlgebra

/// How the parameters of one group change: what a tangent pass carries forward.
package struct GroupDirection: Sendable {
  /// Change of the stacked weights, `[outputWidth × inputWidth]`.
  package let weights: Matrix
  /// Change of the stacked biases, `[1 × outputWidth]`; nil without any.
  package let biases: Matrix?

  package init(weights: Matrix, biases: Matrix?) {
    self.weights = weights
    self.biases = biases
  }
}

/// Scratch of one tangent pass; rows are tokens.
///
/// Grows to the largest pack seen. Nothing is kept from layer to layer, since the backward pass that follows
/// needs the values alone.
package final class TangentBuffers {
  private var capacity = 0
  private let configuration: ModelConfiguration
  var residual = Matrix(rows: 0, columns: 0)
  var input = Matrix(rows: 0, columns: 0)
  var queryKeyValue = Matrix(rows: 0, columns: 0)
  var context = Matrix(rows: 0, columns: 0)
  var half = Matrix(rows: 0, columns: 0)
  var up = Matrix(rows: 0, columns: 0)
  var activated = Matrix(rows: 0, columns: 0)
  /// Change of the final norm's output, `[tokens × width]`.
  var final = Matrix(rows: 0, columns: 0)

  package init(_ model: LanguageModel) { configuration = model.configuration }

  /// Bytes that passes over so many tokens need.
  package static func bytes(_ configuration: ModelConfiguration, tokens: Int) -> Int {
    let queryKeyValue = configuration.queryWidth + 2 * configuration.keyValueWidth
    let up = configuration.feedForwardWidth * (configuration.gated ? 3 : 2)
    return 4 * tokens * (4 * configuration.width + queryKeyValue + configuration.queryWidth + up)
  }

  func prepare(tokens: Int) {
    guard tokens > capacity else { return }
    capacity = tokens
    func matrix(_ columns: Int) -> Matrix { Matrix(rows: tokens, columns: columns) }
    residual = matrix(configuration.width)
    input = matrix(configuration.width)
    half = matrix(configuration.width)
    final = matrix(configuration.width)
    queryKeyValue = matrix(configuration.queryWidth + 2 * configuration.keyValueWidth)
    context = matrix(configuration.queryWidth)
    up = matrix(configuration.feedForwardWidth * (configuration.gated ? 2 : 1))
    activated = matrix(configuration.feedForwardWidth)
  }
}
