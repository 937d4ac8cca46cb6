import COpenBLAS
internal import Foundation
internal import Glibc

/// The one owner of thread counts: OpenBLAS keeps its count in the process, so nobody else sets it.
package enum Threads {
  /// Cores this process should use: those it may run on, as far as control group and scheduler leave them.
  package static var available: Int { limits.threads }

  /// Who limits the cores.
  package static let limits = ProcessorLimits(affinity: max(1, Int(openblas_get_num_procs())))

  /// The kind of processor whose kernels OpenBLAS uses, such as SkylakeX; products round otherwise on another.
  package static var processorKind: String { String(cString: openblas_get_corename()) }

  /// Processor time of the calling thread, seconds: what other work on the machine leaves as it is.
  package static var processorSeconds: Double {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return Double(time.tv_sec) + 1e-9 * Double(time.tv_nsec)
  }

  /// Runs a body whose products use `count` threads each.
  ///
  /// A product rounds otherwise when its number of threads changes, so bodies of one count run side by
  /// side and bodies of another wait until those have ended. Bodies of one count may nest.
  ///
  /// One while jobs run side by side; more only for a lone product or decomposition: more threads
  /// than cores were measured ten times slower.
  package static func withProductThreads<Result>(
    _ count: Int, _ body: () throws -> Result
  ) rethrows -> Result {
    let count = max(1, min(count, available))
    precondition(
      held == nil || held == count, "products of \(count) threads within those of another count")
    gate.enter(count)
    defer { gate.leave() }
    return try $held.withValue(count, operation: body)
  }

  /// Threads that products of the calling body may use; one outside of any.
  package static var productThreads: Int { held ?? 1 }

  /// The count of the body that this thread is in.
  @TaskLocal private static var held: Int?

  private static let gate = Gate()

  /// Lets bodies of one count in at a time.
  private final class Gate: @unchecked Sendable {
    // Unchecked: both numbers are touched under the condition's lock only.
    private let condition = NSCondition()
    private var inside = 0
    private var current = 0

    func enter(_ count: Int) {
      condition.withLock {
        while inside > 0 && current != count { condition.wait() }
        inside += 1
        guard current != count else { return }
        current = count
        openblas_set_num_threads(Int32(count))
      }
    }

    func leave() {
      condition.withLock {
        inside -= 1
        if inside == 0 { condition.broadcast() }
      }
    }
  }
}
