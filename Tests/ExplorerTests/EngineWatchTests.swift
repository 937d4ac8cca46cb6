import Explorer
import Foundation
import RunModel
import Synchronization
import Terminal
import TerminalHarness
import Testing

/// An engine that dies or is stopped is seen in time, counted in looks: whatever else is waited for, and however
/// busy the machine is.
@Suite struct EngineWatchTests {
  private final class World: Sendable {
    let mailbox = Mailbox<Event>()
    let life = Mutex(EngineLife.alive)
    /// Looks since the engine's life has changed.
    let looks = Mutex(0)
    /// What had been said when the third of them began.
    let saidInTime = Mutex<[EngineStatus]?>(nil)

    var control: EngineControl {
      EngineControl(
        life: { [self] in
          let life = life.withLock { $0 }
          guard life != .alive else { return life }
          let look = looks.withLock { looks in
            looks += 1
            return looks
          }
          if look == 3 { saidInTime.withLock { $0 = statuses() } }
          return life
        }, start: nil, stop: {})
    }

    /// What has been said of the engine since the last time.
    func statuses() -> [EngineStatus] {
      mailbox.drain().compactMap { if case .engine(let status) = $0 { status } else { nil } }
    }
  }

  @Test(arguments: [EngineLife.absent, .halted, .dismissed], [true, false])
  func itIsSaidBeforeTheThirdLook(life: EngineLife, isBusy: Bool) throws {
    let (world, source) = (World(), FixtureSource())
    source.engine.withLock {
      $0 = EngineStatus(state: .done, stage: .finished)
      $0.isServing = true
    }
    let service = QueryService(
      mailbox: world.mailbox, control: world.control, place: "stemma.sqlite", open: { source },
      early: { nil })
    service.start()
    defer {
      source.isHeld.withLock { $0 = false }
      service.stop()
    }
    #expect(comesTrue { world.statuses().contains { $0.isServing && $0.failure == nil } })
    if isBusy {
      // The worker is at a list that does not come.
      source.isHeld.withLock { $0 = true }
      service.take(
        .rank(ListRequest(unit: Explorer.Unit(question: 0, step: 1), view: .raw, filter: Filter())))
      #expect(comesTrue { source.isWaiting.withLock { $0 } })
    }
    world.life.withLock { $0 = life }
    #expect(comesTrue { world.saidInTime.withLock { $0 != nil } })
    let said = try #require(world.saidInTime.withLock { $0 }).last
    #expect(said?.isHalted == (life == .halted) && said?.isServing == false)
    #expect((said?.failure != nil) == (life == .absent))
    // Two looks are over in two seconds.
    #expect(EngineWatch.period * 2 < .seconds(2))
    #expect(source.isHeld.withLock { $0 } == isBusy)
  }

  /// Whoever ended with a reason is not said to have ended without a word.
  @Test func theReasonOfAnEndIsWhatIsSaid() throws {
    let (world, source) = (World(), FixtureSource())
    source.engine.withLock {
      $0 = EngineStatus(state: .done, stage: .finished)
      $0.isServing = true
    }
    let service = QueryService(
      mailbox: world.mailbox, control: world.control, place: "stemma.sqlite", open: { source },
      early: { nil })
    service.start()
    defer { service.stop() }
    #expect(comesTrue { world.statuses().contains { $0.isServing } })
    source.engine.withLock { $0 = EngineStatus(state: .done) }
    world.life.withLock { $0 = .absent }
    #expect(comesTrue { world.saidInTime.withLock { $0 != nil } })
    let said = world.saidInTime.withLock { $0 } ?? []
    #expect(said.last?.failure == nil && said.last?.isServing == false)
    #expect(said.allSatisfy { $0.failure == nil })
  }
}
