import Dispatch
import LinearAlgebra

/// Keys and values of the tokens seen so far, so that each new token costs one pass over itself.
package final class DecodingSession {
  package let model: LanguageModel
  /// Tokens fed so far.
  package private(set) var count = 0
  private let buffers: ActivationBuffers
  /// What was fed, for rotations that turn all of a text otherwise once it is long.
  private var fed: [Int32] = []
  /// Keys, then values, by layer, `[context × 2 · keyValueWidth]`.
  private let cache: [Matrix]
  private var scores = Matrix(rows: 0, columns: 0)
  private var logSums = Matrix.vector(1)

  /// - Parameters:
  ///   - capacity: tokens that will be fed at most, within the model's context.
  ///   - buffers: memory to work in, which sessions that take turns may share.
  package init(_ model: LanguageModel, capacity: Int, buffers: ActivationBuffers? = nil) {
    precondition(capacity <= model.configuration.contextLength)
    self.model = model
    self.buffers = buffers ?? ActivationBuffers(model)
    let width = 2 * model.configuration.keyValueWidth
    cache = (0..<model.configuration.layers).map { _ in Matrix(rows: capacity, columns: width) }
  }

  /// Feeds tokens and returns the logits after the last one, `[vocabulary]`.
  package func feed(_ tokens: [Int32]) -> [Float] {
    precondition(!tokens.isEmpty && count + tokens.count <= (cache.first?.rows ?? 0))
    var tokens = tokens
    fed += tokens
    if let rotary = model.configuration.rotary, rotary.longFrequencies != nil,
      count > 0, count <= rotary.shortLength, fed.count > rotary.shortLength
    {
      tokens = fed
      count = 0
    }
    let past = count
    let total = past + tokens.count
    prepare(buffers, positions: (past..<total).map(Int32.init), total: total)
    let stored = tokens.count <= StoredWeights.maximumRows ? model.stored : nil
    model.embed(tokens, buffers)
    for layer in 0..<model.configuration.layers {
      model.runBlock(layer, rows: tokens.count, buffers, stored: stored) {
        queryKeyValue, context in
        if tokens.count == 1, stored != nil {
          attendOne(layer, queryKeyValue, context)
        } else {
          attend(layer, queryKeyValue, context, past: past)
        }
      }
    }
    model.normaliseOutput(rows: tokens.count, buffers)
    count = total
    return model.logits(
      buffers, rows: tokens.count - 1..<tokens.count, stored: model.stored
    ).values()
  }

  /// Feeds one token to each of several sessions: one pass over the weights serves all.
  ///
  /// - Parameters:
  ///   - sessions: sessions of one model, none of them full.
  ///   - tokens: the token of each.
  /// - Returns: the logits after each, `[sessions × vocabulary]`.
  static func feed(_ sessions: [DecodingSession], _ tokens: [Int32], _ buffers: ActivationBuffers)
    -> Matrix
  {
    precondition(!sessions.isEmpty && sessions.count == tokens.count)
    let model = sessions[0].model
    if model.configuration.rotary?.longFrequencies != nil {
      // Sequences turn by their own lengths, and anew when they grow long.
      let result = Matrix(rows: sessions.count, columns: model.configuration.vocabularySize)
      for (row, session) in sessions.enumerated() {
        let logits = session.feed([tokens[row]])
        for (column, value) in logits.enumerated() { result[row, column] = value }
      }
      return result
    }
    let longest = sessions.map(\.count).max() ?? 0
    sessions[0].prepare(
      buffers, positions: sessions.map { Int32($0.count) }, total: longest + 1)
    model.embed(tokens, buffers)
    let stored = sessions.count <= StoredWeights.maximumRows ? model.stored : nil
    for layer in 0..<model.configuration.layers {
      model.runBlock(layer, rows: sessions.count, buffers, stored: stored) {
        queryKeyValue, context in
        if stored != nil {
          attend(sessions, layer, queryKeyValue, context)
          return
        }
        for (row, session) in sessions.enumerated() {
          session.attend(
            layer, queryKeyValue.rows(row..<row + 1), context.rows(row..<row + 1),
            past: session.count)
        }
      }
    }
    model.normaliseOutput(rows: sessions.count, buffers)
    for (session, token) in zip(sessions, tokens) {
      session.fed.append(token)
      session.count += 1
    }
    return model.logits(buffers, rows: 0..<sessions.count, stored: stored)
  }

  /// One row of each session, the sessions divided between the cores that products may use.
  private static func attend(
    _ sessions: [DecodingSession], _ layer: Int, _ queryKeyValue: Matrix, _ context: Matrix
  ) {
    let threads = min(Threads.productThreads, sessions.count)
    // Each session is touched by one of them.
    nonisolated(unsafe) let sessions = sessions
    DispatchQueue.concurrentPerform(iterations: threads) { worker in
      for row in stride(from: worker, to: sessions.count, by: threads) {
        sessions[row].attendOne(
          layer, queryKeyValue.rows(row..<row + 1), context.rows(row..<row + 1))
      }
    }
  }

  private func prepare(_ buffers: ActivationBuffers, positions: [Int32], total: Int) {
    buffers.prepare(tokens: positions.count, longest: 0)
    buffers.positions = positions
    buffers.rotation.prepare(model.configuration, positions: total)
    buffers.rotated = [(0..<positions.count, total)]
  }

  /// Keeps the keys and values of one row and attends from it to all that is kept.
  private func attendOne(_ layer: Int, _ queryKeyValue: Matrix, _ context: Matrix) {
    let heads = Heads(model.configuration)
    let (width, values) = (heads.width, model.configuration.keyValueWidth)
    let total = count + 1
    let kept = cache[layer]
    keep(queryKeyValue, in: kept.vector(row: count))
    let window = model.configuration.windows[layer] ?? total
    let first = max(0, total - window)
    let seen = kept.rows(first..<total)
    if scores.rows < 1 || scores.columns < total {
      scores = Matrix(rows: 1, columns: kept.rows)
    }
    let probabilities = scores.vector(row: 0).columns(0..<seen.rows)
    let softmax = softmax(shift: seen.rows - 1, window: window)
    for head in 0..<heads.count {
      let start = heads.keyValueHead(of: head) * width
      seen.columns(start..<start + width).rowProducts(
        queryKeyValue.columns(heads.query(head)), into: probabilities)
      softmax.forward(probabilities, logSums: logSums.columns(0..<1))
      seen.columns(values + start..<values + start + width).weightedRows(
        probabilities, into: context.columns(heads.context(head)))
    }
  }

  /// Copies the keys, then the values, of some rows to where they are kept.
  private func keep(_ queryKeyValue: Matrix, in kept: Matrix) {
    let heads = Heads(model.configuration)
    let (width, values) = (heads.width, model.configuration.keyValueWidth)
    for head in 0..<heads.keyValueCount {
      let start = head * width
      kept.columns(start..<start + width).copy(from: queryKeyValue.columns(heads.key(head)))
      kept.columns(values + start..<values + start + width)
        .copy(from: queryKeyValue.columns(heads.value(head)))
    }
  }

  private func softmax(shift: Int, window: Int) -> CausalSoftmax {
    CausalSoftmax(
      shift: shift, window: window, scale: model.configuration.attentionScale,
      cap: model.configuration.attentionCap)
  }

  /// Keeps the keys and values of some rows and attends from them to all that is kept.
  private func attend(_ layer: Int, _ queryKeyValue: Matrix, _ context: Matrix, past: Int) {
    let heads = Heads(model.configuration)
    let rows = queryKeyValue.rows
    let total = past + rows
    let width = heads.width
    let values = model.configuration.keyValueWidth
    keep(queryKeyValue, in: cache[layer].rows(past..<total))
    if scores.rows < rows || scores.columns < total {
      scores = Matrix(rows: rows, columns: cache[layer].rows)
    }
    let window = model.configuration.windows[layer] ?? total
    // Keys before every row's window are left alone.
    let first = max(0, past - window + 1)
    let seen = cache[layer].rows(first..<total)
    let scores = scores.rows(0..<rows).columns(0..<total - first)
    if logSums.columns < rows { logSums = Matrix.vector(rows) }
    let softmax = softmax(shift: past - first, window: window)
    for head in 0..<heads.count {
      let start = heads.keyValueHead(of: head) * width
      multiply(
        queryKeyValue.columns(heads.query(head)), .no, seen.columns(start..<start + width), .yes,
        into: scores)
      softmax.forward(scores, logSums: logSums.columns(0..<rows))
      multiply(
        scores, seen.columns(values + start..<values + start + width),
        into: context.columns(heads.context(head)))
    }
  }
}
