import LinearAlgebra
import RunModel
import Transformer

/// One fit: model, passages, how they are packed, and where the results go.
struct FactorFit {
  let model: LanguageModel
  let layout: GradientLayout
  let passages: [FactorPassage]
  let settings: InfluenceSettings
  let packRanges: [Range<Int>]
  let workers: [PackWorker]
  let checkpoint: FitCheckpoint?
  /// Runs of packs that are summed by themselves and added up in order, whether here or by several processes.
  let shares: [Range<Int>]
  private let ownArena: FactorArena?
  /// Identity of the partial sums.
  private let identity: String
  private var journal: FitCheckpoint.Journal

  init(
    _ model: LanguageModel, _ passages: [FactorPassage], _ settings: InfluenceSettings,
    _ checkpoint: FitCheckpoint?, hasArena: Bool = true
  ) throws {
    self.model = model
    self.passages = passages
    self.settings = settings
    let layout = GradientLayout(model, settings.modules)
    self.layout = layout
    packRanges = Packing.ranges(
      passages.map(\.tokens.count), target: settings.packTokens, multiple: settings.packingMultiple)
    workers = (0..<min(settings.packsAtOnce, packRanges.count)).map { _ in PackWorker(model, layout)
    }
    self.checkpoint = checkpoint
    shares = Self.shares(packs: packRanges.count)
    identity = checkpoint?.identity(passages, settings, packRanges: packRanges) ?? ""
    journal = try checkpoint?.open(identity) ?? .init(identity: identity)
    ownArena =
      hasArena
      ? try FactorArena(
        layout, settings.strategy, tokens: passages.reduce(0) { $0 + $1.tokens.count },
        sequences: passages.count, directory: checkpoint?.directory) : nil
  }

  /// Most shares of the packs.
  ///
  /// A share's sums take as much as the whole's, on the disk where several processes make them.
  private static let shareLimit = 16

  /// Fewest packs of a share: adding a share up goes through memory as often as adding a pack does.
  private static let packsOfAShare = 4

  /// Shares of a number of packs; depends on nothing else, so that no bit does.
  static func shares(packs: Int) -> [Range<Int>] {
    let count = max(1, min(shareLimit, packs / packsOfAShare))
    return (0..<count).map { $0 * packs / count..<($0 + 1) * packs / count }
  }

  /// Where results come to lie.
  var arena: FactorArena {
    guard let ownArena else { preconditionFailure("a fit that only sums") }
    return ownArena
  }

  var tokens: Int { passages.reduce(0) { $0 + $1.tokens.count } }

  private func pack(_ index: Int) -> TokenPack {
    TokenPack(passages[packRanges[index]].map(\.tokens))
  }

  private func labels(_ index: Int, _ pack: TokenPack) -> Labels {
    switch settings.labels {
    case .data: .given(pack.nextTokens)
    case .sampled(let seed): .sampled(seed: seed, keys: passages[packRanges[index]].map(\.key))
    }
  }

  /// Consecutive selected groups whose sums fit into memory together, one at least.
  static func batches(_ layout: GradientLayout, bytes: Int, each: (GroupLayout) -> Int)
    -> [Range<Int>]
  {
    var result: [Range<Int>] = []
    var taken = 0
    for (groupIndex, groupLayout) in layout.groups.enumerated() {
      let own = each(groupLayout)
      if let last = result.last, taken + own <= bytes {
        result[result.count - 1] = last.lowerBound..<groupIndex + 1
        taken += own
      } else {
        result.append(groupIndex..<groupIndex + 1)
        taken = own
      }
    }
    return result
  }

  /// Runs a summing stage for some groups over the packs, from its partial sums on and with new ones on the way.
  private func sum(
    _ stage: FitStage, _ groupIndices: Range<Int>, _ sums: DoubleSums, mayKeep: () -> Bool,
    _ progress: (Int) throws -> Void, _ body: @Sendable (Int, Int) throws -> Void
  ) throws {
    let identity = "\(identity) \(groupIndices)"
    var done =
      checkpoint?.restore(stage, sums, packs: packRanges.count, identity: identity) ?? 0
    func passagesDone(_ packs: Int) -> Int { packs == 0 ? 0 : packRanges[packs - 1].upperBound }
    var budget = WriteBudget(
      least: checkpoint?.interval ?? .infinity,
      bytes: sums.bytes.count + (sums.totalBytes?.count ?? 0))
    try progress(passagesDone(done))
    while done < packRanges.count {
      done = try claimPacks(
        done..<packRanges.count, workers: workers.count, productThreads: settings.productThreads,
        body
      ) { packs in
        try progress(passagesDone(packs))
        return !budget.isDue
      }
      // Sums with a bad passage in them must not be gone on from; whole ones are written as factors.
      if let checkpoint, done < packRanges.count, mayKeep() {
        try budget.spend {
          try checkpoint.write(stage, sums, packs: done, identity: identity)
        }
      }
    }
  }

  // MARK: Covariances

  /// Fits the covariances, as many groups of modules at a time as the settings' memory holds.
  mutating func covariances(_ progress: (FitStage, Int, Int) throws -> Void) throws {
    let batches = Self.batches(layout, bytes: settings.sumBytes, each: CovarianceSums.bytes)
    let total = passages.count * batches.count
    for (number, groupIndices) in batches.enumerated() {
      guard groupIndices.upperBound > journal.covariances else {
        try progress(.covariance, passages.count * (number + 1), total)
        continue
      }
      try covariances(of: groupIndices) { done in
        try progress(.covariance, passages.count * number + done, total)
      }
      journal.covariances = groupIndices.upperBound
      try keep(.covariance, [.activationCovariance, .gradientCovariance])
    }
  }

  /// Where the totals of some groups' sums lie: in memory where they have room there beside the share under way.
  private func scratch(
    _ groupIndices: Range<Int>, _ each: (GroupLayout) -> Int, within bytes: Int
  ) -> String? {
    Self.holdsTotals(groupIndices.reduce(0) { $0 + each(layout.groups[$1]) }, within: bytes)
      ? nil : checkpoint?.directory
  }

  /// Whether totals lie in memory beside the share under way.
  static func holdsTotals(_ sums: Int, within bytes: Int) -> Bool {
    sums < DoubleSums.filedBytes || sums <= bytes / 2
  }

  private func covariances(of groupIndices: Range<Int>, _ progress: (Int) throws -> Void) throws {
    let sums = try CovarianceSums(
      layout, groupIndices: groupIndices, shares: shares,
      scratchIn: scratch(groupIndices, CovarianceSums.bytes, within: settings.sumBytes))
    try add(to: sums) { mayKeep, body in
      try sum(.covariance, groupIndices, sums.sums, mayKeep: mayKeep, progress, body)
    }
    let (layout, arena) = (layout, arena)
    let ownTokens = settings.strategy == .shampoo ? nil : tokens
    _ = try claimPacks(groupIndices, workers: settings.threads) { _, groupIndex in
      let modules = layout.modules(of: groupIndex..<groupIndex + 1)
      sums.writeInputs(
        groupIndex: groupIndex, tokens: ownTokens,
        into: arena.matrix(.activationCovariance, modules.lowerBound))
      for module in modules {
        sums.writeGradients(module: module, into: arena.matrix(.gradientCovariance, module))
      }
    } report: { _ in
      true
    }
  }

  /// What runs over packs: whether sums may be kept now, and what to do with a worker and a pack.
  typealias PackRunner = (
    _ mayKeep: () -> Bool, _ body: @escaping @Sendable (Int, Int) throws -> Void
  ) throws -> Void

  /// Adds packs to covariances.
  func add(to sums: CovarianceSums, _ run: PackRunner) throws {
    let ofSequences = settings.strategy == .shampoo
    let visitors = workers.map { _ in CovarianceVisitor(layout, sums) }
    let shampoo = ofSequences ? workers.map { _ in ShampooVisitor(layout, sums) } : []
    let refused = Refusals()
    let lowest = layout.groups[sums.groupIndices.lowerBound].group.index
    try run({ refused.isEmpty }) { worker, index in
      let pack = pack(index)
      workers[worker].forward(pack)
      if ofSequences {
        let visitor = shampoo[worker]
        visitor.prepare(pack, number: index)
        _ = workers[worker].backward(labels(index, pack), visitor, lowestGroup: lowest)
        if visitor.sawNotFinite { refuse(index, workers[worker], refused) }
        return
      }
      let visitor = visitors[worker]
      visitor.prepare(pack: index)
      _ = workers[worker].backward(labels(index, pack), visitor, lowestGroup: lowest)
      if visitor.sawNotFinite { refuse(index, workers[worker], refused) }
    }
    guard refused.isEmpty else {
      throw InfluenceError(refusing: refused.all, called: "factor passage")
    }
  }

  /// Notes which passages of a pack brought what is not finite.
  private func refuse(_ index: Int, _ worker: PackWorker, _ refused: Refusals) {
    for number in packRanges[index] {
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

  /// Notes in the journal what has been done, once it is safe.
  private func keep(_ stage: FitStage, _ files: [FactorFile]) throws {
    guard let checkpoint else { return }
    try arena.flush(files)
    try checkpoint.save(journal)
    checkpoint.discardSums(stage)
    arena.releasePages(files)
  }

  // MARK: Eigenvectors

  /// Eigendecompositions side by side, one product thread each: the same bits whatever else runs.
  mutating func decompose(_ progress: (FitStage, Int, Int) throws -> Void) throws {
    let jobs = EigenJob.all(layout)
    let done = journal.eigen
    // The largest first, so that the workers end together.
    let queue = jobs.indices.filter { !done.contains($0) }
      .sorted { (jobs[$0].order, $1) > (jobs[$1].order, $0) }
    try progress(.eigen, done.count, jobs.count)
    let largest = queue.first.map { EigenJob.bytes(jobs[$0].order) } ?? 1
    let arena = arena
    let tokens = tokens
    var budget = WriteBudget(
      least: checkpoint?.interval ?? .infinity, bytes: 8 * largest)
    var first = 0
    while first < queue.count {
      first = try claimPacks(
        first..<queue.count, workers: min(settings.threads, max(1, settings.sumBytes / largest))
      ) { _, index in
        try jobs[queue[index]].solve(arena, tokens: tokens)
      } report: { solved in
        try progress(.eigen, done.count + solved, jobs.count)
        return !budget.isDue
      }
      journal.eigen = done.union(queue[..<first])
      if checkpoint != nil {
        try budget.spend { try keep(.eigen, Self.bases) }
      }
    }
  }

  private static let bases: [FactorFile] = [
    .activationVectors, .activationValues, .gradientVectors, .gradientValues,
  ]

  /// The factors as they lie in the arena.
  func modules(withLambda: Bool) -> [ModuleFactors] {
    layout.modules.enumerated().map { index, module in
      let shared = layout.firstModule[layout.groupOfModule[index]]
      return ModuleFactors(
        module: module, activationVectors: arena.matrix(.activationVectors, index),
        gradientVectors: arena.matrix(.gradientVectors, index),
        activationValues: Array(arena.numbers(.activationValues, shared)),
        gradientValues: Array(arena.numbers(.gradientValues, index)),
        lambdaSums: withLambda ? arena.matrix(.lambda, index) : nil)
    }
  }

  // MARK: Corrected eigenvalues

  mutating func lambda(_ progress: (FitStage, Int, Int) throws -> Void) throws {
    let batches = Self.batches(
      layout, bytes: settings.lambdaBytes(layout), each: LambdaSums.bytes)
    let total = passages.count * batches.count
    let bases = modules(withLambda: false)
    for (number, groupIndices) in batches.enumerated() {
      guard groupIndices.upperBound > journal.lambda else {
        try progress(.lambda, passages.count * (number + 1), total)
        continue
      }
      try lambda(of: groupIndices, bases) { done in
        try progress(.lambda, passages.count * number + done, total)
      }
      journal.lambda = groupIndices.upperBound
      try keep(.lambda, [.lambda])
    }
  }

  private func lambda(
    of groupIndices: Range<Int>, _ bases: [ModuleFactors], _ progress: (Int) throws -> Void
  ) throws {
    let sums = try LambdaSums(
      layout, groupIndices: groupIndices, shares: shares,
      scratchIn: scratch(groupIndices, LambdaSums.bytes, within: settings.lambdaBytes(layout)))
    try add(to: sums, groupIndices, bases) { mayKeep, body in
      try sum(.lambda, groupIndices, sums.sums, mayKeep: mayKeep, progress, body)
    }
    let arena = arena
    _ = try claimPacks(layout.modules(of: groupIndices), workers: settings.threads) { _, module in
      sums.write(module: module, into: arena.matrix(.lambda, module))
    } report: { _ in
      true
    }
  }

  /// Adds packs to the squares of rotated gradients.
  func add(
    to sums: LambdaSums, _ groupIndices: Range<Int>, _ bases: [ModuleFactors], _ run: PackRunner
  ) throws {
    let rotations = workers.map { _ in
      RotatedGradients(
        layout, bases, groupIndices: groupIndices, releasesFactors: settings.releasesFactors)
    }
    let lowest = layout.groups[groupIndices.lowerBound].group.index
    try run({ true }) { worker, index in
      let pack = pack(index)
      workers[worker].forward(pack)
      let rotation = rotations[worker]
      rotation.prepare(pack)
      rotation.consume = { module, rows in sums.add(rows, pack: index, module: module) }
      _ = workers[worker].backward(labels(index, pack), rotation, lowestGroup: lowest)
    }
  }

  /// Everything that was fitted.
  func factors() throws -> Factors {
    let shared: [FactorFile] = [.activationCovariance, .activationVectors, .activationValues]
    arena.spread(shared)
    try arena.flush(FactorFile.allCases)
    arena.releasePages(FactorFile.allCases)
    return Factors(
      settings: settings, modules: modules(withLambda: settings.strategy.correctsEigenvalues),
      activationCovariances: layout.modules.indices.map { arena.matrix(.activationCovariance, $0) },
      gradientCovariances: layout.modules.indices.map { arena.matrix(.gradientCovariance, $0) },
      tokenCount: tokens, sequenceCount: passages.count)
  }
}
