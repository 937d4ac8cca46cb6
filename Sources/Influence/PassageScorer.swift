import LinearAlgebra
import RunModel
import Synchronization
package import Transformer

/// Meets passages with preconditioned steps: every score is exact, nothing of a passage is kept.
///
/// Keeps its memory between calls; one call at a time.
package final class PassageScorer {
  let model: LanguageModel
  let steps: PreconditionedSteps
  private let settings: InfluenceSettings
  let workers: [PackWorker]
  private let coder: GradientCoder?
  /// Where each worker rebuilds steps.
  private let scratch: [RebuildScratch]
  /// What sketches the pack that each worker is at; empty without a coder.
  private let projections: [TokenProjection]

  /// - Parameter coder: makes the codes of a gradient index, which then come with the scores.
  package init(
    model: LanguageModel, steps: PreconditionedSteps, settings: InfluenceSettings,
    coder: GradientCoder? = nil
  ) {
    precondition(steps.settings.modules == settings.modules, "steps of other modules")
    precondition(coder.map { $0.settings.modules == settings.modules } ?? true)
    self.coder = coder
    self.model = model
    self.steps = steps
    self.settings = settings
    workers = (0..<settings.packsAtOnce).map { _ in PackWorker(model, steps.layout) }
    scratch = workers.map { _ in RebuildScratch() }
    projections =
      coder.map { coder in
        (0..<settings.packsAtOnce).map { _ in TokenProjection(steps.layout, coder.sketch) }
      } ?? []
  }

  /// Scores passages, which are packed in the order given.
  ///
  /// About 6·T·P + 2·P·Q floating-point operations per passage of T tokens, P tracked parameters, Q steps.
  /// - Parameters:
  ///   - passages: tokens of each.
  ///   - perModule: whether to keep every module's share too.
  /// - Throws: `InfluenceError` naming the passage, counted from 1.
  package func score(_ passages: [[Int32]], perModule: Bool = false) throws -> PassageScores {
    for (index, passage) in passages.enumerated() {
      try Packing.check(passage, model, passage: index) { "passage \(index + 1)" }
    }
    let layout = steps.layout
    let packRanges = Packing.ranges(
      passages.map(\.count), target: settings.packTokens, multiple: settings.packingMultiple)
    // [passages × steps], of each module after one another when asked for.
    let moduleCount = perModule ? layout.modules.count : 1
    let result = Matrix(rows: moduleCount * passages.count, columns: steps.count)
    let norms = FloatStorage(count: passages.count)
    // By pack.
    let codes = Mutex<[Int: GradientCodes]>([:])
    let (coder, projections) = (coder, projections)
    let (steps, workers, scratch) = (steps, workers, scratch)
    let refused = Refusals()
    try forEachPack(
      packRanges.count, workers: workers.count, productThreads: settings.productThreads
    ) { worker, index in
      let range = packRanges[index]
      let pack = TokenPack(Array(passages[range]))
      let projection = projections.isEmpty ? nil : projections[worker]
      let own = scratch[worker]
      let worker = workers[worker]
      var squares = [Double](repeating: 0, count: range.count)
      worker.forward(pack)
      worker.gradients.prepare(pack)
      worker.gradients.consume = { groupLayout, chunk in
        for row in 0..<chunk.rows { squares[row] += chunk.vector(row: row).sumOfSquares }
        if perModule {
          for position in groupLayout.modules.indices {
            let firstRow = (layout.firstModule[groupLayout.index] + position) * passages.count
            let target = result.rows(firstRow + range.lowerBound..<firstRow + range.upperBound)
            steps.addProducts(chunk, groupLayout, module: position, into: target, own)
          }
        } else {
          steps.addProducts(chunk, groupLayout, into: result.rows(range), own)
        }
      }
      projection?.prepare(pack)
      _ = worker.backward(
        .given(pack.nextTokens), VisitorPair(first: projection, second: worker.gradients))
      if let coder, let projection {
        let own = coder.encode(projection.sketches)
        codes.withLock { $0[index] = own }
      }
      for (number, square) in zip(range, squares) {
        norms[number] = Float(square.squareRoot())
        guard !norms[number].isFinite || !result.rows(number..<number + 1).isFinite
        else { continue }
        let fault = worker.fault(of: passages[number]) { .given($0.nextTokens) }
        refused.note(number, fault ?? "its scores overflow float32; use a larger damping")
      }
    }
    guard refused.isEmpty else { throw InfluenceError(refusing: refused.all) }
    let packs = packRanges.count
    let all = coder.map { Self.inOrder(codes.withLock { $0 }, packs: packs, bits: $0.bits) }
    return try collect(result, norms, all, passages.count, perModule)
  }

  /// The codes of all passages, from those of each pack.
  private static func inOrder(_ codes: [Int: GradientCodes], packs: Int, bits: Int) -> GradientCodes
  {
    var all = GradientCodes(bits: bits)
    for pack in 0..<packs { codes[pack].map { all.append($0) } }
    return all
  }

  private func collect(
    _ result: Matrix, _ norms: FloatStorage, _ codes: GradientCodes?, _ passages: Int,
    _ perModule: Bool
  ) throws -> PassageScores {
    let count = steps.count
    let moduleCount = perModule ? steps.layout.modules.count : 1
    var shares: [[Float]] = (0..<moduleCount).map { moduleIndex in
      var share = [Float](repeating: 0, count: count * passages)
      for passage in 0..<passages {
        let source = result.row(moduleIndex * passages + passage)
        for step in 0..<count { share[step * passages + passage] = source[step] }
      }
      return share
    }
    var total = shares[0]
    if perModule {
      var sums = total.map(Double.init)
      for share in shares.dropFirst() {
        for index in sums.indices { sums[index] += Double(share[index]) }
      }
      total = sums.map(Float.init)
    } else {
      shares = []
    }
    guard total.allSatisfy(\.isFinite) else {
      throw InfluenceError(.notFinite, "a score is not finite; use a larger damping")
    }
    return PassageScores(
      stepCount: count, passageCount: passages, scores: total,
      gradientNorms: (0..<passages).map { norms[$0] },
      moduleNames: steps.layout.modules.map(\.name), moduleScores: shares,
      codes: codes)
  }
}

/// Two who see the same backward pass: the codes of an index are the same bits with and without scores.
private final class VisitorPair: BackwardVisitor {
  private let first: (any BackwardVisitor)?
  private let second: any BackwardVisitor

  init(first: (any BackwardVisitor)?, second: any BackwardVisitor) {
    self.first = first
    self.second = second
  }

  func visit(
    _ group: ModuleGroup, inputs: Matrix, outputGradients: Matrix, tokens: VisitedTokens
  ) {
    first?.visit(group, inputs: inputs, outputGradients: outputGradients, tokens: tokens)
    second.visit(group, inputs: inputs, outputGradients: outputGradients, tokens: tokens)
  }
}
