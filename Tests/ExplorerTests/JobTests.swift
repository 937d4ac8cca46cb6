import Explorer
import Foundation
import RunModel
import Store
import Terminal
import Testing

/// Requests that wait for an engine: what the screen does with them, and what becomes of them.
@Suite struct JobTests {
  @Test func keysChangeTheSelectedRequest() throws {
    var bench = try Bench()
    try bench.send(.activity(bench.source.activity()))
    try bench.press("6 r")
    #expect(bench.effects.last == .change(job: 8, .retry))
    try bench.press("p")
    #expect(bench.state.message == "request 8 is failed")
    for (key, change) in [
      ("p", JobChange.pause), ("X", .cancel), ("+", .priority(11)), ("-", .priority(9)),
    ] {
      try bench.press("G \(key)")
      #expect(bench.effects.last == .change(job: 7, change), "\(key)")
    }
    // There is nothing to rest and nothing to stop.
    let before = bench.effects.count
    try bench.press("P")
    #expect(bench.state.message == "no engine works here that could rest")
    try bench.press("S")
    #expect(bench.state.message == "no engine works here that could be stopped")
    #expect(bench.effects.count == before)
    try bench.send(.engine(EngineStatus(state: .running, stage: .scores, done: 1, total: 2)))
    try bench.press("P")
    #expect(bench.effects.last == .pauseEngine(true))
    try bench.send(.engine(EngineStatus(state: .running, stage: .paused, done: 1, total: 2)))
    #expect(bench.frame.rows[0].contains("paused 50%"))
    try bench.press("P")
    #expect(bench.effects.last == .pauseEngine(false))
    try bench.press("Enter")
    #expect(bench.text.contains("warning: few passages"))
  }

  /// Whoever is about to cancel a request cancels that one, whatever comes meanwhile.
  @Test func theCursorStaysOnItsRequest() throws {
    var bench = try Bench()
    var activity = bench.source.activity()
    try bench.send(.activity(activity))
    try bench.press("6 G")
    let selected = try #require(bench.state.selectedJob?.id)
    for id in 20..<23 {
      activity.jobs.insert(
        Activity.Job(id: id, kind: .ask, target: "", state: .waiting, note: "", priority: 1), at: 0)
      try bench.send(.activity(activity))
      #expect(bench.state.selectedJob?.id == selected)
    }
    try bench.press("X")
    #expect(bench.effects.last == .change(job: selected, .cancel))
    // One that is no longer listed leaves the cursor where it was.
    activity.jobs.removeAll { $0.id == selected }
    try bench.send(.activity(activity))
    #expect(bench.state.selectedJob != nil)
  }

  /// What is stored is counted by blocks, what an engine scores by passages.
  @Test func whatIsCountedHasItsName() throws {
    let workspace = try PreparedWorkspace()
    let source = try #require(try StoreSource(store: workspace.store, run: nil))
    var bench = try Bench()
    try bench.send(.engine(try source.status()))
    try bench.press("6")
    let stored = bench.text
    #expect(stored.contains("blocks") && !stored.contains(" passages\n"))
    try bench.send(.engine(EngineStatus(state: .running, stage: .scores, done: 1, total: 2)))
    #expect(bench.text.contains("1 of 2 passages"))
  }

  @Test func statesOfRequestsAreKept() throws {
    let workspace = try PreparedWorkspace()
    let store = workspace.store
    let source = try #require(try StoreSource(store: store, run: nil))
    let heat = Int(
      try store.request(.heat(HeatJob(step: 1, passage: 2))))
    try source.ask("Why?", answer: nil, completion: nil)
    func state(_ id: Int) throws -> JobState? { try store.job(Int64(id))?.state }
    try source.change(job: heat, .priority(50))
    #expect(try source.activity().jobs.last?.priority == 50)
    try source.change(job: heat, .pause)
    #expect(try state(heat) == .paused)
    // A held request is not taken; the question goes first although its priority is lower.
    #expect(try store.takeJob()?.request.kind == .ask)
    #expect(try store.takeJob() == nil)
    try source.change(job: heat, .resume)
    #expect(try store.takeJob()?.id == Int64(heat))
    // One that runs can be cancelled but no longer held.
    try source.change(job: heat, .pause)
    #expect(try state(heat) == .running)
    try source.change(job: heat, .cancel)
    #expect(try state(heat) == .cancelled)
    try source.change(job: heat, .retry)
    #expect(try state(heat) == .waiting)
  }

  @Test func theEngineIsAskedToRestOnce() throws {
    let workspace = try PreparedWorkspace()
    let source = try #require(try StoreSource(store: workspace.store, run: nil))
    try source.pauseEngine(true)
    try source.pauseEngine(true)
    let asked = try workspace.store.jobs().filter { $0.request == .pause }
    #expect(asked.count == 1 && asked[0].state == .waiting)
    #expect(try workspace.store.takeJob()?.id == asked[0].id)
    try source.pauseEngine(false)
    #expect(try workspace.store.job(asked[0].id)?.state == .done)
  }
}
