internal import CNcurses

/// A parent that outlives the program, so that the terminal is restored even where nothing in the program
/// can do it: after SIGKILL, as when memory runs out.
package enum Supervisor {
  /// Goes on in a child process, where the program starts anew and comes here again; the calling process
  /// waits for it and ends with its status.
  ///
  /// Signals sent to the waiting process reach the child, and both stop and go on together, so that a
  /// shell sees one program. Where no process can be made the program goes on alone. Call it before
  /// anything starts a thread; once it has been called, it does nothing more.
  package static func start() { _ = started }

  private static let started: Bool = {
    _ = ncx_supervise()
    return true
  }()
}
