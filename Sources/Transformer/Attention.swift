import CKernels
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
        for head in 0..<heads.count {
          let source = heads.keyValueHead(of: head)
          multiply(
            queries.columns(heads.query(head)), .no, seen.columns(heads.key(source)), .yes,
            into: scores)
          stemma_causal_softmax(
            scores.pointer, scores.stride,
            logSums.pointer + head * logSums.stride + span.lowerBound + block.rows.lowerBound,
            scores.rows, scores.columns, block.shift, window, configuration.attentionScale,
            configuration.attentionCap)
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
    let dots = buffers.dots.pointer
    let (scale, cap) = (configuration.attentionScale, configuration.attentionCap)
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
        let raw = cap > 0 ? scratch(buffers.rawScores) : p
        for head in 0..<heads.count {
          let source = heads.keyValueHead(of: head)
          let query = queries.columns(heads.query(head))
          let key = seen.columns(heads.key(source))
          let out = kept.context.rows(span).rows(block.rows).columns(heads.context(head))
          let dOut = contextGradient.rows(span).rows(block.rows).columns(heads.context(head))
          multiply(query, .no, key, .yes, into: p)
          if cap > 0 { raw.copy(from: p) }
          stemma_causal_softmax_again(
            p.pointer, p.stride,
            kept.logSums.pointer + head * kept.logSums.stride + span.lowerBound
              + block.rows.lowerBound, p.rows, p.columns, block.shift, window, scale, cap)
          multiply(p, .yes, dOut, .no, into: seenGradient.columns(heads.value(source)), beta: 1)
          multiply(dOut, .no, seen.columns(heads.value(source)), .yes, into: dp)
          stemma_row_dots(
            out.pointer, out.stride, dOut.pointer, dOut.stride, dots, p.rows, heads.width)
          stemma_causal_softmax_backward(
            p.pointer, p.stride, dp.pointer, dp.stride, dots, raw.pointer, raw.stride, p.rows,
            p.columns, block.shift, window, scale, cap)
          multiply(dp, key, into: target.rows(block.rows).columns(heads.query(head)))
          multiply(dp, .yes, query, .no, into: seenGradient.columns(heads.key(source)), beta: 1)
        }
      }
    }
  }
}
