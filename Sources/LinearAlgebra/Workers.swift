internal import Dispatch
internal import Synchronization

/// Runs a body once for each worker, side by side, and waits for all of them.
///
/// - Parameters:
///   - count: number of workers; one runs on the calling thread.
///   - productThreads: threads that each worker's products use.
///   - body: receives the worker's number.
/// - Throws: the error of the lowest-numbered worker that failed, after all have ended.
package func runWorkers(
  _ count: Int, productThreads: Int = 1, _ body: @Sendable (Int) throws -> Void
) throws {
  precondition(count > 0)
  try Threads.withProductThreads(productThreads) {
    if count == 1 { return try body(0) }
    let failures = Mutex<[Int: any Error]>([:])
    DispatchQueue.concurrentPerform(iterations: count) { worker in
      do { try body(worker) } catch { failures.withLock { $0[worker] = error } }
    }
    if let first = failures.withLock({ $0.min { $0.key < $1.key }?.value }) { throw first }
  }
}
