import Foundation
import Glibc
import RunModel
import Store

/// Tells the database and the caller how far the engine has come, seldom enough to cost nothing.
final class Reporter {
  private let store: Store
  private let sink: (EngineProgress) -> Void
  private let isCancelled: () -> Bool
  private var state: EngineState
  private var stage = Stage.reading
  // Intervals are of a clock that nobody sets: the wall clock may jump by hours.
  private var stageStarted = ContinuousClock.now
  private var doneAtStart = 0
  private var lastSaved: ContinuousClock.Instant?
  private var lastShown: ContinuousClock.Instant?
  private let cost: CostModel
  /// Where readers on other machines need copies.
  private let snapshots: SnapshotRenewal?

  init(
    store: Store, cost: CostModel, isCancelled: @escaping () -> Bool,
    sink: @escaping (EngineProgress) -> Void
  ) {
    self.store = store
    self.cost = cost
    self.sink = sink
    self.isCancelled = isCancelled
    snapshots = SnapshotRenewal(store)
    let now = Date().timeIntervalSince1970
    state = EngineState(
      pid: getpid(), host: ProcessInfo.processInfo.hostName, started: now, heartbeat: now, run: nil,
      stage: .reading, done: 0, total: 0, rate: nil, remaining: nil, stopped: nil)
  }

  func use(run: Int64) { state.run = run }

  /// Starts a stage.
  ///
  /// - Parameters:
  ///   - done: units that an earlier engine has already done.
  ///   - total: units in all, 0 where nobody knows yet.
  func begin(_ stage: Stage, done: Int = 0, total: Int) throws {
    self.stage = stage
    stageStarted = .now
    doneAtStart = done
    (lastShown, lastSaved) = (nil, nil)
    try advance(to: done, of: total)
  }

  /// Says how far the stage has come.
  ///
  /// - Throws: `CancellationError` when the caller wants the engine to stop.
  func advance(to done: Int, of total: Int) throws {
    if isCancelled() { throw CancellationError() }
    let now = ContinuousClock.now
    let isLast = done >= total
    guard isLast || Self.hasPassed(.milliseconds(100), since: lastShown, now) else { return }
    lastShown = now
    let elapsed = (now - stageStarted) / .seconds(1)
    let rate = done > doneAtStart && elapsed > 0.2 ? Double(done - doneAtStart) / elapsed : nil
    let remaining = cost.remaining(
      stage, done: done, already: doneAtStart, total: total, elapsed: elapsed)
    sink(EngineProgress(stage: stage, done: done, total: total, rate: rate, remaining: remaining))
    guard isLast || Self.hasPassed(.milliseconds(500), since: lastSaved, now) else { return }
    lastSaved = now
    state.heartbeat = Date().timeIntervalSince1970
    state.stage = stage
    state.done = done
    state.total = total
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
    let (done, total) = (state.done, state.total)
    try interlude(.paused) {
      while try isWanted() {
        stage = .paused
        (lastShown, lastSaved) = (nil, nil)
        try advance(to: done, of: total)
        Thread.sleep(forTimeInterval: 0.2)
      }
    }
  }

  /// Does something else in the middle of a stage, which then goes on as it was.
  func interlude(_ other: Stage, _ body: () throws -> Void) throws {
    let (stage, done, total, doneAtStart) = (self.stage, state.done, state.total, self.doneAtStart)
    let (stageStarted, started) = (self.stageStarted, ContinuousClock.now)
    self.stage = other
    (self.doneAtStart, self.stageStarted) = (0, started)
    (lastShown, lastSaved) = (nil, nil)
    try body()
    self.stage = stage
    (state.done, state.total, self.doneAtStart) = (done, total, doneAtStart)
    self.stageStarted = stageStarted + started.duration(to: .now)
    (lastShown, lastSaved) = (nil, nil)
  }

  /// Says that the engine is alive and waits for requests.
  func beat() throws {
    if stage != .jobs { try begin(.jobs, total: 0) }
    try advance(to: 0, of: 1)
  }

  /// Leaves a last word for those who read the database.
  func stop(_ end: EngineEnd) {
    state.heartbeat = Date().timeIntervalSince1970
    state.stage = .finished
    state.stopped = end
    state.rate = nil
    state.remaining = nil
    try? store.save(state)
    try? store.log(end.sentence, level: end.failure == nil ? .info : .warning)
  }
}
