import CProcess
import Glibc
import Synchronization

/// Whether someone has asked this process to stop: Ctrl-C, `kill`, or the death of its parent.
///
/// Work that is committed in small pieces asks ``isAsked`` between them and ends in order. Where that takes longer,
/// as inside one call of a library or one long statement, the process ends by itself: nothing that is committed can be
/// lost by that, whatever it was at.
package enum Interruption {
  private static let asked = Atomic<Bool>(false)
  private static let askedAt = Atomic<Int64>(0)
  private static let parent = Atomic<Int32>(0)
  /// The signal that asked first.
  private static let signalAsked = Atomic<Int32>(SIGINT)
  private static let saveAsked = Atomic<Bool>(false)
  private static let statusAsked = Atomic<Bool>(false)
  private static let markedFile = Atomic<Int32>(-1)

  /// What a process that was asked to stop, and ended at once, leaves at the start of a file of its own.
  package static let endingMark = Array("stopped".utf8)
  private static let endingText: StaticString = "stopped"

  /// From here on that file is this one, by its descriptor; -1 for none.
  package static func mark(endingIn descriptor: Int32) {
    markedFile.store(descriptor, ordering: .relaxed)
  }

  /// Microseconds in which work that was asked to end may do so in order.
  package static let patience = 800_000

  /// From here on Ctrl-C and `kill` ask; after ``patience`` without an end, or at a second one, the process ends at once.
  package static func watch() {
    parent.store(getppid(), ordering: .relaxed)
    // Whoever started us may have blocked them, and a block is inherited.
    var signals = sigset_t()
    sigemptyset(&signals)
    for number in [SIGINT, SIGTERM, SIGHUP, SIGALRM] { sigaddset(&signals, number) }
    pthread_sigmask(SIG_UNBLOCK, &signals, nil)
    signal(SIGALRM) { _ in Interruption.end() }
    for number in [SIGINT, SIGTERM, SIGHUP] {
      signal(number) { number in
        if !Interruption.isAsked { Interruption.signalAsked.store(number, ordering: .relaxed) }
        if Interruption.asked.exchange(true, ordering: .relaxed) { Interruption.end() }
        Interruption.askedAt.store(Interruption.milliseconds, ordering: .relaxed)
        var patience = itimerval(
          it_interval: timeval(tv_sec: 0, tv_usec: 0),
          it_value: timeval(tv_sec: 0, tv_usec: Interruption.patience))
        setitimer(__itimer_which_t(ITIMER_REAL.rawValue), &patience, nil)
      }
    }
  }

  /// From here on SIGUSR1 asks to finish the block in flight and stop, as schedulers do some minutes before the end,
  /// and SIGUSR2 asks for a line that says how far the work is.
  package static func watchScheduler() {
    var signals = sigset_t()
    sigemptyset(&signals)
    for number in [SIGUSR1, SIGUSR2, SIGCONT] { sigaddset(&signals, number) }
    pthread_sigmask(SIG_UNBLOCK, &signals, nil)
    signal(SIGUSR1) { _ in Interruption.saveAsked.store(true, ordering: .relaxed) }
    signal(SIGUSR2) { _ in Interruption.statusAsked.store(true, ordering: .relaxed) }
    // Schedulers send it before SIGTERM, to whatever may be stopped: going on is all it means.
    signal(SIGCONT) { _ in }
  }

  /// Whether somebody wants the block in flight finished and the work to stop then.
  package static var isSaveAsked: Bool { saveAsked.load(ordering: .relaxed) }

  /// Whether somebody has asked how far the work is; true once for each time.
  package static func takeStatusRequest() -> Bool {
    statusAsked.exchange(false, ordering: .relaxed)
  }

  /// What a process exits with that a signal has asked to stop: 128 and the signal's number.
  package static var exitStatus: Int32 { 128 + signalAsked.load(ordering: .relaxed) }

  package static var isAsked: Bool { asked.load(ordering: .relaxed) }

  /// Whether the end was asked for 0.3 s ago or longer: what is still going on then is too long to be waited for.
  ///
  /// The short statements with which work ends in order are not cut by that.
  package static var isOverdue: Bool {
    guard isAsked else { return false }
    let since = askedAt.load(ordering: .relaxed)
    return since > 0 && milliseconds - since >= 300
  }

  /// The clock that never goes back; a signal's handler may read it.
  private static var milliseconds: Int64 {
    var now = timespec()
    clock_gettime(CLOCK_MONOTONIC, &now)
    return Int64(now.tv_sec) * 1000 + Int64(now.tv_nsec) / 1_000_000
  }

  /// Ends this process as if it had been asked to, soon after the one that started it is gone.
  ///
  /// A thread looks, so that it also happens in the middle of one long call; a process that is stopped is woken.
  /// - Parameter started: the process that started this one; where that may already be another, nil.
  package static func followParent(_ started: Int32? = nil) {
    if let started { parent.store(started, ordering: .relaxed) }
    _ = stemma_wake_when_parent_ends()
    var thread = pthread_t()
    let body: @convention(c) (UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? = { _ in
      while !Interruption.isOrphan { usleep(300_000) }
      kill(getpid(), SIGTERM)
      return nil
    }
    if pthread_create(&thread, nil, body, nil) == 0 { pthread_detach(thread) }
  }

  /// Whether the process that started this one is gone.
  package static var isOrphan: Bool { parent.load(ordering: .relaxed) != getppid() }

  /// Ends the process from within a signal's handler, where hardly anything may be called.
  private static func end() {
    let sentence: StaticString =
      "\nstemma: stopped at once; what is committed is kept, the same command goes on\n"
    let file = markedFile.load(ordering: .relaxed)
    if file >= 0 { pwrite(file, endingText.utf8Start, endingText.utf8CodeUnitCount, 0) }
    _ = Glibc.write(STDERR_FILENO, sentence.utf8Start, sentence.utf8CodeUnitCount)
    _exit(exitStatus)
  }
}
