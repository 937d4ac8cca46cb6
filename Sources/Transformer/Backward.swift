package import LinearAlgebra

/// Receives every tracked group's inputs and output gradients during a backward pass, last layer first.
package protocol BackwardVisitor: AnyObject {
  /// - Parameters:
  ///   - group: the modules that read `inputs`.
  ///   - inputs: `[tokens × dIn]`, without the ones column of a bias.
  ///   - outputGradients: dL/d(output), `[tokens × ΣdOut]`, the modules' columns beside each other, nats.
  ///   - tokens: which tokens of the pack the rows are.
  /// The matrices belong to the buffers and hold only during the call.
  func visit(
    _ group: ModuleGroup, inputs: Matrix, outputGradients: Matrix, tokens: VisitedTokens)
}

extension LanguageModel {
  /// Carries dL/d(final) back through the blocks.
  ///
  /// About 2·T·P floating-point operations for T tokens and P parameters of the blocks, 4·T·P with
  /// parameter gradients. The forward activations stay as they are, so one forward pass serves many.
  /// - Parameters:
  ///   - finalGradient: dL/d(final), `[tokens × width]`, nats.
  ///   - visitor: sees each tracked group.
  ///   - gradients: where parameter gradients are added, laid out as the arena; nil for none.
  ///   - lowestGroup: the pass ends when this group has been visited and no gradients are asked for.
  package func backward(
    _ finalGradient: Matrix, _ buffers: ActivationBuffers, visitor: (any BackwardVisitor)?,
    gradients: FloatStorage? = nil, lowestGroup: Int = 0
  ) {
    let rows = buffers.pack.count
    precondition(finalGradient.rows == rows && finalGradient.columns == configuration.width)
    precondition(gradients == nil || gradients?.count == layout.size)
    buffers.prepareBackward()
    let pass = BackwardPass(
      model: self, buffers: buffers, rows: rows, visitor: visitor, gradients: gradients)
    let gradient = buffers.gradient.rows(0..<rows)
    pass.backward(
      layout.finalNorm, buffers.residual[configuration.layers].rows(0..<rows), finalGradient,
      into: gradient, accumulate: false, buffers.finalNorm)
    for layer in stride(from: configuration.layers - 1, through: 0, by: -1) {
      let lowest = layout.blocks[layer].queryKeyValue
      if gradients == nil && lowestGroup > layout.blocks[layer].lastGroup { break }
      pass.block(layer, isLast: gradients == nil && lowestGroup >= lowest)
      WorkMeter.add(2 * rows * layout.weights(ofBlock: layer))
    }
    if let gradients { addEmbeddingGradients(gradient, gradients, buffers) }
  }

  private func addEmbeddingGradients(
    _ gradient: Matrix, _ gradients: FloatStorage, _ buffers: ActivationBuffers
  ) {
    let width = configuration.width
    if configuration.embeddingScale != 1 {
      gradient.scale(by: configuration.embeddingScale)
    }
    for (row, token) in buffers.pack.tokens.enumerated() {
      let source = gradient.vector(row: row)
      gradients.vector(layout.embedding + Int(token) * width, count: width).add(source)
      if let positions = layout.positions {
        let position = Int(buffers.positions[row])
        gradients.vector(positions + position * width, count: width).add(source)
      }
    }
  }
}

/// One backward pass over one pack.
struct BackwardPass {
  let model: LanguageModel
  let buffers: ActivationBuffers
  let rows: Int
  let visitor: (any BackwardVisitor)?
  let gradients: FloatStorage?

  var configuration: ModelConfiguration { model.configuration }

  func backward(
    _ slots: NormSlots, _ x: Matrix, _ dy: Matrix, into dx: Matrix, accumulate: Bool,
    _ statistics: NormStatistics
  ) {
    Norm(model, slots).backward(
      x, dy, into: dx, accumulate: accumulate, statistics, gradients: gradients)
  }

  /// Shows a group to the visitor and adds its parameters' gradients.
  func accumulateParameterGradient(
    _ index: Int, _ inputs: Matrix, _ outputGradients: Matrix, _ tokens: VisitedTokens = .all
  ) {
    let group = model.groups[index]
    visitor?.visit(group, inputs: inputs, outputGradients: outputGradients, tokens: tokens)
    guard let gradients else { return }
    let target = Matrix(
      storage: gradients, offset: group.weight, rows: group.outputWidth,
      columns: group.inputWidth, stride: group.inputWidth)
    multiply(outputGradients, .yes, inputs, .no, into: target, beta: 1)
    if let bias = group.bias {
      gradients.vector(bias, count: outputGradients.columns).addColumnSums(of: outputGradients)
    }
  }

  /// Gradient of a group's input.
  func writeInputGradient(
    _ index: Int, _ outputGradients: Matrix, into target: Matrix, accumulate: Bool = false
  ) {
    multiply(
      outputGradients, model.weight(model.groups[index]), into: target, beta: accumulate ? 1 : 0)
  }

  /// One block: `buffers.gradient` holds dL/d(output) before and dL/d(input) after.
  func block(_ index: Int, isLast: Bool) {
    let block = model.layout.blocks[index]
    let kept = buffers.blocks[index]
    let span = 0..<rows
    let gradient = buffers.gradient.rows(span)
    let input = buffers.residual[index].rows(span)
    let sequential = configuration.block == .sequential

    // The feed-forward half.
    let half = throughPostNorm(
      gradient, block.feedForwardPostNorm, kept.feedForwardOutput, kept.feedForwardPostNorm)
    let feedForwardGradient = buffers.secondInputGradient.rows(span)
    if let routing = kept.routing {
      experts(block, kept, routing, half, into: feedForwardGradient)
    } else {
      feedForward(block, kept, half, into: feedForwardGradient)
    }
    if sequential {
      addToResidualGradient(
        block.feedForwardNorm, kept.middle.rows(span), feedForwardGradient, kept.feedForwardNorm)
    }

    // The attention half.
    let attentionHalf = throughPostNorm(
      gradient, block.attentionPostNorm, kept.attentionOutput, kept.attentionPostNorm)
    accumulateParameterGradient(block.attentionOutput, kept.context.rows(span), attentionHalf)
    let contextGradient = buffers.contextGradient.rows(span)
    writeInputGradient(block.attentionOutput, attentionHalf, into: contextGradient)
    let queryKeyValueGradient = buffers.queryKeyValueGradient.rows(span)
    model.attendBackward(index, contextGradient, into: queryKeyValueGradient, buffers)
    model.rotate(queryKeyValueGradient, index, buffers, direction: -1)
    queryKeyNorm(block, kept, queryKeyValueGradient)
    accumulateParameterGradient(
      block.queryKeyValue, kept.attentionInput.rows(span), queryKeyValueGradient)
    if isLast { return }
    let attentionGradient = buffers.inputGradient.rows(span)
    writeInputGradient(block.queryKeyValue, queryKeyValueGradient, into: attentionGradient)

    switch configuration.block {
    case .sequential: break
    case .parallel:
      addToResidualGradient(block.feedForwardNorm, input, feedForwardGradient, kept.feedForwardNorm)
    case .parallelOneNorm: add(feedForwardGradient, to: attentionGradient)
    }
    addToResidualGradient(block.attentionNorm, input, attentionGradient, kept.attentionNorm)
  }

  /// Gradient of the feed-forward half's input, from that of its output.
  private func feedForward(
    _ block: BlockLayout, _ kept: BlockActivations, _ half: Matrix, into gradient: Matrix
  ) {
    let span = 0..<rows
    accumulateParameterGradient(block.down, kept.activated.rows(span), half)
    let activatedGradient = buffers.activatedGradient.rows(span)
    writeInputGradient(block.down, half, into: activatedGradient)
    let upGradient = buffers.upGradient.rows(span)
    activation(kept.up.rows(span), activatedGradient, into: upGradient)
    accumulateParameterGradient(block.up, kept.feedForwardInput.rows(span), upGradient)
    writeInputGradient(block.up, upGradient, into: gradient)
  }

  /// Gradient at the activation's input, `[rows × 2·width]` where it is gated.
  func activation(_ up: Matrix, _ activatedGradient: Matrix, into upGradient: Matrix) {
    let width = activatedGradient.columns
    let (values, gradients) = (
      model.halves(of: up, width: width), model.halves(of: upGradient, width: width)
    )
    configuration.activation.function.backward(
      values.gate, up: values.up, activatedGradient, gateGradient: gradients.gate,
      upGradient: gradients.up)
  }

  /// Gradient of a half's output before its own norm; the residual's gradient itself without one.
  private func throughPostNorm(
    _ gradient: Matrix, _ slots: NormSlots?, _ output: Matrix?, _ statistics: NormStatistics
  ) -> Matrix {
    guard let slots, let output else {
      guard configuration.residualScale != 1 else { return gradient }
      let scaled = buffers.halfGradient.rows(0..<rows)
      scaled.copy(from: gradient)
      scaled.scale(by: configuration.residualScale)
      return scaled
    }
    let result = buffers.halfGradient.rows(0..<rows)
    backward(
      slots, output.rows(0..<rows), gradient, into: result, accumulate: false, statistics)
    return result
  }

  /// Adds the gradient of a half's input to the residual stream's.
  private func addToResidualGradient(
    _ slots: NormSlots?, _ x: Matrix, _ inputGradient: Matrix, _ statistics: NormStatistics
  ) {
    let gradient = buffers.gradient.rows(0..<rows)
    guard let slots else {
      add(inputGradient, to: gradient)
      return
    }
    backward(slots, x, inputGradient, into: gradient, accumulate: true, statistics)
  }

  private func queryKeyNorm(_ block: BlockLayout, _ kept: BlockActivations, _ gradient: Matrix) {
    if configuration.clampsAfterNorm, let raw = kept.rawQueryKey?.rows(0..<rows) {
      let normalised = Matrix(rows: rows, columns: raw.columns)
      normalised.copy(from: raw)
      model.forEachQueryKeyNorm(block, kept) { norm, columns, statistics, first in
        norm.forward(
          raw.columns(columns), into: normalised.columns(columns), statistics, first: first)
      }
      clamp(normalised, gradient)
    }
    if let raw = kept.rawQueryKey?.rows(0..<rows) {
      model.forEachQueryKeyNorm(block, kept) { norm, columns, statistics, first in
        // Row by row, so the gradient may be overwritten in place.
        let own = Matrix(rows: rows, columns: columns.count)
        own.copy(from: gradient.columns(columns))
        norm.backward(
          raw.columns(columns), own, into: gradient.columns(columns), accumulate: false, statistics,
          first: first, gradients: gradients)
      }
    }
    if !configuration.clampsAfterNorm, let clamped = kept.rawQueryKey?.rows(0..<rows) {
      clamp(clamped, gradient)
    }
  }

  /// Gradient at the clamp's input, in place.
  private func clamp(_ values: Matrix, _ gradient: Matrix) {
    guard configuration.projectionClamp > 0 else { return }
    gradient.zero(whereClamped: values, to: configuration.projectionClamp)
  }
}
