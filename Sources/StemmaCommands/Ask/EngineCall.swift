import Engine
import Formatting
import Foundation
import Interruptions
import RunModel
import Store
import Workspace

/// Has a request answered: by the engine that works here, or by being that engine.
struct EngineCall {
  private let workspace: Workspace
  private let run: RunRecord

  init(_ workspace: Workspace, run: RunRecord) {
    self.workspace = workspace
    self.run = run
  }

  /// Waits for the answer.
  ///
  /// - Returns: what the engine says of it; nil when it was cancelled.
  func answer(_ job: Int64) throws -> String? {
    let store = try Store(path: workspace.databasePath, access: .existing)
    if EngineLock.holder(workspace) == nil { try compute() }
    while let known = try store.job(job) {
      switch known.state {
      case .done: return known.message ?? ""
      case .cancelled: return nil
      case .failed: throw EngineError(known.message ?? "the engine gave the request up")
      case .waiting, .running, .paused: break
      }
      if Interruption.isAsked {
        try store.change(job: job, from: [.waiting, .running, .paused], to: .cancelled)
        return nil
      }
      guard EngineLock.holder(workspace) != nil else {
        throw EngineError("no engine answers; run `stemma compute \(shellWord(workspace.folder))`")
      }
      Thread.sleep(forTimeInterval: 0.02)
    }
    throw EngineError(
      "the request was not taken; run `stemma compute \(shellWord(workspace.folder))`")
  }

  private func compute() throws {
    var options = ComputeOptions(settings: try RunSettings(json: run.settings))
    // Nothing but the request: whatever else is missing is another command's work.
    options.questions = []
    let bar = ProgressBar()
    defer { bar.finish() }
    do {
      try Compute(workspace, options: options, isCancelled: { Interruption.isAsked }) {
        if $0.stage == .asking { bar.finish() } else { bar.show($0) }
      }.run()
    } catch is CancellationError {
      // What exists is shown.
    }
  }
}
