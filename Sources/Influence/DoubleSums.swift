import Foundation
import LinearAlgebra

/// Several float64 sums in one piece of memory, which all workers add to in turns.
///
/// Each sum takes the packs in their order, whichever worker computed them: the bits depend neither on the
/// number of workers nor on who was first, and there is one copy of the sums however many cores there are.
final class DoubleSums: @unchecked Sendable {
  // Unchecked: an element is touched by the worker whose turn it is only, or by nobody else at all.
  /// Elements of each sum.
  let counts: [Int]
  private let offsets: [Int]
  private let storage: DoubleStorage
  private let condition = NSCondition()
  /// By sum, the pack whose turn it is.
  private var turns: [Int]

  init(counts: [Int]) {
    self.counts = counts
    offsets = counts.reduce(into: [0]) { $0.append($0[$0.count - 1] + $1) }
    storage = DoubleStorage(count: offsets[counts.count])
    turns = counts.map { _ in 0 }
  }

  /// Elements of one sum.
  subscript(index: Int) -> UnsafeMutablePointer<Double> { storage.pointer + offsets[index] }

  /// All elements.
  var bytes: UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(
      start: storage.pointer, count: storage.count * MemoryLayout<Double>.stride)
  }

  /// Waits until every pack before this one has added to a sum, and adds.
  ///
  /// Packs must be begun in their order, so that somebody is always at the one whose turn it is, and each must
  /// add to every sum exactly once.
  func add(pack: Int, to index: Int, _ body: (UnsafeMutablePointer<Double>) -> Void) {
    condition.withLock { while turns[index] != pack { condition.wait() } }
    body(self[index])
    condition.withLock {
      turns[index] += 1
      condition.broadcast()
    }
  }

  /// Goes on from sums that were kept after some packs.
  /// - Parameter fill: writes all elements.
  func restore(packs: Int, _ fill: (UnsafeMutableBufferPointer<Double>) throws -> Void) rethrows {
    try fill(UnsafeMutableBufferPointer(start: storage.pointer, count: storage.count))
    turns = counts.map { _ in packs }
  }
}
