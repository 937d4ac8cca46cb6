internal import Foundation
internal import RunModel
internal import SafeFiles
internal import Store

/// What has become of the run and of its engine meanwhile.
extension StoreSource {
  package func status() throws -> EngineStatus {
    let progress = try store.progress(of: run)
    let isWhole =
      progress.blocksNeeded > 0 && progress.blocks >= progress.blocksNeeded
      && progress.questionsAnswered >= progress.questions
    var stored = EngineStatus(
      state: isWhole ? .done : .idle, stage: .scores, done: progress.blocks,
      total: progress.blocksNeeded)
    // A block holds the scores of one step for some passages.
    stored.unit = "block"
    return Self.status(
      of: try store.engineState(), isWhole: isWhole, stored,
      patience: store.snapshot == nil ? Self.patience : Self.patienceWithSnapshots)
  }

  /// Seconds after which an engine that says nothing is taken for dead, and where what it says comes with snapshots.
  private static let (patience, patienceWithSnapshots) = (10.0, 300.0)

  /// What an engine last said of itself, or what is stored where none says anything.
  static func status(
    of engine: EngineState?, isWhole: Bool, _ stored: EngineStatus, patience: Double = patience
  ) -> EngineStatus {
    var status = stored
    guard let engine else { return status }
    if let reason = engine.stopped {
      status.failure = reason.failure
      return status
    }
    // A beat from the future is of an engine that ended before somebody set the clock back.
    let silence = abs(Date().timeIntervalSince1970 - engine.heartbeat)
    let isServing = silence <= patience
    // An engine that has done everything stays for a while and waits for requests.
    if engine.stage.isServing {
      status.isServing = isServing
      return status
    }
    status = EngineStatus(
      state: isServing ? .running : isWhole ? .done : .stale, stage: engine.stage,
      done: engine.done, total: engine.total, remaining: engine.remaining,
      silence: isServing ? nil : silence)
    status.isServing = isServing
    status.rate = isServing ? engine.rate : nil
    status.process = isServing ? engine.pid : nil
    status.age = isServing ? (engine.heartbeat - engine.started).rounded(.down) : nil
    return status
  }

  package var isSuperseded: Bool { store.isSuperseded }

  package func stamp() -> Int? {
    guard FileIdentity(store.openedPath) == file else { return nil }
    var hasher = Hasher()
    for path in [store.openedPath, store.path + "-wal"] {
      var facts = stat()
      guard lstat(path, &facts) == 0 else { continue }
      hasher.combine(facts.st_size)
      hasher.combine(facts.st_mtim.tv_sec)
      hasher.combine(facts.st_mtim.tv_nsec)
    }
    // Parts write beside the database; the time since their last sign of life is looked at again and again.
    if FileManager.default.fileExists(atPath: PartsOverview.planPath(in: store.folder)) {
      hasher.combine(Int(Date().timeIntervalSince1970) / 2)
    }
    return hasher.finalize()
  }

  package func version() throws -> SourceVersion {
    try Self.version(
      of: run, shown: followsNewest ? try store.run(nil)?.id ?? run.id : run.id,
      passages: passageCount, in: store)
  }

  /// - Parameters:
  ///   - run: the run that is read.
  ///   - shown: the run that a start would show.
  ///   - passages: passages of the run's corpus.
  ///   - store: the database.
  static func version(of run: RunRecord, shown: Int64, passages: Int, in store: Store) throws
    -> SourceVersion
  {
    let progress = try store.progress(of: run)
    let measured = try store.steps(set: run.questionSet).count { $0.nats != nil }
    let scratch = try store.scratchVersion(run: run)
    let pins = try store.pinnedQueries().hashValue
    // The catalog has the lengths once all of them are there, which may be long after it was first read.
    let lengths = try store.hasGradientNorms(run: run, passages: passages) ? 1 : 0
    return SourceVersion(
      catalog: ((progress.questionsAnswered &* 1_000_003 &+ measured) &* 1_000_003
        &+ scratch.catalog) &* 1_000_003 &+ pins &+ lengths,
      scores: progress.blocks &* 1_000_003 &+ scratch.scores,
      run: shown)
  }
}
