import LinearAlgebra

extension LanguageModel {
  /// Runs the blocks over a pack and keeps what the backward pass needs.
  ///
  /// About 2·T·P floating-point operations for T tokens and P parameters of the blocks.
  /// - Parameters:
  ///   - pack: sequences no longer than the context.
  ///   - buffers: receives the activations; `buffers.final` is `[tokens × width]` afterwards.
  package func forward(_ pack: TokenPack, _ buffers: ActivationBuffers) {
    let longest = (0..<pack.sequenceCount).map { pack.rows($0).count }.max() ?? 0
    precondition(longest <= configuration.contextLength, "a sequence is longer than the context")
    buffers.prepare(tokens: pack.count, longest: longest)
    buffers.pack = pack
    buffers.positions = pack.positions
    buffers.rotation.prepare(configuration, positions: longest)
    buffers.rotated = rotatedRows(pack)
    embed(pack.tokens, buffers)
    for layer in 0..<configuration.layers {
      runBlock(layer, rows: pack.count, buffers) { queryKeyValue, context in
        attend(pack, layer, queryKeyValue, context, buffers)
      }
      WorkMeter.add(2 * pack.count * layout.weights(ofBlock: layer))
    }
    normaliseOutput(rows: pack.count, buffers)
  }

  func embed(_ tokens: [Int32], _ buffers: ActivationBuffers) {
    let target = buffers.residual[0]
    let table = embedding
    for (row, token) in tokens.enumerated() {
      precondition(token >= 0 && Int(token) < configuration.vocabularySize, "token out of range")
      target.copyRow(row, from: table, Int(token))
      if let positions = layout.positions {
        let position = Int(buffers.positions[row])
        target.vector(row: row).add(
          arena.vector(
            positions + position * configuration.width, count: configuration.width))
      }
    }
    if configuration.embeddingScale != 1 {
      target.rows(0..<tokens.count).scale(by: configuration.embeddingScale)
    }
  }

  func normaliseOutput(rows: Int, _ buffers: ActivationBuffers) {
    Norm(self, layout.finalNorm).forward(
      buffers.residual[configuration.layers].rows(0..<rows), into: buffers.final.rows(0..<rows),
      buffers.finalNorm)
  }

  /// `output = input · Wᵀ + b`, or added to what `output` holds.
  func apply(
    _ group: Int, _ input: Matrix, into output: Matrix, accumulate: Bool = false,
    stored: StoredWeights? = nil
  ) {
    let group = groups[group]
    if let stored {
      for module in trackedModules[group.modules] {
        stored.apply(
          offset: group.weight + module.outputs.lowerBound * group.inputWidth, input,
          into: output.columns(module.outputs), adds: accumulate)
      }
    } else {
      multiply(input, .no, weight(group), .yes, into: output, beta: accumulate ? 1 : 0)
    }
    if let bias = group.bias {
      output.addToEveryRow(arena.vector(bias, count: output.columns))
    }
  }

  /// One block; `attend` turns the joint projection into the context, over a pack or over a cache.
  ///
  /// - Parameter stored: the weights to use, for a few rows; the arena's if nil.
  func runBlock(
    _ index: Int, rows: Int, _ buffers: ActivationBuffers, stored: StoredWeights? = nil,
    attend: (_ queryKeyValue: Matrix, _ context: Matrix) -> Void
  ) {
    let block = layout.blocks[index]
    let kept = buffers.blocks[index]
    let span = 0..<rows
    let input = buffers.residual[index].rows(span)
    let output = buffers.residual[index + 1].rows(span)
    let attentionInput = kept.attentionInput.rows(span)
    if let norm = block.attentionNorm {
      Norm(self, norm).forward(input, into: attentionInput, kept.attentionNorm)
    }
    let queryKeyValue = kept.queryKeyValue.rows(span)
    apply(block.queryKeyValue, attentionInput, into: queryKeyValue, stored: stored)
    if !configuration.clampsAfterNorm { clamp(queryKeyValue) }
    normaliseQueryKey(block, kept, queryKeyValue)
    if configuration.clampsAfterNorm { clamp(queryKeyValue) }
    rotate(queryKeyValue, index, buffers, direction: 1)
    let context = kept.context.rows(span)
    attend(queryKeyValue, context)

    let middle = configuration.block == .sequential ? kept.middle.rows(span) : output
    middle.copy(from: input)
    addToResidual(
      kept.attentionOutput?.rows(span), block.attentionPostNorm, kept.attentionPostNorm,
      into: middle
    ) { apply(block.attentionOutput, context, into: $0, accumulate: $1, stored: stored) }
    let feedForwardInput = kept.feedForwardInput.rows(span)
    if configuration.block != .parallelOneNorm, let norm = block.feedForwardNorm {
      Norm(self, norm).forward(
        configuration.block == .sequential ? middle : input, into: feedForwardInput,
        kept.feedForwardNorm)
    }
    if let routing = kept.routing {
      if configuration.block == .sequential { output.copy(from: middle) }
      addToResidual(
        kept.feedForwardOutput?.rows(span), block.feedForwardPostNorm, kept.feedForwardPostNorm,
        into: output
      ) { applyExperts(block, kept, routing, feedForwardInput, into: $0, accumulate: $1) }
      return
    }
    let up = kept.up.rows(span)
    apply(block.up, feedForwardInput, into: up, stored: stored)
    let activated = kept.activated.rows(span)
    activate(up, into: activated)
    if configuration.block == .sequential { output.copy(from: middle) }
    addToResidual(
      kept.feedForwardOutput?.rows(span), block.feedForwardPostNorm, kept.feedForwardPostNorm,
      into: output
    ) { apply(block.down, activated, into: $0, accumulate: $1, stored: stored) }
  }

  /// The activation between the halves of a feed-forward layer, `[rows × width]` from `[rows × 2·width]`
  /// where it is gated.
  func activate(_ up: Matrix, into activated: Matrix) {
    let halves = halves(of: up, width: activated.columns)
    configuration.activation.function.apply(halves.gate, up: halves.up, into: activated)
  }

  /// What goes through the activation, and what it is multiplied by where the layer is gated.
  func halves(of up: Matrix, width: Int) -> (gate: Matrix, up: Matrix?) {
    (up.columns(0..<width), configuration.gated ? up.columns(width..<2 * width) : nil)
  }

  /// Adds a half's output, normalised where the family does so, to the residual stream.
  /// - Parameter write: writes the output into a matrix, or adds it to what is there.
  private func addToResidual(
    _ own: Matrix?, _ norm: NormSlots?, _ statistics: NormStatistics, into residual: Matrix,
    _ write: (_ target: Matrix, _ accumulate: Bool) -> Void
  ) {
    guard let own, let norm else {
      guard configuration.residualScale != 1 else {
        write(residual, true)
        return
      }
      let added = Matrix(rows: residual.rows, columns: residual.columns)
      write(added, false)
      added.scale(by: configuration.residualScale)
      add(added, to: residual)
      return
    }
    write(own, false)
    let normalised = Matrix(rows: own.rows, columns: own.columns)
    Norm(self, norm).forward(own, into: normalised, statistics)
    add(normalised, to: residual)
  }

  private func clamp(_ queryKeyValue: Matrix) {
    guard configuration.projectionClamp > 0 else { return }
    queryKeyValue.clamp(to: configuration.projectionClamp)
  }

  private func normaliseQueryKey(
    _ block: BlockLayout, _ kept: BlockActivations, _ queryKeyValue: Matrix
  ) {
    guard let raw = kept.rawQueryKey?.rows(0..<queryKeyValue.rows) else { return }
    raw.copy(from: queryKeyValue)
    forEachQueryKeyNorm(block, kept) { norm, columns, statistics, first in
      norm.forward(
        raw.columns(columns), into: queryKeyValue.columns(columns), statistics, first: first)
    }
  }

  /// Visits the norms on queries and keys: one per head, or one over each projection.
  func forEachQueryKeyNorm(
    _ block: BlockLayout, _ kept: BlockActivations,
    _ body: (
      _ norm: Norm, _ columns: Range<Int>, _ statistics: NormStatistics, _ first: Int
    ) -> Void
  ) {
    guard let query = block.queryNorm, let key = block.keyNorm else { return }
    let heads = Heads(configuration)
    let rows = kept.queryKeyValue.rows
    let own = [.perHeadOwnWeights, .perHeadTensors].contains(configuration.queryKeyNorm)
    if configuration.queryKeyNorm == .wholeWidth {
      let split = configuration.queryWidth
      body(Norm(self, query, kind: queryKeyNormKind), 0..<split, kept.queryNorm, 0)
      body(
        Norm(self, key, kind: queryKeyNormKind), split..<split + configuration.keyValueWidth,
        kept.keyNorm, 0)
      return
    }
    for head in 0..<heads.count {
      let part = own ? head * heads.width : 0
      let norm = Norm(self, query, kind: queryKeyNormKind, part: part)
      body(norm, heads.query(head), kept.queryNorm, head * rows)
    }
    for head in 0..<heads.keyValueCount {
      let part = own ? head * heads.width : 0
      let norm = Norm(self, key, kind: queryKeyNormKind, part: part)
      body(norm, heads.key(head), kept.keyNorm, head * rows)
    }
  }

  /// Rows that turn alike: all of a pack, or sequence by sequence where their length matters.
  private func rotatedRows(_ pack: TokenPack) -> [(rows: Range<Int>, length: Int)] {
    guard configuration.rotary?.longFrequencies != nil else { return [(0..<pack.count, 0)] }
    return (0..<pack.sequenceCount).map { (pack.rows($0), pack.rows($0).count) }
  }

  /// Turns a layer's queries and keys by their positions, or back.
  func rotate(_ queryKeyValue: Matrix, _ layer: Int, _ buffers: ActivationBuffers, direction: Float)
  {
    let heads = Heads(configuration)
    let columns =
      (0..<heads.count).map { heads.query($0) } + (0..<heads.keyValueCount).map { heads.key($0) }
    for (rows, length) in buffers.rotated {
      guard
        let (rotary, cosines, sines) = buffers.rotation.tables(
          configuration, layer: layer, length: length)
      else { return }
      let turned = queryKeyValue.rows(rows)
      for range in columns {
        turned.columns(range).rotate(
          positions: buffers.positions[rows], cosines: cosines, sines: sines,
          half: rotary.width / 2, interleaved: rotary.interleaved, direction: direction)
      }
    }
  }
}

extension Activation {
  var function: ActivationFunction {
    switch self {
    case .silu: .silu
    case .geluTanh: .geluTanh
    case .geluErf: .geluErf
    case .relu: .relu
    }
  }
}
