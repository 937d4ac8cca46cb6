internal import CNcurses
internal import Glibc
internal import Synchronization

/// Events that other threads hand to the drawing thread, with a descriptor that wakes its `poll`.
package final class Mailbox<Event: Sendable>: Sendable {
  private let pending = Mutex<[Event]>([])
  /// Readable while events wait.
  let descriptor = eventfd(0, Int32(EFD_NONBLOCK) | Int32(EFD_CLOEXEC))

  package init() {}

  deinit { close(descriptor) }

  /// Hands over an event; callable from any thread.
  package func post(_ event: Event) {
    pending.withLock { $0.append(event) }
    var one: UInt64 = 1
    _ = Glibc.write(descriptor, &one, 8)
  }

  /// Takes all waiting events.
  package func drain() -> [Event] {
    var count: UInt64 = 0
    _ = Glibc.read(descriptor, &count, 8)
    return pending.withLock { events in
      defer { events.removeAll() }
      return events
    }
  }
}
