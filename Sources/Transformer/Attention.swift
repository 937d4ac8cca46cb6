import LinearAlgebra

/// Some rows of a sequence and the keys that they may see.
///
/// Working block by block skips most of what causality and a sliding window make zero, and needs
/// memory for one block's scores only.
struct AttentionBlock {
  /// Rows of the sequence.
  let rows: Range<Int>
  /// Keys of the sequence, as rows of it.
  let keys: Range<Int>
  /// The column of the first row's own key.
  var shift: Int { rows.lowerBound - keys.lowerBound }

  static func blocks(of count: Int, window: Int) -> [AttentionBlock] {
    let size = ActivationBuffers.attentionRows
    return stride(from: 0, to: count, by: size).map { start in
      let end = min(start + size, count)
      return AttentionBlock(rows: start..<end, keys: max(0, start - window + 1)..<end)
    }
  }

  /// What each row sees, and how its scores are scaled.
  func softmax(_ model: ModelConfiguration, window: Int) -> CausalSoftmax {
    CausalSoftmax(
      shift: shift, window: window, scale: model.attentionScale, cap: model.attentionCap)
  }

  /// The part of a layer's log-sums `[heads × tokens]` that is one head's of these rows.
  /// - Parameter span: the sequence's tokens in the pack.
  func logSums(_ all: Matrix, head: Int, _ span: Range<Int>) -> Matrix {
    let first = span.lowerBound + rows.lowerBound
    return all.vector(row: head).columns(first..<first + rows.count)
  }
}

extension LanguageModel {
  /// Causal attention inside each sequence of a pack.
  func attend(
    _ pack: TokenPack, _ layer: Int, _ queryKeyValue: Matrix, _ context: Matrix,
    _ buffers: ActivationBuffers
  ) {
    let heads = Heads(configuration)
    let logSums = buffers.blocks[layer].logSums
    for sequence in 0..<pack.sequenceCount {
      let span = pack.rows(sequence)
      let own = queryKeyValue.rows(span)
      let target = context.rows(span)
      let window = configuration.windows[layer] ?? span.count
      for block in AttentionBlock.blocks(of: span.count, window: window) {
        let queries = own.rows(block.rows)
        let seen = own.rows(block.keys)
        let scores = buffers.scores.rows(0..<block.rows.count).columns(0..<block.keys.count)
        let softmax = block.softmax(configuration, window: window)
        for head in 0..<heads.count {
          let source = heads.keyValueHead(of: head)
          multiply(
            queries.columns(heads.query(head)), .no, seen.columns(heads.key(source)), .yes,
            into: scores)
          softmax.forward(scores, logSums: block.logSums(logSums, head: head, span))
          multiply(
            scores, seen.columns(heads.value(source)),
            into: target.rows(block.rows).columns(heads.context(head)))
        }
      }
    }
  }

  /// Gradients of queries, keys and values from the context's.
  ///
  /// Probabilities are computed again from the scores and their kept log-sums.
  func attendBackward(
    _ layer: Int, _ contextGradient: Matrix, into result: Matrix, _ buffers: ActivationBuffers
  ) {
    let heads = Heads(configuration)
    let kept = buffers.blocks[layer]
    result.fill(0)
    for sequence in 0..<buffers.pack.sequenceCount {
      let span = buffers.pack.rows(sequence)
      let own = kept.queryKeyValue.rows(span)
      let target = result.rows(span)
      let window = configuration.windows[layer] ?? span.count
      for block in AttentionBlock.blocks(of: span.count, window: window) {
        let queries = own.rows(block.rows)
        let seen = own.rows(block.keys)
        let seenGradient = target.rows(block.keys)
        func scratch(_ matrix: Matrix) -> Matrix {
          matrix.rows(0..<block.rows.count).columns(0..<block.keys.count)
        }
        let p = scratch(buffers.scores)
        let dp = scratch(buffers.scoreGradient)
        let raw = configuration.attentionCap > 0 ? scratch(buffers.rawScores) : p
        let dots = buffers.dots.vector(0, count: block.rows.count)
        let softmax = block.softmax(configuration, window: window)
        for head in 0..<heads.count {
          let source = heads.keyValueHead(of: head)
          let query = queries.columns(heads.query(head))
          let key = seen.columns(heads.key(source))
          let out = kept.context.rows(span).rows(block.rows).columns(heads.context(head))
          let dOut = contextGradient.rows(span).rows(block.rows).columns(heads.context(head))
          multiply(query, .no, key, .yes, into: p)
          if configuration.attentionCap > 0 { raw.copy(from: p) }
          softmax.repeated(p, logSums: block.logSums(kept.logSums, head: head, span))
          multiply(p, .yes, dOut, .no, into: seenGradient.columns(heads.value(source)), beta: 1)
          multiply(dOut, .no, seen.columns(heads.value(source)), .yes, into: dp)
          out.rowDots(dOut, into: dots)
          softmax.backward(p, dp, dots: dots, raw: raw)
          multiply(dp, key, into: target.rows(block.rows).columns(heads.query(head)))
          multiply(dp, .yes, query, .no, into: seenGradient.columns(heads.key(source)), beta: 1)
        }
      }
    }
  }
}
