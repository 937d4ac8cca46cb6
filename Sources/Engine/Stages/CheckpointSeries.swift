import Influence
import RunModel
import Store
import Tokenization
import Transformer
import Workspace

/// The checkpoints of a training that a run is the end of, read and checked before anything is written.
package struct CheckpointSeries: Sendable {
  /// An earlier one, with what the run over it depends on.
  struct Earlier {
    let checkpoint: TrainingCheckpoint
    let prints: Fingerprints
  }

  /// In the order of the training; empty where there is one checkpoint only.
  let earlier: [Earlier]
  private let last: TrainingCheckpoint?
  private let print: String

  package var count: Int { earlier.count }

  /// - Parameter last: of the last one's run.
  /// - Throws: also for a checkpoint that is there twice.
  init(
    _ workspace: Workspace, _ options: ComputeOptions, settings: RunSettings,
    prints last: Fingerprints,
    model: ModelConfiguration, tokenizer: Tokenizer
  ) throws {
    let all = try Self.checkpoints(
      of: workspace, options, settings: settings, model: model, tokenizer: tokenizer)
    self.last = all.last
    print = last.run
    var seen = [last.checkpoint: workspace.checkpoint]
    earlier = try all.dropLast().map { one in
      let prints = try Fingerprints(workspace, settings: settings, checkpoint: one.folder)
      if let twin = seen[prints.checkpoint] {
        throw EngineError(
          "\(one.folder): holds the same weights as \(twin); keep one of them in `checkpoints`")
      }
      seen[prints.checkpoint] = one.folder
      return Earlier(checkpoint: one, prints: prints)
    }
  }

  /// The checkpoints of the training that a workspace names, all of one shape.
  ///
  /// - Throws: `EngineError` for a checkpoint of another shape or other tokens, and for settings that hold for one
  ///   checkpoint only.
  static func checkpoints(
    of workspace: Workspace, _ options: ComputeOptions, settings: RunSettings,
    model: ModelConfiguration, tokenizer: Tokenizer
  ) throws -> [TrainingCheckpoint] {
    let all = try workspace.trainingCheckpoints()
    guard !all.isEmpty else { return [] }
    guard options.exact.map({ $0 >= 1 }) ?? true else {
      throw EngineError(
        "--exact puts passages in order by the index of one checkpoint; leave it out, or `checkpoints` in stemma.yaml"
      )
    }
    guard settings.factors == nil else {
      throw EngineError(
        "--factors holds those of one checkpoint; leave it out, or `checkpoints` in stemma.yaml")
    }
    for one in all.dropLast() { try workspace.check(one, against: model, tokenizer) }
    return all
  }

  /// Begins the runs over the earlier ones, or goes on with those that are there.
  func begin(_ run: RunRecord, installation: String?, in store: Store) throws {
    func record(_ one: TrainingCheckpoint?, _ print: String) -> NewCheckpoint {
      NewCheckpoint(
        fingerprint: print, name: one?.name ?? "", step: one?.step, rateSum: one?.rateSum)
    }
    _ = try store.begin(
      earlier: earlier.map { record($0.checkpoint, $0.prints.run) }, last: run,
      own: record(last, print), installation: installation)
  }
}
