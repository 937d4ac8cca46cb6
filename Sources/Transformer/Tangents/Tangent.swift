package import LinearAlgebra

extension LanguageModel {
  /// Carries a change of the groups' parameters forward through the last forward pass.
  ///
  /// The exact directional derivative: each layer's tangent beside its value (forward-mode differentiation,
  /// Pearlmutter 1994). About 4·T·P floating-point operations for T tokens and P parameters of the blocks.
  /// - Parameters:
  ///   - direction: by group of the model; nil for groups that stay.
  ///   - buffers: the values of the pack's forward pass.
  ///   - tangents: scratch.
  /// - Returns: the change of the final norm's output, `[tokens × width]`, which holds until the next pass.
  package func tangent(
    _ direction: [GroupDirection?], _ buffers: ActivationBuffers, _ tangents: TangentBuffers
  ) -> Matrix {
    precondition(direction.count == groups.count)
    precondition(configuration.experts == nil, "tangents do not lead through experts")
    let rows = buffers.pack.count
    tangents.prepare(tokens: rows)
    let pass = TangentPass(
      model: self, values: buffers, scratch: tangents, direction: direction, rows: rows)
    tangents.residual.rows(0..<rows).fill(0)
    for layer in 0..<configuration.layers { pass.block(layer) }
    let final = tangents.final.rows(0..<rows)
    Norm(self, layout.finalNorm).tangent(
      buffers.residual[configuration.layers].rows(0..<rows), tangents.residual.rows(0..<rows),
      into: final, buffers.finalNorm)
    return final
  }
}

/// One tangent pass over one pack.
private struct TangentPass {
  let model: LanguageModel
  let values: ActivationBuffers
  let scratch: TangentBuffers
  let direction: [GroupDirection?]
  let rows: Int

  private var configuration: ModelConfiguration { model.configuration }
  private var span: Range<Int> { 0..<rows }

  /// Change of a group's output: `dx · Wᵀ + x · dWᵀ + db`.
  private func apply(_ index: Int, _ input: Matrix, _ change: Matrix, into output: Matrix) {
    let group = model.groups[index]
    multiply(change, .no, model.weight(group), .yes, into: output)
    guard let own = direction[index] else { return }
    multiply(input, .no, own.weights, .yes, into: output, beta: 1)
    if let biases = own.biases {
      output.addToEveryRow(biases)
    }
  }

  /// One block: the residual's change before it becomes that after it.
  func block(_ index: Int) {
    let block = model.layout.blocks[index]
    let kept = values.blocks[index]
    let residual = scratch.residual.rows(span)
    let input = values.residual[index].rows(span)

    // Both halves read the residual as it was before the block, unless they follow each other.
    let attentionInput = normalised(block.attentionNorm, input, residual, kept.attentionNorm)
    let queryKeyValue = scratch.queryKeyValue.rows(span)
    apply(
      block.queryKeyValue, kept.attentionInput.rows(span), attentionInput, into: queryKeyValue)
    queryKeyNorm(block, kept, queryKeyValue)
    model.rotate(queryKeyValue, index, values, direction: 1)
    let context = scratch.context.rows(span)
    model.attendTangent(index, queryKeyValue, into: context, values)
    guard configuration.block == .sequential else {
      parallel(block, kept, input: input, attentionInput: attentionInput, context: context)
      return
    }
    addToResidual(
      block.attentionOutput, kept.context.rows(span), context, kept.attentionOutput,
      block.attentionPostNorm, kept.attentionPostNorm)
    let feedForwardInput = normalised(
      block.feedForwardNorm, kept.middle.rows(span), residual, kept.feedForwardNorm)
    feedForward(block, kept, feedForwardInput)
  }

  /// The rest of a block whose halves stand beside each other.
  private func parallel(
    _ block: BlockLayout, _ kept: BlockActivations, input: Matrix, attentionInput: Matrix,
    context: Matrix
  ) {
    let feedForwardInput =
      configuration.block == .parallelOneNorm
      ? attentionInput
      : normalised(block.feedForwardNorm, input, scratch.residual.rows(span), kept.feedForwardNorm)
    let activated = activate(block, kept, feedForwardInput)
    addToResidual(
      block.attentionOutput, kept.context.rows(span), context, kept.attentionOutput,
      block.attentionPostNorm, kept.attentionPostNorm)
    addToResidual(
      block.down, kept.activated.rows(span), activated, kept.feedForwardOutput,
      block.feedForwardPostNorm, kept.feedForwardPostNorm)
  }

  private func feedForward(_ block: BlockLayout, _ kept: BlockActivations, _ input: Matrix) {
    let activated = activate(block, kept, input)
    addToResidual(
      block.down, kept.activated.rows(span), activated, kept.feedForwardOutput,
      block.feedForwardPostNorm, kept.feedForwardPostNorm)
  }

  private func activate(_ block: BlockLayout, _ kept: BlockActivations, _ input: Matrix) -> Matrix {
    let change = scratch.up.rows(span)
    apply(block.up, kept.feedForwardInput.rows(span), input, into: change)
    let activated = scratch.activated.rows(span)
    let width = configuration.feedForwardWidth
    let (values, changes) = (
      model.halves(of: kept.up.rows(span), width: width), model.halves(of: change, width: width)
    )
    configuration.activation.function.tangent(
      values.gate, up: values.up, gateChange: changes.gate, upChange: changes.up, into: activated)
    return activated
  }

  /// Change of a norm's output, in scratch; the input's own change where there is no norm.
  private func normalised(
    _ slots: NormSlots?, _ x: Matrix, _ change: Matrix, _ statistics: NormStatistics
  ) -> Matrix {
    guard let slots else { return change }
    let result = scratch.input.rows(span)
    Norm(model, slots).tangent(x, change, into: result, statistics)
    return result
  }

  /// Adds the change of a half's output to the residual's.
  private func addToResidual(
    _ group: Int, _ input: Matrix, _ change: Matrix, _ output: Matrix?, _ slots: NormSlots?,
    _ statistics: NormStatistics
  ) {
    let half = scratch.half.rows(span)
    apply(group, input, change, into: half)
    if let slots, let output {
      Norm(model, slots).tangent(output.rows(span), half, into: half, statistics)
    } else if configuration.residualScale != 1 {
      half.scale(by: configuration.residualScale)
    }
    add(half, to: scratch.residual.rows(span))
  }

  private func queryKeyNorm(_ block: BlockLayout, _ kept: BlockActivations, _ change: Matrix) {
    guard let raw = kept.rawQueryKey?.rows(span) else { return }
    if !configuration.clampsAfterNorm { clamp(raw, change) }
    model.forEachQueryKeyNorm(block, kept) { norm, columns, statistics, first in
      norm.tangent(
        raw.columns(columns), change.columns(columns), into: change.columns(columns), statistics,
        first: first)
    }
    guard configuration.clampsAfterNorm else { return }
    let normalised = Matrix(rows: rows, columns: raw.columns)
    normalised.copy(from: raw)
    model.forEachQueryKeyNorm(block, kept) { norm, columns, statistics, first in
      norm.forward(
        raw.columns(columns), into: normalised.columns(columns), statistics, first: first)
    }
    clamp(normalised, change)
  }

  /// What the clamp holds does not change.
  private func clamp(_ values: Matrix, _ change: Matrix) {
    guard configuration.projectionClamp > 0 else { return }
    change.zero(whereClamped: values, to: configuration.projectionClamp)
  }
}
