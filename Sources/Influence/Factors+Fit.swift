import CKernels
import LinearAlgebra
package import Transformer

/// A passage that factors are fitted from.
package struct FactorPassage: Sendable, Equatable {
  package let tokens: [Int32]
  /// What sampled labels depend on beside seed and logits; the passage's own for good.
  package let key: UInt64

  package init(tokens: [Int32], key: UInt64) {
    self.tokens = tokens
    self.key = key
  }
}

/// The stages of a fit, in order.
package enum FitStage: String, Sendable, CaseIterable {
  case covariance, eigen, lambda
}

extension Factors {
  /// Fits the factors in two passes over the passages, with the eigendecompositions between them.
  /// - Parameters:
  ///   - passages: the factor sample; order and packing matter by rounding only.
  ///   - progress: stage, passages (or decompositions) done and their number; may throw to cancel.
  /// - Throws: `InfluenceError`, or what `progress` throws.
  package static func fit(
    model: LanguageModel, passages: [FactorPassage], settings: InfluenceSettings,
    progress: (FitStage, Int, Int) throws -> Void = { _, _, _ in }
  ) throws -> Factors {
    guard settings.strategy != .identity else {
      throw InfluenceError(.badSettings, "strategy identity needs no factors")
    }
    guard !passages.isEmpty else {
      throw InfluenceError(.badInput, "no passages to fit factors from")
    }
    for (index, passage) in passages.enumerated() {
      try Packing.check(passage.tokens, model) { "factor passage \(index + 1)" }
    }
    let fit = FactorFit(model, passages, settings)
    let sums = try fit.covariances(progress)
    let bases = try fit.decompose(sums, progress)
    guard settings.strategy == .ekfac else {
      return fit.factors(sums, bases, lambda: nil)
    }
    let lambda = try fit.lambda(bases, progress)
    return fit.factors(sums, bases, lambda: lambda)
  }
}

/// One fit: model, passages and how they are packed.
private struct FactorFit {
  let model: LanguageModel
  let layout: GradientLayout
  let passages: [FactorPassage]
  let settings: InfluenceSettings
  let runs: [Range<Int>]
  let workers: [PackWorker]

  init(_ model: LanguageModel, _ passages: [FactorPassage], _ settings: InfluenceSettings) {
    self.model = model
    self.passages = passages
    self.settings = settings
    let layout = GradientLayout(model, settings.modules)
    self.layout = layout
    runs = Packing.runs(
      passages.map(\.tokens.count), target: settings.packTokens, multiple: settings.threads)
    workers = (0..<min(settings.threads, runs.count)).map { _ in PackWorker(model, layout) }
  }

  private func pack(_ index: Int) -> TokenPack { TokenPack(passages[runs[index]].map(\.tokens)) }

  private func labels(_ index: Int, _ pack: TokenPack) -> Labels {
    switch settings.labels {
    case .data: .given(pack.nextTokens)
    case .sampled(let seed): .sampled(seed: seed, keys: passages[runs[index]].map(\.key))
    }
  }

  func covariances(_ progress: (FitStage, Int, Int) throws -> Void) throws -> CovarianceSums {
    try progress(.covariance, 0, passages.count)
    let sums = workers.map { _ in CovarianceSums(layout) }
    try forEachPack(runs.count, workers: workers.count) { worker, index in
      let pack = pack(index)
      workers[worker].forward(pack)
      sums[worker].count(tokens: pack.count)
      _ = workers[worker].backward(labels(index, pack), sums[worker])
    } afterRound: { done in
      try progress(.covariance, runs[done - 1].upperBound, passages.count)
    }
    for other in sums.dropFirst() { sums[0].merge(other) }
    return sums[0]
  }

  func decompose(
    _ sums: CovarianceSums, _ progress: (FitStage, Int, Int) throws -> Void
  ) throws -> [ModuleFactors] {
    Threads.setProductThreads(settings.threads)
    defer { Threads.setProductThreads(1) }
    let total = layout.groups.count + layout.modules.count
    var done = 0
    try progress(.eigen, 0, total)
    var result: [ModuleFactors] = []
    for shape in layout.groups {
      let first = shape.modules[0]
      let activation = try Eigenbasis(
        sums.activations[shape.slot], order: first.augmentedWidth, count: sums.tokens,
        what: "inputs of \(first.name)")
      done += 1
      for (index, module) in shape.modules.enumerated() {
        let gradient = try Eigenbasis(
          sums.gradients[layout.firstModule[shape.slot] + index], order: module.outputWidth,
          count: sums.tokens, what: "output gradients of \(module.name)")
        done += 1
        result.append(
          ModuleFactors(
            module: module, activationVectors: activation.vectors,
            gradientVectors: gradient.vectors, activationValues: activation.values,
            gradientValues: gradient.values, lambdaSums: nil))
      }
      try progress(.eigen, done, total)
    }
    return result
  }

  func lambda(
    _ bases: [ModuleFactors], _ progress: (FitStage, Int, Int) throws -> Void
  ) throws -> [[Double]] {
    try progress(.lambda, 0, passages.count)
    let sums = workers.map { _ in LambdaSums(layout) }
    let rotations = workers.map { _ in RotatedGradients(layout, bases) }
    try forEachPack(runs.count, workers: workers.count) { worker, index in
      let pack = pack(index)
      workers[worker].forward(pack)
      let rotation = rotations[worker]
      rotation.prepare(pack)
      rotation.consume = { module, rows in sums[worker].add(rows, module) }
      _ = workers[worker].backward(labels(index, pack), rotation)
    } afterRound: { done in
      try progress(.lambda, runs[done - 1].upperBound, passages.count)
    }
    for other in sums.dropFirst() { sums[0].merge(other) }
    return sums[0].values
  }

  func factors(
    _ sums: CovarianceSums, _ bases: [ModuleFactors], lambda: [[Double]]?
  ) -> Factors {
    let activations = layout.groups.map {
      CovarianceSums.symmetric(
        sums.activations[$0.slot], order: $0.modules[0].augmentedWidth)
    }
    let modules = bases.enumerated().map { index, base in
      guard let lambda else { return base }
      return ModuleFactors(
        module: base.module, activationVectors: base.activationVectors,
        gradientVectors: base.gradientVectors, activationValues: base.activationValues,
        gradientValues: base.gradientValues,
        lambdaSums: Matrix(
          lambda[index].map(Float.init), rows: base.module.outputWidth,
          columns: base.module.augmentedWidth))
    }
    return Factors(
      settings: settings, modules: modules,
      activationCovariances: layout.groups.flatMap { shape in
        shape.modules.map { _ in activations[shape.slot] }
      },
      gradientCovariances: layout.modules.enumerated().map { index, module in
        CovarianceSums.symmetric(sums.gradients[index], order: module.outputWidth)
      }, tokenCount: sums.tokens, sequenceCount: passages.count)
  }
}

/// Sums of squares of rotated gradients by module, float64.
private final class LambdaSums: @unchecked Sendable {
  // Unchecked: one worker adds to one instance; they are merged after the workers have ended.
  private(set) var values: [[Double]]

  init(_ layout: GradientLayout) {
    values = layout.modules.map {
      [Double](repeating: 0, count: $0.outputWidth * $0.augmentedWidth)
    }
  }

  func add(_ rows: Matrix, _ module: Int) {
    values[module].withUnsafeMutableBufferPointer { target in
      guard let base = target.baseAddress else { return }
      stemma_add_squares(rows.pointer, rows.stride, rows.rows, rows.columns, base)
    }
  }

  func merge(_ other: LambdaSums) {
    for module in values.indices {
      for index in values[module].indices { values[module][index] += other.values[module][index] }
    }
  }
}
