import LinearAlgebra
import RunModel
import Synchronization
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
      passages.map(\.tokens.count), target: settings.packTokens, multiple: settings.packsAtOnce)
    workers = (0..<min(settings.packsAtOnce, runs.count)).map { _ in PackWorker(model, layout) }
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
    _ stage: FitStage, _ sums: [Sums], _ refused: Refusals,
    _ progress: (FitStage, Int, Int) throws -> Void,
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
    try forEachPack(
      runs.count, from: first, workers: workers.count, productThreads: settings.productThreads, body
    ) { done in
      // Sums with a bad passage in them must not be gone on from.
      if let checkpoint, refused.isEmpty,
        done == runs.count || ContinuousClock.now - written >= interval
      {
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
    let refused = Refusals()
    let total = try sum(.covariance, sums, refused, progress) { worker, index in
      let pack = pack(index)
      workers[worker].forward(pack)
      sums[worker].count(tokens: pack.count)
      sums[worker].sawNotFinite = false
      _ = workers[worker].backward(labels(index, pack), sums[worker])
      if sums[worker].sawNotFinite { refuse(index, workers[worker], refused) }
    }
    guard refused.isEmpty else {
      throw InfluenceError(refusing: refused.all, called: "factor passage")
    }
    return total
  }

  /// Notes which passages of a pack brought what is not finite.
  private func refuse(_ index: Int, _ worker: PackWorker, _ refused: Refusals) {
    for number in runs[index] {
      let passage = passages[number]
      let fault = worker.fault(of: passage.tokens) { pack in
        switch settings.labels {
        case .data: .given(pack.nextTokens)
        case .sampled(let seed): .sampled(seed: seed, keys: [passage.key])
        }
      }
      if let fault { refused.note(number, fault) }
    }
  }

  /// Eigendecompositions side by side, one product thread each: the same bits whatever else runs.
  func decompose(
    _ sums: CovarianceSums, _ progress: (FitStage, Int, Int) throws -> Void
  ) throws -> [ModuleFactors] {
    var jobs: [EigenJob] = layout.groups.map { shape in
      EigenJob(
        sums: sums.activations[shape.slot], order: shape.modules[0].augmentedWidth,
        what: "inputs of \(shape.modules[0].name)")
    }
    jobs += layout.modules.enumerated().map { index, module in
      EigenJob(
        sums: sums.gradients[index], order: module.outputWidth,
        what: "output gradients of \(module.name)")
    }
    // The largest first, so that the workers end together.
    let queue = jobs.indices.sorted { (jobs[$0].order, $1) > (jobs[$1].order, $0) }
    let found = Mutex<[Int: Eigenbasis]>([:])
    try progress(.eigen, 0, jobs.count)
    let all = jobs
    try forEachPack(queue.count, workers: settings.threads) { _, index in
      let job = all[queue[index]]
      let basis = try Eigenbasis(job.sums, order: job.order, count: sums.tokens, what: job.what)
      found.withLock { $0[queue[index]] = basis }
    } afterRound: { done in
      try progress(.eigen, done, all.count)
    }
    let bases = found.withLock { found in all.indices.compactMap { found[$0] } }
    return layout.modules.enumerated().map { index, module in
      let activation = bases[layout.slotOfGroup[module.group] ?? 0]
      let gradient = bases[layout.groups.count + index]
      return ModuleFactors(
        module: module, activationVectors: activation.vectors, gradientVectors: gradient.vectors,
        activationValues: activation.values, gradientValues: gradient.values, lambdaSums: nil)
    }
  }

  func lambda(
    _ bases: [ModuleFactors], _ progress: (FitStage, Int, Int) throws -> Void
  ) throws -> [[Double]] {
    let sums = workers.map { _ in LambdaSums(layout) }
    let rotations = workers.map { _ in RotatedGradients(layout, bases) }
    return try sum(.lambda, sums, Refusals(), progress) { worker, index in
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

/// A covariance to decompose.
private struct EigenJob: Sendable {
  let sums: [Double]
  let order: Int
  /// Names it in errors.
  let what: String
}
