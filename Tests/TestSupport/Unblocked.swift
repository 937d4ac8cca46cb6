package import Foundation

extension Process {
  /// Starts it with no signal blocked, as a shell does.
  ///
  /// The threads that tests run on block nearly all of them, which a program inherits: it then could not be ended
  /// by anything but SIGKILL.
  package func runUnblocked() throws {
    var (none, before) = (sigset_t(), sigset_t())
    sigemptyset(&none)
    pthread_sigmask(SIG_SETMASK, &none, &before)
    defer { pthread_sigmask(SIG_SETMASK, &before, nil) }
    try run()
  }
}
