import Foundation
import Synchronization

/// Whether someone has asked this process to stop: Ctrl-C, `kill`, or the death of its parent.
enum Interruption {
  private static let asked = Atomic<Bool>(false)
  private static let parent = Mutex<Int32>(0)

  /// From here on Ctrl-C and `kill` ask; a second Ctrl-C ends the process at once.
  static func watch() {
    parent.withLock { $0 = getppid() }
    // Whoever started us may have blocked them, and a block is inherited.
    var signals = sigset_t()
    sigemptyset(&signals)
    for number in [SIGINT, SIGTERM, SIGHUP] { sigaddset(&signals, number) }
    pthread_sigmask(SIG_UNBLOCK, &signals, nil)
    for number in [SIGINT, SIGTERM, SIGHUP] {
      signal(number) { number in
        Interruption.asked.store(true, ordering: .relaxed)
        signal(number, SIG_DFL)
      }
    }
  }

  static var isAsked: Bool { asked.load(ordering: .relaxed) }

  /// Whether the process that started this one is gone.
  static var isOrphan: Bool { parent.withLock { $0 } != getppid() }
}
