import LinearAlgebra

extension LanguageModel {
  private func router(_ block: BlockLayout, _ count: Int) -> Matrix {
    matrix(block.router, rows: count, columns: configuration.width)
  }

  /// Sends each token to its experts and adds up what they make of it, by their weights.
  ///
  /// 6·chosen·width·expertWidth operations a token: an expert computes the tokens that it was sent only.
  func applyExperts(
    _ block: BlockLayout, _ kept: BlockActivations, _ routing: Routing, _ input: Matrix,
    into output: Matrix, accumulate: Bool
  ) {
    if !accumulate { output.fill(0) }
    let logits = routing.probabilities.rows(0..<input.rows)
    multiply(input, .no, router(block, logits.columns), .yes, into: logits)
    routing.choose(logits)
    for (expert, own) in block.experts.enumerated() {
      let rows = routing.rows(of: expert)
      if rows.isEmpty { continue }
      let seen = input.gathering(routing.tokens[rows])
      let up = kept.up.rows(rows)
      apply(own.up, seen, into: up)
      let activated = kept.activated.rows(rows)
      activate(up, into: activated)
      apply(own.down, activated, into: seen)
      for (row, index) in rows.enumerated() {
        seen.vector(row: row).scale(by: routing.weights[index])
      }
      output.add(seen, toRows: routing.tokens[rows])
    }
  }
}

extension BackwardPass {
  /// Gradient of the experts' and the router's input, from that of their output.
  ///
  /// Every expert's groups are shown, those of experts without tokens with no rows.
  func experts(
    _ block: BlockLayout, _ kept: BlockActivations, _ routing: Routing, _ half: Matrix,
    into gradient: Matrix
  ) {
    gradient.fill(0)
    let input = kept.feedForwardInput.rows(0..<rows)
    var weightGradients = [Float](repeating: 0, count: routing.tokens.count)
    for (expert, own) in block.experts.enumerated().reversed() {
      let rows = routing.rows(of: expert)
      let tokens = VisitedTokens.some(Array(routing.tokens[rows]))
      let output = half.gathering(routing.tokens[rows])
      let activated = kept.activated.rows(rows)
      let activatedGradient = Matrix(rows: rows.count, columns: activated.columns)
      writeInputGradient(own.down, output, into: activatedGradient)
      for (row, index) in rows.enumerated() {
        // dL/dw = ⟨dL/dy, W a⟩ = ⟨Wᵀ dL/dy, a⟩, before the weight comes to it.
        weightGradients[index] = dot(
          activatedGradient.rows(row..<row + 1), activated.rows(row..<row + 1))
        let weight = routing.weights[index]
        output.vector(row: row).scale(by: weight)
        activatedGradient.vector(row: row).scale(by: weight)
      }
      accumulateParameterGradient(own.down, activated, output, tokens)
      let up = kept.up.rows(rows)
      let upGradient = Matrix(rows: rows.count, columns: up.columns)
      activation(up, activatedGradient, into: upGradient)
      accumulateParameterGradient(own.up, input.gathering(routing.tokens[rows]), upGradient, tokens)
      writeInputGradient(own.up, upGradient, into: output)
      gradient.add(output, toRows: routing.tokens[rows])
    }
    router(block, routing, weightGradients, input, into: gradient)
  }

  private func router(
    _ block: BlockLayout, _ routing: Routing, _ weightGradients: [Float], _ input: Matrix,
    into gradient: Matrix
  ) {
    let count = routing.probabilities.columns
    let logits = Matrix(rows: rows, columns: count)
    routing.backward(weightGradients, into: logits)
    let width = configuration.width
    let weights = model.matrix(block.router, rows: count, columns: width)
    multiply(logits, weights, into: gradient, beta: 1)
    guard let gradients else { return }
    let target = Matrix(
      storage: gradients, offset: block.router, rows: count, columns: width, stride: width)
    multiply(logits, .yes, input, .no, into: target, beta: 1)
  }
}
