import CKernels
import LinearAlgebra

/// Keys and values of the tokens seen so far, so that each new token costs one pass over itself.
package final class DecodingSession {
  package let model: LanguageModel
  /// Tokens fed so far.
  package private(set) var count = 0
  private let workspace: Workspace
  /// What was fed, for rotations that turn all of a text otherwise once it is long.
  private var fed: [Int32] = []
  /// Joint projections by layer, `[context × (queries + keys + values)]`.
  private var cache: [Matrix]
  private var scores: Matrix

  /// - Parameter capacity: tokens that will be fed at most, within the model's context.
  package init(_ model: LanguageModel, capacity: Int) {
    precondition(capacity <= model.configuration.contextLength)
    self.model = model
    workspace = Workspace(model)
    let width = model.configuration.queryWidth + 2 * model.configuration.keyValueWidth
    cache = (0..<model.configuration.layers).map { _ in Matrix(rows: capacity, columns: width) }
    scores = Matrix(rows: 0, columns: 0)
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
    workspace.prepare(tokens: tokens.count, longest: 0)
    workspace.positions = (past..<total).map(Int32.init)
    workspace.rotation.prepare(model.configuration, positions: total)
    workspace.rotated = [(0..<tokens.count, total)]
    if scores.rows < tokens.count || scores.columns < total {
      scores = Matrix(rows: tokens.count, columns: cache[0].rows)
    }
    model.embed(tokens, workspace)
    for layer in 0..<model.configuration.layers {
      model.runBlock(layer, rows: tokens.count, workspace) { queryKeyValue, context in
        cache[layer].rows(past..<total).copy(from: queryKeyValue)
        attend(layer, queryKeyValue, context, past: past)
      }
    }
    model.normaliseOutput(rows: tokens.count, workspace)
    count = total
    return model.logits(workspace, rows: tokens.count - 1..<tokens.count).values()
  }

  private func attend(_ layer: Int, _ queryKeyValue: Matrix, _ context: Matrix, past: Int) {
    let heads = Heads(model.configuration)
    let rows = queryKeyValue.rows
    let total = past + rows
    let seen = cache[layer].rows(0..<total)
    let scores = scores.rows(0..<rows).columns(0..<total)
    var logSums = [Float](repeating: 0, count: rows)
    for head in 0..<heads.count {
      let source = heads.keyValueHead(of: head)
      multiply(
        queryKeyValue.columns(heads.query(head)), .no, seen.columns(heads.key(source)), .yes,
        into: scores)
      stemma_causal_softmax(
        scores.pointer, scores.stride, &logSums, rows, total, past,
        model.configuration.windows[layer] ?? total, model.configuration.attentionScale,
        model.configuration.attentionCap)
      multiply(
        scores, seen.columns(heads.value(source)), into: context.columns(heads.context(head)))
    }
  }
}
