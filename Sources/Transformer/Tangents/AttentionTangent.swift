import LinearAlgebra

extension LanguageModel {
  /// Change of the context from that of queries, keys and values, after norm and rotation.
  ///
  /// `d(PV) = dP·V + P·dV` with `dP` through the softmax's Jacobian; probabilities are computed again from the
  /// scores and their kept log-sums.
  func attendTangent(
    _ layer: Int, _ change: Matrix, into result: Matrix, _ buffers: ActivationBuffers
  ) {
    let heads = Heads(configuration)
    let kept = buffers.blocks[layer]
    buffers.prepareBackward()
    for sequence in 0..<buffers.pack.sequenceCount {
      let span = buffers.pack.rows(sequence)
      let own = kept.queryKeyValue.rows(span)
      let changed = change.rows(span)
      let target = result.rows(span)
      let window = configuration.windows[layer] ?? span.count
      for block in AttentionBlock.blocks(of: span.count, window: window) {
        func scratch(_ matrix: Matrix) -> Matrix {
          matrix.rows(0..<block.rows.count).columns(0..<block.keys.count)
        }
        let p = scratch(buffers.scores)
        let ds = scratch(buffers.scoreGradient)
        let raw = configuration.attentionCap > 0 ? scratch(buffers.rawScores) : p
        let softmax = block.softmax(configuration, window: window)
        let (queries, seen) = (own.rows(block.rows), own.rows(block.keys))
        let (queryChange, seenChange) = (changed.rows(block.rows), changed.rows(block.keys))
        for head in 0..<heads.count {
          let source = heads.keyValueHead(of: head)
          let query = queries.columns(heads.query(head))
          let key = seen.columns(heads.key(source))
          multiply(query, .no, key, .yes, into: p)
          if configuration.attentionCap > 0 { raw.copy(from: p) }
          softmax.repeated(p, logSums: block.logSums(kept.logSums, head: head, span))
          multiply(queryChange.columns(heads.query(head)), .no, key, .yes, into: ds)
          multiply(query, .no, seenChange.columns(heads.key(source)), .yes, into: ds, beta: 1)
          softmax.tangent(p, ds, raw: raw)
          let out = target.rows(block.rows).columns(heads.context(head))
          multiply(ds, seen.columns(heads.value(source)), into: out)
          multiply(p, seenChange.columns(heads.value(source)), into: out, beta: 1)
        }
      }
    }
  }
}
