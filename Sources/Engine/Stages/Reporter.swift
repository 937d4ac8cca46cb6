import Foundation
import Glibc
import LinearAlgebra
package import RunModel
package import Store

/// Tells the database and the caller how far the engine has come, seldom enough to cost nothing.
///
/// A clock of its own tells it between two pieces of work too, since one piece of a large model takes minutes: by the
/// operations that passes have done since the last.
package final class Reporter: @unchecked Sendable {
  // Unchecked: everything that changes is touched under `lock` only, and the two closures are called under it.
  private let lock = NSRecursiveLock()
  let store: Store
  private let sink: (EngineProgress) -> Void
  private let isCancelled: () -> Bool
  private let meter: () -> Int
  private var state: EngineState
  private var stage = Stage.reading
  // Intervals are of a clock that nobody sets: the wall clock may jump by hours.
  private var stageStarted = ContinuousClock.now
  private var doneAtStart = 0
  private var lastSaved: ContinuousClock.Instant?
  private var lastShown: ContinuousClock.Instant?
  /// Units that are done for certain, and what the meter said then.
  private var certain = 0
  private var meterThen = 0
  private let cost: CostModel
  /// Where readers on other machines need copies.
  private let snapshots: SnapshotRenewal?
  private var ticking: (any DispatchSourceTimer)?
  /// What went wrong between two pieces of work, for the next to end with.
  private var failure: (any Error)?

  /// - Parameter meter: operations that passes have done in this process.
  package init(
    store: Store, cost: CostModel, isCancelled: @escaping () -> Bool,
    meter: @escaping () -> Int = { WorkMeter.total }, sink: @escaping (EngineProgress) -> Void
  ) {
    self.store = store
    self.cost = cost
    self.sink = sink
    self.isCancelled = isCancelled
    snapshots = SnapshotRenewal(store)
    self.meter = meter
    let now = Date().timeIntervalSince1970
    state = EngineState(
      pid: getpid(), host: ProcessInfo.processInfo.hostName, started: now, heartbeat: now, run: nil,
      stage: .reading, done: 0, total: 0, rate: nil, remaining: nil, stopped: nil)
  }

  func use(run: Int64) { lock.withLock { state.run = run } }

  /// Begins to tell how far it has come by itself, every half second, until `stopTicking`.
  package func startTicking() {
    let timer = DispatchSource.makeTimerSource(queue: DispatchQueue(label: "progress"))
    timer.schedule(deadline: .now() + 0.5, repeating: 0.5)
    timer.setEventHandler { [weak self] in self?.tick() }
    lock.withLock { ticking = timer }
    timer.resume()
  }

  package func stopTicking() {
    lock.withLock {
      ticking?.cancel()
      ticking = nil
    }
  }

  /// Tells how far the stage has come since the last certain number, by what passes have done.
  package func tick() {
    lock.withLock {
      guard ![.paused, .jobs, .finished].contains(stage) else { return }
      do {
        try show(certain + partial(), of: state.total, isLast: false)
      } catch {
        failure = error
      }
    }
  }

  /// Whole units that passes have done beyond the certain ones, never all that are left.
  private func partial() -> Int {
    let (total, left) = (state.total, state.total - certain)
    guard left > 1, let operations = cost.meteredOperations(stage) else { return 0 }
    let units = total - doneAtStart
    let each = operations / Double(max(1, units))
    let done = Double(meter() &- meterThen) / each
    return done > 0 && done.isFinite ? min(left - 1, Int(min(done, 1e15))) : 0
  }

  /// Starts a stage.
  ///
  /// - Parameters:
  ///   - done: units that an earlier engine has already done.
  ///   - total: units in all, 0 where nobody knows yet.
  package func begin(_ stage: Stage, done: Int = 0, total: Int) throws {
    lock.withLock {
      self.stage = stage
      stageStarted = .now
      doneAtStart = done
      (lastShown, lastSaved) = (nil, nil)
      (state.done, state.total) = (done, total)
    }
    try advance(to: done, of: total)
  }

  /// Says how far the stage has come.
  ///
  /// - Throws: `CancellationError` when the caller wants the engine to stop.
  package func advance(to done: Int, of total: Int) throws {
    try lock.withLock {
      if isCancelled() { throw CancellationError() }
      if let failure { throw failure }
      (certain, meterThen) = (done, meter())
      try show(done, of: total, isLast: done >= total)
    }
  }

  private func show(_ done: Int, of total: Int, isLast: Bool) throws {
    // What was told once is not taken back.
    let done = total == state.total ? max(done, state.done) : done
    let now = ContinuousClock.now
    guard isLast || Self.hasPassed(.milliseconds(100), since: lastShown, now) else { return }
    lastShown = now
    let elapsed = (now - stageStarted) / .seconds(1)
    let rate = done > doneAtStart && elapsed > 0.2 ? Double(done - doneAtStart) / elapsed : nil
    let remaining = cost.remaining(
      stage, done: done, already: doneAtStart, total: total, elapsed: elapsed)
    (state.done, state.total) = (done, total)
    sink(EngineProgress(stage: stage, done: done, total: total, rate: rate, remaining: remaining))
    guard isLast || Self.hasPassed(.milliseconds(500), since: lastSaved, now) else { return }
    lastSaved = now
    state.heartbeat = Date().timeIntervalSince1970
    state.stage = stage
    state.rate = rate
    state.remaining = remaining
    try store.save(state)
    snapshots?.renew()
  }

  private static func hasPassed(
    _ duration: Duration, since past: ContinuousClock.Instant?, _ now: ContinuousClock.Instant
  ) -> Bool {
    past.map { now - $0 > duration } ?? true
  }

  /// Says that the engine rests, for as long as somebody wants it to; the stage then goes on as it was.
  func pause(while isWanted: () throws -> Bool) throws {
    let (done, total) = lock.withLock { (state.done, state.total) }
    try runDuring(.paused) {
      while try isWanted() {
        lock.withLock {
          stage = .paused
          (lastShown, lastSaved) = (nil, nil)
        }
        try advance(to: done, of: total)
        Thread.sleep(forTimeInterval: 0.2)
      }
    }
  }

  /// Does something else in the middle of a stage, which then goes on as it was.
  func runDuring(_ other: Stage, _ body: () throws -> Void) throws {
    let before = lock.withLock { (stage, state.done, state.total, doneAtStart, stageStarted) }
    let started = ContinuousClock.now
    lock.withLock {
      stage = other
      (doneAtStart, stageStarted) = (0, started)
      (state.done, state.total) = (0, 0)
      (lastShown, lastSaved) = (nil, nil)
    }
    try body()
    lock.withLock {
      (stage, state.done, state.total, doneAtStart) = (before.0, before.1, before.2, before.3)
      stageStarted = before.4 + started.duration(to: .now)
      (lastShown, lastSaved) = (nil, nil)
      (certain, meterThen) = (state.done, meter())
    }
  }

  /// Says that the engine is alive and waits for requests.
  package func beat() throws {
    if lock.withLock({ stage }) != .jobs { try begin(.jobs, total: 0) }
    try advance(to: 0, of: 1)
  }

  /// Leaves a last word for those who read the database.
  func stop(_ end: EngineEnd) {
    stopTicking()
    lock.withLock {
      stage = .finished
      state.heartbeat = Date().timeIntervalSince1970
      state.stage = .finished
      state.stopped = end
      state.rate = nil
      state.remaining = nil
      try? store.save(state)
      try? store.log(end.sentence, level: end.failure == nil ? .info : .warning)
    }
  }
}
