internal import CNcurses
internal import Glibc

/// What can happen to a full-screen program.
package enum TerminalEvent<Message: Sendable>: Sendable {
  case key(Key)
  /// The terminal has another size; the screen has already read it.
  case resized
  /// The program was stopped and continues; everything must be drawn anew.
  case continued
  /// Something asked the program to end: the signal's number, or 1 if the terminal went away.
  case terminated(Int32)
  case message(Message)
}

/// Waits for keys, signals and messages of other threads at once.
package struct EventLoop<Message: Sendable> {
  /// Keys taken between two frames; more wait, so that a flood cannot stop the drawing.
  private static var keysPerTurn: Int { 512 }

  private let screen: Screen
  private let mailbox: Mailbox<Message>

  package init(screen: Screen, mailbox: Mailbox<Message>) {
    self.screen = screen
    self.mailbox = mailbox
  }

  /// Waits until something happens or the time is over, and returns what happened, in order.
  package func wait(milliseconds: Int32?) -> [TerminalEvent<Message>] {
    var watched = [screen.inputDescriptor, screen.signalDescriptor, mailbox.descriptor].map {
      pollfd(fd: $0, events: Int16(POLLIN), revents: 0)
    }
    let count = poll(&watched, nfds_t(watched.count), milliseconds ?? -1)
    if count == 0 { return [] }
    var events = signals()
    if watched[0].revents & Int16(POLLHUP | POLLERR | POLLNVAL) != 0 {
      return events + [.terminated(SIGHUP)]
    }
    events += keys()
    if watched[2].revents != 0 { events += mailbox.drain().map { .message($0) } }
    return events
  }

  private func keys() -> [TerminalEvent<Message>] {
    var events: [TerminalEvent<Message>] = []
    var taken = 0
    while taken < Self.keysPerTurn, let event = screen.nextEvent() {
      taken += 1
      if case .key(let key) = event { events.append(.key(key)) }
    }
    return events
  }

  private func signals() -> [TerminalEvent<Message>] {
    var bytes = [UInt8](repeating: 0, count: 64)
    let count = read(screen.signalDescriptor, &bytes, bytes.count)
    guard count > 0 else { return [] }
    var events: [TerminalEvent<Message>] = []
    for number in Set(bytes.prefix(count)).sorted() {
      switch Int32(number) {
      case SIGWINCH:
        screen.readSize()
        // Even at the same size: it may have been another in between, and what was cut off is gone.
        screen.invalidate()
        events.append(.resized)
      case SIGCONT:
        screen.resume()
        events.append(.continued)
      case SIGTSTP:
        screen.suspend()
        events.append(.continued)
      default: events.append(.terminated(Int32(number)))
      }
    }
    return events
  }
}
