package import LinearAlgebra

/// What a forward pass keeps of one block for the backward pass; rows are tokens.
struct BlockActivations {
  let attentionInput: Matrix
  let queryKeyValue: Matrix
  /// Queries and keys before norm and rotation, where the backward pass needs them.
  let rawQueryKey: Matrix?
  let context: Matrix
  /// Output of the attention half before its own norm.
  let attentionOutput: Matrix?
  let middle: Matrix
  let feedForwardInput: Matrix
  let up: Matrix
  let activated: Matrix
  let feedForwardOutput: Matrix?
  let logSums: Matrix
  let attentionNorm: NormStatistics
  let feedForwardNorm: NormStatistics
  let attentionPostNorm: NormStatistics
  let feedForwardPostNorm: NormStatistics
  let queryNorm: NormStatistics
  let keyNorm: NormStatistics
  /// Which experts the tokens were sent to, where the layer has them; `up` and `activated` have a row for
  /// each token and expert then.
  var routing: Routing?
}

/// Mean and 1/deviation by row.
struct NormStatistics {
  let mean: FloatStorage
  let inverse: FloatStorage

  init(rows: Int) {
    mean = FloatStorage(count: rows)
    inverse = FloatStorage(count: rows)
  }
}

/// Reusable memory for one thread's forward and backward passes.
///
/// Not shared between threads. Grows to the largest pack seen and stays there.
package final class ActivationBuffers {
  package let model: LanguageModel
  /// Tokens that fit.
  package private(set) var capacity = 0
  package internal(set) var pack = TokenPack([])
  var positions: [Int32] = []
  /// Input of each block and, last, the output of the last one.
  var residual: [Matrix] = []
  var blocks: [BlockActivations] = []
  /// Output of the final norm, what the unembedding reads, `[tokens × width]`.
  package private(set) var final = Matrix(rows: 0, columns: 0)
  var finalNorm = NormStatistics(rows: 0)

  // Scratch of the backward pass.
  var gradient = Matrix(rows: 0, columns: 0)
  var halfGradient = Matrix(rows: 0, columns: 0)
  var inputGradient = Matrix(rows: 0, columns: 0)
  var secondInputGradient = Matrix(rows: 0, columns: 0)
  var contextGradient = Matrix(rows: 0, columns: 0)
  var queryKeyValueGradient = Matrix(rows: 0, columns: 0)
  var upGradient = Matrix(rows: 0, columns: 0)
  var activatedGradient = Matrix(rows: 0, columns: 0)
  var dots = FloatStorage(count: 0)

  /// Rows of attention scores computed at a time.
  static let attentionRows = 64
  // Attention scores of one head's block of rows, and their gradient.
  var scores = Matrix(rows: 0, columns: 0)
  var scoreGradient = Matrix(rows: 0, columns: 0)
  var rawScores = Matrix(rows: 0, columns: 0)
  private var longest = 0
  /// Cosines and sines of the positions met so far.
  var rotation = RotationTables()
  /// Rows and the length of the sequence that they belong to, for rotations that ask for it.
  var rotated: [(rows: Range<Int>, length: Int)] = []
  /// Memory of the last loss, which the next one uses again.
  var lossScratch: LossScratch?

  package init(_ model: LanguageModel) { self.model = model }

  /// Bytes that passes over this many tokens need, sequences up to `longest`.
  package static func bytes(_ model: ModelConfiguration, tokens: Int, longest: Int) -> Int {
    let d = model.width
    let qkv = model.queryWidth + 2 * model.keyValueWidth
    let up = model.feedForwardWidth * (model.gated ? 2 : 1)
    let perLayer =
      4 * d + qkv * (model.keepsRawQueryKey ? 2 : 1) + model.queryWidth
      + model.heads + (model.postNorm ? 2 * d : 0) + 12
    let sparse = model.experts?.layers.count { $0 } ?? 0
    let dense = model.layers - sparse
    var halves = dense * (up + model.feedForwardWidth)
    var scratch = 6 * d + qkv + model.queryWidth
    if dense > 0 { scratch += up + model.feedForwardWidth }
    if let experts = model.experts {
      halves += sparse * (experts.chosen * (3 * experts.width + 3) + experts.count)
      // At worst, one expert sees every token.
      scratch += 3 * experts.width + 3 * d + experts.count
    }
    let loss = model.logitRows * (2 * d + model.vocabularySize * (model.logitCap > 0 ? 2 : 1))
    return 4
      * (tokens * (perLayer * model.layers + halves + scratch) + 3 * min(longest, attentionRows)
        * longest
        + loss)
  }

  func prepare(tokens: Int, longest: Int) {
    if longest > self.longest {
      self.longest = longest
      let rows = min(longest, Self.attentionRows)
      scores = Matrix(rows: rows, columns: longest)
      scoreGradient = Matrix(rows: rows, columns: longest)
      if model.configuration.attentionCap > 0 {
        rawScores = Matrix(rows: rows, columns: longest)
      }
    }
    guard tokens > capacity else { return }
    capacity = tokens
    let configuration = model.configuration
    func matrix(_ columns: Int) -> Matrix { Matrix(rows: tokens, columns: columns) }
    let qkv = configuration.queryWidth + 2 * configuration.keyValueWidth
    residual = (0...configuration.layers).map { _ in matrix(configuration.width) }
    blocks = (0..<configuration.layers).map { layer in
      let attentionInput = configuration.preNorm ? matrix(configuration.width) : residual[layer]
      let middle =
        configuration.block == .sequential ? matrix(configuration.width) : residual[layer]
      let half = Self.feedForward(configuration, layer, tokens: tokens)
      return BlockActivations(
        attentionInput: attentionInput, queryKeyValue: matrix(qkv),
        rawQueryKey: configuration.keepsRawQueryKey ? matrix(qkv) : nil,
        context: matrix(configuration.queryWidth),
        attentionOutput: configuration.postNorm ? matrix(configuration.width) : nil, middle: middle,
        feedForwardInput: configuration.block == .parallelOneNorm
          ? attentionInput : configuration.preNorm ? matrix(configuration.width) : middle,
        up: half.up, activated: half.activated,
        feedForwardOutput: configuration.postNorm ? matrix(configuration.width) : nil,
        logSums: Matrix(rows: configuration.heads, columns: tokens),
        attentionNorm: NormStatistics(rows: tokens), feedForwardNorm: NormStatistics(rows: tokens),
        attentionPostNorm: NormStatistics(rows: configuration.postNorm ? tokens : 0),
        feedForwardPostNorm: NormStatistics(rows: configuration.postNorm ? tokens : 0),
        queryNorm: NormStatistics(
          rows: configuration.queryKeyNorm == .none ? 0 : tokens * configuration.heads),
        keyNorm: NormStatistics(
          rows: configuration.queryKeyNorm == .none ? 0 : tokens * configuration.heads),
        routing: configuration.experts(layer).map { Routing($0, tokens: tokens) })
    }
    final = matrix(configuration.width)
    finalNorm = NormStatistics(rows: tokens)
    gradient = Matrix(rows: 0, columns: 0)
  }

  /// What is kept between the layers of a feed-forward half, or of all its experts.
  private static func feedForward(_ configuration: ModelConfiguration, _ layer: Int, tokens: Int)
    -> (up: Matrix, activated: Matrix)
  {
    let experts = configuration.experts(layer)
    let rows = tokens * (experts?.chosen ?? 1)
    let width = experts?.width ?? configuration.feedForwardWidth
    return (
      Matrix(rows: rows, columns: width * (configuration.gated ? 2 : 1)),
      Matrix(rows: rows, columns: width)
    )
  }

  /// Scratch that only the backward pass needs.
  func prepareBackward() {
    guard gradient.rows < capacity else { return }
    let configuration = model.configuration
    func matrix(_ columns: Int) -> Matrix { Matrix(rows: capacity, columns: columns) }
    gradient = matrix(configuration.width)
    halfGradient = matrix(configuration.width)
    inputGradient = matrix(configuration.width)
    secondInputGradient = matrix(configuration.width)
    contextGradient = matrix(configuration.queryWidth)
    queryKeyValueGradient = matrix(configuration.queryWidth + 2 * configuration.keyValueWidth)
    if configuration.experts?.layers.contains(false) ?? true {
      upGradient = matrix(configuration.feedForwardWidth * (configuration.gated ? 2 : 1))
      activatedGradient = matrix(configuration.feedForwardWidth)
    }
    dots = FloatStorage(count: capacity)
  }
}
