import Glibc
import Synchronization

/// Which packs are taken and which are done.
private final class PackClaims: Sendable {
  private struct State {
    var next: Int
    var end: Int
    /// Packs before this one are all done.
    var prefix: Int
    /// Those after it that are.
    var ahead: Set<Int> = []
  }

  private let state: Mutex<State>

  init(_ packs: Range<Int>) {
    state = Mutex(State(next: packs.lowerBound, end: packs.upperBound, prefix: packs.lowerBound))
  }

  /// The next pack for whoever asks; nil when there is none.
  func take() -> Int? {
    state.withLock { state in
      guard state.next < state.end else { return nil }
      defer { state.next += 1 }
      return state.next
    }
  }

  /// - Returns: how many packs are done without a gap.
  func finish(_ pack: Int) -> Int {
    state.withLock { state in
      state.ahead.insert(pack)
      while state.ahead.remove(state.prefix) != nil { state.prefix += 1 }
      return state.prefix
    }
  }

  /// Lets nobody take another one.
  func stop() { state.withLock { $0.end = min($0.end, $0.next) } }

  var done: Int { state.withLock { $0.prefix } }
}

/// A closure that only the thread it came from calls.
private struct CallersOwn: @unchecked Sendable {
  // Unchecked: see `claimPacks`, which compares threads.
  let report: (Int) throws -> Bool
}

/// Runs a body over packs; whoever is free takes the next one, so that none waits for another at a pack's end.
///
/// - Parameters:
///   - packs: taken in ascending order; one that is taken is always finished unless its body throws.
///   - productThreads: threads of each product.
///   - body: receives the worker and the pack.
///   - report: called on this thread now and then, with the number of packs done without a gap; packs are taken
///     no more once it returns false or throws.
/// - Returns: the first pack that was not taken.
package func claimPacks(
  _ packs: Range<Int>, workers: Int, productThreads: Int = 1,
  _ body: @Sendable (Int, Int) throws -> Void, report: (Int) throws -> Bool
) throws -> Int {
  guard !packs.isEmpty else { return packs.upperBound }
  let claims = PackClaims(packs)
  let caller = pthread_self()
  var reported = packs.lowerBound
  try withoutActuallyEscaping({ (done: Int) throws -> Bool in
    guard done > reported else { return true }
    reported = done
    return try report(done)
  }) { report in
    let own = CallersOwn(report: report)
    try runWorkers(min(workers, packs.count), productThreads: productThreads) { worker in
      do {
        while let pack = claims.take() {
          try body(worker, pack)
          let done = claims.finish(pack)
          if pthread_equal(caller, pthread_self()) != 0, try !own.report(done) { claims.stop() }
        }
      } catch {
        claims.stop()
        throw error
      }
    }
  }
  if claims.done > reported { _ = try report(claims.done) }
  return claims.done
}

/// Runs a body over all packs; see `claimPacks`.
/// - Parameter afterRound: called on this thread when some packs more are done, with the number done.
package func forEachPack(
  _ count: Int, workers: Int, productThreads: Int = 1,
  _ body: @Sendable (Int, Int) throws -> Void,
  afterRound: (Int) throws -> Void = { _ in }
) throws {
  _ = try claimPacks(0..<count, workers: workers, productThreads: productThreads, body) { done in
    try afterRound(done)
    return true
  }
}
