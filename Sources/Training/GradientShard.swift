import LinearAlgebra
import Transformer

/// One part of a step: its own activations and its own sum of gradients.
///
/// Unchecked: a shard is worked on by one thread at a time, and read only when all have come back.
final class GradientShard: @unchecked Sendable {
  let gradients: FloatStorage
  private let buffers: ActivationBuffers
  private var finalGradient = Matrix(rows: 0, columns: 0)
  private(set) var lossSum = 0.0

  init(_ model: LanguageModel, keepsGradients: Bool = true) {
    gradients = FloatStorage(count: keepsGradients ? model.layout.size : 0)
    buffers = ActivationBuffers(model)
  }

  /// Sums the losses of some packs, and their gradients.
  func run(_ packs: [TokenPack]) {
    let model = buffers.model
    lossSum = 0
    gradients.vector.fill(0)
    for pack in packs {
      model.forward(pack, buffers)
      if finalGradient.rows < pack.count {
        finalGradient = Matrix(rows: pack.count, columns: model.configuration.width)
      }
      let own = finalGradient.rows(0..<pack.count)
      let losses = model.loss(
        .given(pack.nextTokens), buffers, finalGradient: own, gradients: gradients)
      lossSum += losses.reduce(0) { $0 + Double($1) }
      model.backward(own, buffers, visitor: nil, gradients: gradients)
    }
  }

  /// Sums the losses of some packs, without gradients.
  func evaluate(_ packs: [TokenPack]) {
    let model = buffers.model
    lossSum = 0
    for pack in packs {
      model.forward(pack, buffers)
      let losses = model.loss(.given(pack.nextTokens), buffers)
      lossSum += losses.reduce(0) { $0 + Double($1) }
    }
  }
}

/// Packs sequences, in order, into passes of at most so many tokens, or of one longer sequence.
func packs(_ sequences: [[Int32]], tokensPerPass: Int) -> [TokenPack] {
  var packs: [TokenPack] = []
  var group: [[Int32]] = []
  var tokens = 0
  for sequence in sequences {
    if tokens + sequence.count > tokensPerPass && !group.isEmpty {
      packs.append(TokenPack(group))
      group = []
      tokens = 0
    }
    group.append(sequence)
    tokens += sequence.count
  }
  if !group.isEmpty { packs.append(TokenPack(group)) }
  return packs
}

/// Deals sequences to shards, the longest first, each to the shard that has the fewest tokens.
func deal(_ sequences: [[Int32]], shards: Int) -> [[[Int32]]] {
  var dealt = [[[Int32]]](repeating: [], count: shards)
  var tokens = [Int](repeating: 0, count: shards)
  let order = sequences.indices.sorted { (sequences[$0].count, $1) > (sequences[$1].count, $0) }
  for index in order {
    let poorest = tokens.indices.min { (tokens[$0], $0) < (tokens[$1], $1) } ?? 0
    dealt[poorest].append(sequences[index])
    tokens[poorest] += sequences[index].count
  }
  return dealt
}
