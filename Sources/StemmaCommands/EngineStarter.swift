import Foundation
import Glibc
import Synchronization
import Workspace

/// Starts engines from the one thread that lasts as long as this process.
///
/// The kernel tells a process of the end of the thread that started it, and takes any other thread's end for the
/// whole parent's.
final class EngineStarter: Sendable {
  static let shared = EngineStarter()

  private struct Order: Sendable {
    let arguments: [String]
    let output: Int32
    let answer: @Sendable (Result<pid_t, any Error>) -> Void
  }

  private let orders = Mutex<[Order]>([])
  private let given = DispatchSemaphore(value: 0)

  private init() {
    Thread.detachNewThread { [self] in
      while true {
        given.wait()
        guard let order = orders.withLock({ $0.isEmpty ? nil : $0.removeFirst() }) else { continue }
        order.answer(Result { try Self.spawn(order.arguments, output: order.output) })
      }
    }
  }

  /// Starts a program in a process group of its own, so that no key of the terminal reaches it.
  ///
  /// - Parameter output: what its standard output and errors go to.
  /// - Throws: `EngineError` where the system does not start it.
  func start(_ arguments: [String], output: Int32) throws -> pid_t {
    let result = Mutex<Result<pid_t, any Error>?>(nil)
    let done = DispatchSemaphore(value: 0)
    orders.withLock { orders in
      orders.append(
        Order(arguments: arguments, output: output) { answer in
          result.withLock { $0 = answer }
          done.signal()
        })
    }
    given.signal()
    done.wait()
    guard let started = result.withLock({ $0 }) else {
      throw EngineError("the engine cannot be started")
    }
    return try started.get()
  }

  private static func spawn(_ arguments: [String], output: Int32) throws -> pid_t {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO)
    posix_spawn_file_actions_adddup2(&actions, output, STDERR_FILENO)
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETPGROUP))
    var words = arguments.map { strdup($0) as UnsafeMutablePointer<CChar>? } + [nil]
    defer { for word in words { free(word) } }
    var started: pid_t = 0
    let code = posix_spawn(&started, arguments[0], &actions, &attributes, &words, environ)
    guard code == 0 else {
      throw EngineError("the engine cannot be started (\(String(cString: strerror(code))))")
    }
    return started
  }
}
