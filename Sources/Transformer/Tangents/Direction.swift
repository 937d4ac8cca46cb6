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
  private let shape: ModelConfiguration
  var residual = Matrix(rows: 0, columns: 0)
  var input = Matrix(rows: 0, columns: 0)
  var queryKeyValue = Matrix(rows: 0, columns: 0)
  var context = Matrix(rows: 0, columns: 0)
  var half = Matrix(rows: 0, columns: 0)
  var up = Matrix(rows: 0, columns: 0)
  var activated = Matrix(rows: 0, columns: 0)
  /// Change of the final norm's output, `[tokens × width]`.
  var final = Matrix(rows: 0, columns: 0)

  package init(_ model: LanguageModel) { shape = model.configuration }

  /// Bytes that passes over so many tokens need.
  package static func bytes(_ shape: ModelConfiguration, tokens: Int) -> Int {
    let queryKeyValue = shape.queryWidth + 2 * shape.keyValueWidth
    let up = shape.feedForwardWidth * (shape.gated ? 3 : 2)
    return 4 * tokens * (4 * shape.width + queryKeyValue + shape.queryWidth + up)
  }

  func prepare(tokens: Int) {
    guard tokens > capacity else { return }
    capacity = tokens
    func matrix(_ columns: Int) -> Matrix { Matrix(rows: tokens, columns: columns) }
    residual = matrix(shape.width)
    input = matrix(shape.width)
    half = matrix(shape.width)
    final = matrix(shape.width)
    queryKeyValue = matrix(shape.queryWidth + 2 * shape.keyValueWidth)
    context = matrix(shape.queryWidth)
    up = matrix(shape.feedForwardWidth * (shape.gated ? 2 : 1))
    activated = matrix(shape.feedForwardWidth)
  }
}
