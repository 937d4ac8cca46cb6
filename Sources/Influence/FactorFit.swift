import LinearAlgebra
import Transformer

/// One fit: model, passages and how they are packed.
struct FactorFit {
  let model: LanguageModel
  let layout: GradientLayout
  let passages: [FactorPassage]
  let settings: InfluenceSettings
  let runs: [Range<Int>]
  let workers: [PackWorker]
  let checkpoint: FitCheckpoint?
  /// Identity of the partial sums.
  let identity: String

  init(
    _ model: LanguageModel, _ passages: [FactorPassage], _ settings: InfluenceSettings,
    _ checkpoint: FitCheckpoint?
  ) {
    self.model = model
    self.passages = passages
    self.settings = settings
    let layout = GradientLayout(model, settings.modules)
    self.layout = layout
    runs = Packing.runs(
      passages.map(\.tokens.count), target: settings.packTokens, multiple: settings.threads)
    workers = (0..<min(settings.threads, runs.count)).map { _ in PackWorker(model, layout) }
    self.checkpoint = checkpoint
    identity =
      checkpoint?.identity(passages, settings, runs: runs, workers: workers.count) ?? ""
  }

  private func pack(_ index: Int) -> TokenPack { TokenPack(passages[runs[index]].map(\.tokens)) }

  private func labels(_ index: Int, _ pack: TokenPack) -> Labels {
    switch settings.labels {
    case .data: .given(pack.nextTokens)
    case .sampled(let seed): .sampled(seed: seed, keys: passages[runs[index]].map(\.key))
    }
  }

  /// Runs one summing stage over the packs, from its checkpoint on and with new ones on the way.
  private func sum<Sums: PartialSums>(
    _ stage: FitStage, _ sums: [Sums], _ progress: (FitStage, Int, Int) throws -> Void,
    _ body: @Sendable (Int, Int) throws -> Void
  ) throws -> Sums {
    var first = 0
    if let state = checkpoint?.read(
      stage, identity: identity, workers: sums.count, shapes: sums[0].matrices.map(\.count)),
      state.packs <= runs.count
    {
      first = state.packs
      for (worker, own) in sums.enumerated() {
        own.restore(state.sums[worker], tokens: state.tokens[worker])
      }
    }
    func passagesDone(_ packs: Int) -> Int { packs == 0 ? 0 : runs[packs - 1].upperBound }
    try progress(stage, passagesDone(first), passages.count)
    var written = ContinuousClock.now
    var interval = Duration.seconds(checkpoint?.interval ?? 0)
    try forEachPack(runs.count, from: first, workers: workers.count, body) { done in
      if let checkpoint, done == runs.count || ContinuousClock.now - written >= interval {
        let start = ContinuousClock.now
        try checkpoint.write(
          stage,
          .init(packs: done, tokens: sums.map(\.tokens), sums: sums.map(\.matrices)),
          identity: identity)
        written = ContinuousClock.now
        // A slow disk is asked less often: writing takes a twentieth of the time at most.
        interval = max(interval, (written - start) * 20)
      }
      try progress(stage, passagesDone(done), passages.count)
    }
    for other in sums.dropFirst() { sums[0].merge(other) }
    return sums[0]
  }

  func covariances(_ progress: (FitStage, Int, Int) throws -> Void) throws -> CovarianceSums {
    let sums = workers.map { _ in CovarianceSums(layout) }
    return try sum(.covariance, sums, progress) { worker, index in
      let pack = pack(index)
      workers[worker].forward(pack)
      sums[worker].count(tokens: pack.count)
      _ = workers[worker].backward(labels(index, pack), sums[worker])
    }
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
    let sums = workers.map { _ in LambdaSums(layout) }
    let rotations = workers.map { _ in RotatedGradients(layout, bases) }
    return try sum(.lambda, sums, progress) { worker, index in
      let pack = pack(index)
      workers[worker].forward(pack)
      let rotation = rotations[worker]
      rotation.prepare(pack)
      rotation.consume = { module, rows in sums[worker].add(rows, module) }
      _ = workers[worker].backward(labels(index, pack), rotation)
    }.matrices
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
