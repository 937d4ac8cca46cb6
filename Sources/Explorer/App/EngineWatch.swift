internal import Dispatch
internal import Synchronization
internal import Terminal

/// Sees within two seconds that an engine's process is gone, is stopped or is back, on a thread of its own:
/// no list that takes longer and no database that somebody holds can keep it from looking.
package final class EngineWatch: Sendable {
  /// How long after a look the next one is.
  ///
  /// A process that is gone is said at the second look at the latest: the first asks the database whether it
  /// has said why.
  package static let period = Duration.milliseconds(750)
  /// The same while there is no engine whose end could be missed: one that comes writes to the database, and what
  /// the database says is put right at once.
  private static let pause = Duration.seconds(10)

  private struct Seen {
    /// What the database said last.
    var stored: EngineStatus?
    var shown: EngineStatus?
    var life: EngineLife?
    /// Whether the process has gone and the database has not been asked since.
    var isUnexplained = false
    /// Looks that were arranged, of which only the last takes place.
    var arranged = 0

    var isAtRest: Bool { (life?.isGone ?? true) && !isUnexplained }
  }

  private let seen = Mutex(Seen())
  private let queue = DispatchQueue(label: "engine")
  private let mailbox: Mailbox<Event>
  private let control: EngineControl?
  private let isStopped = Mutex(false)
  /// Asks the database what it says of the engine.
  private let askDatabase = Mutex<@Sendable () -> Void>({})

  init(mailbox: Mailbox<Event>, control: EngineControl?) {
    (self.mailbox, self.control) = (mailbox, control)
  }

  /// Starts an engine if there is something for it to do, and looks from now on.
  ///
  /// - Parameter haveChanged: asks the database what it says of the engine; must not wait for it.
  func start(haveChanged: @escaping @Sendable () -> Void) {
    guard let control else { return }
    askDatabase.withLock { $0 = haveChanged }
    queue.async { [mailbox] in
      do { try control.begin?() } catch { mailbox.post(.failed("\(error)")) }
      self.look()
    }
  }

  /// Looks now, as when an engine was started.
  func lookNow() { queue.async { self.look() } }

  func stop() { isStopped.withLock { $0 = true } }

  /// Whether an engine works, as far as is known.
  var isWorking: Bool { seen.withLock { $0.shown?.state == .running } }

  /// Takes in what the database says, and says what is true of it.
  func report(_ status: EngineStatus) {
    let hasCome = seen.withLock { seen in
      let wasAtRest = seen.isAtRest
      seen.stored = status
      seen.isUnexplained = false
      // As it is now: an engine may have come since the last look.
      seen.life = control?.life()
      show(&seen)
      return wasAtRest && !seen.isAtRest
    }
    if hasCome { lookLater() }
  }

  private func lookLater() {
    let (number, wait) = seen.withLock { seen in
      seen.arranged += 1
      return (seen.arranged, seen.isAtRest ? Self.pause : Self.period)
    }
    queue.asyncAfter(deadline: .now() + wait.dispatch) {
      if self.seen.withLock({ $0.arranged == number }) { self.look() }
    }
  }

  private func look() {
    guard !isStopped.withLock({ $0 }) else { return }
    let life = control?.life()
    let hasChanged = seen.withLock { seen in
      let before = seen.life
      seen.life = life
      guard let before, before != life else {
        if seen.isUnexplained {
          seen.isUnexplained = false
          show(&seen)
        }
        return false
      }
      if life == .absent { seen.isUnexplained = true } else { show(&seen) }
      return true
    }
    if hasChanged { askDatabase.withLock { $0 }() }
    lookLater()
  }

  /// Says how the engine is, if that is news.
  private func show(_ seen: inout Seen) {
    guard var status = seen.stored else { return }
    Self.correct(&status, seen.life)
    if status != seen.shown { mailbox.post(.engine(status)) }
    seen.shown = status
  }

  /// What the database says, put right by whoever knows whether an engine lives.
  private static func correct(_ status: inout EngineStatus, _ life: EngineLife?) {
    guard !status.isLost else { return }
    status.isHalted = life == .halted
    switch (life, status.state) {
    case (nil, _): break
    case (.halted?, _):
      status.isServing = false
      if status.state == .running { status.state = .stale }
    case (.alive?, .idle) where status.isServing: break
    case (.alive?, .idle), (.alive?, .stale):
      status.state = .running
      status.failure = nil
      status.isServing = true
    case (.alive?, _): status.isServing = true
    case (.absent?, .stale) where !status.isServing, (.dismissed?, .stale) where !status.isServing:
      status.state = .idle
    case (.absent?, _), (.dismissed?, _):
      guard status.state == .running || status.isServing else { break }
      // Its last beat is young: it was there a moment ago and has not said that it ends.
      if status.state == .running { status.state = .idle }
      status.isServing = false
      if life == .absent {
        status.failure = "the engine ended without a word; engine.log may say why"
      }
    }
  }
}

extension Duration {
  fileprivate var dispatch: DispatchTimeInterval {
    .milliseconds(
      Int(components.seconds) * 1000 + Int(components.attoseconds / 1_000_000_000_000_000))
  }
}
