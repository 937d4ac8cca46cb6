import Glibc
import Hashing
package import LinearAlgebra

/// What each position is asked to predict.
package enum Labels: Sendable {
  /// The token each position should predict, -1 where none is scored; one per token of the pack.
  case given([Int32])
  /// Drawn from the model's own distribution at every position but the last of each sequence.
  ///
  /// A draw depends only on the logits, the seed, the sequence's key and the position in it.
  case sampled(seed: UInt64, keys: [UInt64])
}

/// Rows on their way through the unembedding and back.
struct LossScratch {
  let gathered: Matrix
  let logits: Matrix
  let rowGradients: Matrix
  let capped: Matrix

  init(_ model: ModelConfiguration, rows: Int) {
    gathered = Matrix(rows: rows, columns: model.width)
    logits = Matrix(rows: rows, columns: model.vocabularySize)
    rowGradients = Matrix(rows: rows, columns: model.width)
    capped = model.logitCap > 0 ? Matrix(rows: rows, columns: model.vocabularySize) : logits
  }
}

extension ModelConfiguration {
  /// Rows of logits computed at a time, so that a large vocabulary takes bounded memory.
  var logitRows: Int { min(256, max(16, (8 << 20) / max(1, vocabularySize))) }
}

extension LanguageModel {
  /// Logits of some rows of the last forward pass, `[rows × vocabulary]`.
  package func logits(_ buffers: ActivationBuffers, rows: Range<Int>) -> Matrix {
    logits(buffers, rows: rows, stored: nil)
  }

  /// - Parameter stored: the weights to use, for a few rows; the arena's if nil.
  func logits(_ buffers: ActivationBuffers, rows: Range<Int>, stored: StoredWeights?) -> Matrix {
    let result = Matrix(rows: rows.count, columns: configuration.vocabularySize)
    project(buffers.final.rows(rows), into: result, stored: stored)
    return result
  }

  /// Logits of rows of the final norm's output.
  func project(_ final: Matrix, into logits: Matrix, stored: StoredWeights? = nil) {
    if let stored {
      stored.apply(offset: layout.unembedding, final, into: logits, adds: false)
    } else {
      multiply(final, .no, unembedding, .yes, into: logits)
    }
    if let bias = layout.unembeddingBias {
      logits.addToEveryRow(arena.vector(bias, count: logits.columns))
    }
    if configuration.logitScale != 1 || configuration.logitCap > 0 {
      logits.scaleAndCap(scale: configuration.logitScale, cap: configuration.logitCap)
    }
  }

  /// Cross-entropies of the last forward pass, in nats, one per token of the pack (0 where unscored).
  ///
  /// - Parameters:
  ///   - labels: what each position should predict.
  ///   - finalGradient: receives the gradient of the losses' sum with respect to the final norm's
  ///     output, `[tokens × width]`, when given.
  ///   - scale: factor on that gradient, as a trainer's mean needs it.
  ///   - gradients: where the unembedding's own gradient is added, laid out as the arena.
  package func loss(
    _ labels: Labels, _ buffers: ActivationBuffers, finalGradient: Matrix? = nil, scale: Float = 1,
    gradients: FloatStorage? = nil
  ) -> [Float] {
    let pack = buffers.pack
    var losses = [Float](repeating: 0, count: pack.count)
    finalGradient?.fill(0)
    let scored = scoredRows(labels, pack)
    let step = configuration.logitRows
    let scratch = buffers.lossScratch ?? LossScratch(configuration, rows: step)
    buffers.lossScratch = scratch
    let (gathered, logits, rowGradients, capped) = (
      scratch.gathered, scratch.logits, scratch.rowGradients, scratch.capped
    )
    let keepsCapped = configuration.logitCap > 0 && finalGradient != nil
    var start = 0
    while start < scored.count {
      let count = min(step, scored.count - start)
      let rows = scored[start..<start + count]
      for (index, row) in rows.enumerated() {
        gathered.copyRow(index, from: buffers.final, row.index)
      }
      let chunk = logits.rows(0..<count)
      project(gathered.rows(0..<count), into: chunk)
      if keepsCapped { capped.rows(0..<count).copy(from: chunk) }
      for (index, row) in rows.enumerated() {
        let target: Int
        switch row.target {
        case .token(let token): target = Int(token)
        case .draw(let u): target = chunk.draw(row: index, at: u)
        }
        losses[row.index] = chunk.crossEntropy(
          row: index, target: target, writesGradient: finalGradient != nil)
      }
      if let finalGradient {
        if configuration.logitScale != 1 || configuration.logitCap > 0 || scale != 1 {
          chunk.scaleAndCapBackward(
            capped: capped.rows(0..<count), scale: configuration.logitScale * scale,
            cap: configuration.logitCap)
        }
        let back = rowGradients.rows(0..<count)
        multiply(chunk, unembedding, into: back)
        for (index, row) in rows.enumerated() {
          finalGradient.copyRow(row.index, from: back, index)
        }
        if let gradients { addUnembeddingGradient(chunk, gathered.rows(0..<count), gradients) }
      }
      start += count
    }
    return losses
  }

  private func addUnembeddingGradient(
    _ logitGradient: Matrix, _ final: Matrix, _ gradients: FloatStorage
  ) {
    let target = Matrix(
      storage: gradients, offset: layout.unembedding, rows: configuration.vocabularySize,
      columns: configuration.width, stride: configuration.width)
    multiply(logitGradient, .yes, final, .no, into: target, beta: 1)
    if let bias = layout.unembeddingBias {
      gradients.vector(bias, count: logitGradient.columns).addColumnSums(of: logitGradient)
    }
  }

  private enum Target {
    case token(Int32)
    case draw(Double)
  }

  private func scoredRows(_ labels: Labels, _ pack: TokenPack) -> [(index: Int, target: Target)] {
    switch labels {
    case .given(let tokens):
      precondition(tokens.count == pack.count)
      return tokens.enumerated().compactMap { index, token in
        guard token >= 0 else { return nil }
        precondition(Int(token) < configuration.vocabularySize, "target out of range")
        return (index, .token(token))
      }
    case .sampled(let seed, let keys):
      precondition(keys.count == pack.sequenceCount)
      return (0..<pack.sequenceCount).flatMap { sequence in
        pack.rows(sequence).dropLast().enumerated().map { position, row in
          let bits = SplitMix64.hash(
            SplitMix64.hash(seed &+ SplitMix64.hash(keys[sequence])) &+ UInt64(position))
          return (row, .draw(Double(bits >> 11) * 0x1p-53))
        }
      }
    }
  }
}
