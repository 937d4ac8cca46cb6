internal import Synchronization

/// What one call of `encode` works with, kept for the next call.
///
/// The guard of the unchecked conformance: a scratch is either in the pool or owned by one call.
final class EncodingScratch: @unchecked Sendable {
  var merger = Merger()
  var cache = WordCache()
  var tokens: [PieceToken] = []
}

/// Scratches that wait for the next call, one for each thread that encodes at a time.
final class ScratchPool: Sendable {
  private let waiting = Mutex<[EncodingScratch]>([])

  func borrow<Result>(_ body: (EncodingScratch) -> Result) -> Result {
    let scratch = waiting.withLock { $0.popLast() } ?? EncodingScratch()
    defer { waiting.withLock { $0.append(scratch) } }
    return body(scratch)
  }
}
