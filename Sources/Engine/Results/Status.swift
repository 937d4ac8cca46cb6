import Foundation
package import Influence
import RunModel
package import Store
package import Workspace

/// What is computed in a workspace, what is stale, and what an engine is doing.
package struct Status: Sendable {
  package let workspace: Workspace
  package let run: RunRecord?
  package let runs: [RunRecord]
  package let progress: RunProgress?
  package let engine: EngineState?
  /// Process id of the engine that works now; nil if none does.
  package let enginePID: Int32?
  /// Why the newest run does not match the inputs; nil if it does.
  package let stale: String?
  /// Passages that the run has no scores of because their numbers are not finite.
  package let skipped: [Skipped]

  /// What of the corpus's files was not read.
  package let leftOut: [LeftOutRecord]

  /// A passage that was skipped.
  package struct Skipped: Sendable, Equatable {
    package let passage: String
    package let reason: String

    package static func all(_ store: Store, run: RunRecord) throws -> [Skipped] {
      let found = try store.skipped(run: run.id)
      let ids = try store.passages(found.map(\.number), corpus: run.corpus).map(\.id)
      return zip(found, ids).map { Skipped(passage: $1, reason: $0.reason) }
    }
  }
  /// How the run keeps its steps; nil until that is decided.
  package let storage: StepStorageFact?
  /// What stands approximate in the run; nil where nothing does.
  package let coarse: CoarseFact?
  /// The training that the run is over checkpoints of, and how much of each exists; empty for one checkpoint.
  package let training: [(checkpoint: CheckpointRecord, progress: RunProgress)]
  /// How conjugate gradients came along; nil without any.
  package let solving: ConjugateGradientFact?
  /// The gradient index, if there is one that can be used.
  package let index: IndexSummary?
  /// Why the gradient index that is there cannot be used.
  package let indexTrouble: String?

  /// The engine of another machine that works here, and what is read meanwhile.
  package let elsewhere: EngineHost?
  package let snapshot: Snapshot?

  /// The parts that are at work on a plan; nil where there is none.
  package var parts: PartsOverview? { PartsOverview(folder: workspace.derived) }

  /// Reads the state; a workspace without a database has nothing computed.
  package init(_ workspace: Workspace, run id: Int64? = nil) throws {
    self.workspace = workspace
    enginePID = EngineLock.holder(workspace)
    elsewhere = EngineLock.elsewhere(workspace)
    guard FileManager.default.fileExists(atPath: workspace.databasePath) else {
      (run, runs, progress, engine, stale, skipped) = (nil, [], nil, nil, nil, [])
      leftOut = []
      (index, indexTrouble) = (nil, nil)
      (storage, coarse, solving) = (nil, nil, nil)
      training = []
      snapshot = nil
      return
    }
    let store = try Store(path: workspace.databasePath, access: .existing)
    snapshot = store.snapshot
    let run = try store.run(id)
    self.run = run
    runs = try store.runs()
    progress = try run.map { try store.progress(of: $0) }
    training =
      try run.map { run in
        try store.checkpoints(of: run.id).map { ($0, try store.progress(of: $0.run)) }
      } ?? []
    engine = try store.engineState()
    storage = try run.flatMap { try store.fact(StepStorageFact.self, run: $0.id) }
    solving = try run.flatMap { try store.fact(ConjugateGradientFact.self, run: $0.id) }
    coarse = try run.flatMap { try store.fact(CoarseFact.self, run: $0.id) }
    leftOut = try run.map { try store.leftOut(corpus: $0.corpus) } ?? []
    skipped = try run.map { try Skipped.all(store, run: $0) } ?? []
    (index, indexTrouble) = Self.index(workspace, run)
    stale = try run.flatMap { try $0.stale ?? Self.difference(workspace, $0, store) }
  }

  private static func index(_ workspace: Workspace, _ run: RunRecord?) -> (IndexSummary?, String?) {
    do {
      // Inputs that cannot be read are named elsewhere.
      // An index is of the last checkpoint of a training.
      guard let run, run.last == nil, let settings = try? RunSettings(json: run.settings),
        let prints = try? Fingerprints(workspace, settings: settings)
      else { return (nil, nil) }
      return (
        try IndexSummary(directory: workspace.indexFolder, fingerprint: prints.index), nil
      )
    } catch {
      return (nil, "\(error)")
    }
  }

  private static func difference(_ workspace: Workspace, _ run: RunRecord, _ store: Store) throws
    -> String?
  {
    let settings = try RunSettings(json: run.settings)
    if try Fingerprints.find(run, in: workspace, settings: settings) != nil { return nil }
    let prints = try Fingerprints(workspace, settings: settings)
    if try store.corpus(run.corpus)?.fingerprint != prints.corpus {
      return "the corpus, the tokenizer or the passage length changed since"
    }
    if try store.questionSet(fingerprint: prints.questionSet) != run.questionSet {
      return "the questions or the checkpoint changed since"
    }
    if !settings.origin.isComputedHere { return nil }
    return "written by another version of the numerics"
  }
}
