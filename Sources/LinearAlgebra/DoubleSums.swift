import Foundation

/// Several float64 sums in one piece of memory, which all workers add to in turns.
///
/// Each sum takes the packs in their order, whichever worker computed them: the bits depend neither on the
/// number of workers nor on who was first, and there is one copy of the sums however many cores there are.
package final class DoubleSums: @unchecked Sendable {
  // Unchecked: an element is touched by the worker whose turn it is only, or by nobody else at all.
  /// Elements of each sum.
  package let counts: [Int]
  private let offsets: [Int]
  private let storage: DoubleStorage
  /// Sums of the shares that are whole; nil where all packs are one share.
  private let totals: DoubleStorage?
  /// First and last packs of the shares; empty where all packs are one share.
  private let starts: Set<Int>
  private let ends: Set<Int>
  private let condition = NSCondition()
  /// By sum, the pack whose turn it is.
  private var turns: [Int]

  /// From this size on, totals lie in a file: they are touched once a share and need not be in memory.
  package static let filedBytes = 256 << 20

  /// - Parameters:
  ///   - counts: elements of each sum.
  ///   - shares: consecutive runs of packs that are summed by themselves, then added up in order. So the bits are
  ///     the same when shares are summed by different processes.
  ///   - first: the pack that comes first.
  ///   - folder: where large totals lie; in memory if nil.
  package init(
    counts: [Int], shares: [Range<Int>] = [], first: Int = 0, scratchIn folder: String? = nil
  ) throws {
    self.counts = counts
    offsets = counts.reduce(into: [0]) { $0.append($0[$0.count - 1] + $1) }
    let count = offsets[counts.count]
    storage = DoubleStorage(count: count)
    if shares.count > 1 {
      let folder = count * MemoryLayout<Double>.stride >= Self.filedBytes ? folder : nil
      totals =
        try folder.map { try DoubleStorage(count: count, scratchIn: $0) }
        ?? DoubleStorage(count: count)
      starts = Set(shares.map(\.lowerBound))
      ends = Set(shares.map { $0.upperBound - 1 })
    } else {
      totals = nil
      (starts, ends) = ([], [])
    }
    turns = counts.map { _ in first }
  }

  /// Elements of one sum: of all shares that are whole, or of all packs where there is one share.
  package subscript(index: Int) -> UnsafeMutableBufferPointer<Double> {
    elements(of: index, in: totals ?? storage)
  }

  private func elements(of index: Int, in storage: DoubleStorage)
    -> UnsafeMutableBufferPointer<Double>
  {
    UnsafeMutableBufferPointer(rebasing: storage.elements[offsets[index]..<offsets[index + 1]])
  }

  /// All elements of the share under way.
  package var bytes: UnsafeRawBufferPointer { Self.bytes(storage) }

  /// All elements of the shares that are whole; nil where there is one share.
  package var totalBytes: UnsafeRawBufferPointer? { totals.map(Self.bytes) }

  private static func bytes(_ storage: DoubleStorage) -> UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(storage.elements)
  }

  /// Adds a share's elements to a sum.
  package func add(_ share: UnsafeBufferPointer<Double>, to index: Int) {
    let target = self[index]
    precondition(share.count == target.count, "a share of another size")
    for element in target.indices { target[element] += share[element] }
  }

  /// Waits until every pack before this one has added to a sum, and adds.
  ///
  /// Packs must be begun in their order, so that somebody is always at the one whose turn it is, and each must
  /// add to every sum exactly once.
  package func add(pack: Int, to index: Int, _ body: (UnsafeMutableBufferPointer<Double>) -> Void) {
    condition.withLock { while turns[index] != pack { condition.wait() } }
    let share = elements(of: index, in: storage)
    if starts.contains(pack) { share.update(repeating: 0) }
    body(share)
    if ends.contains(pack) { add(UnsafeBufferPointer(share), to: index) }
    condition.withLock {
      turns[index] += 1
      condition.broadcast()
    }
  }

  /// Begins anew, whatever was filled in.
  package func restart() {
    for storage in [storage, totals].compactMap(\.self) {
      storage.elements.update(repeating: 0)
    }
    turns = counts.map { _ in 0 }
  }

  /// Goes on from sums that were kept after some packs.
  /// - Parameter fill: writes all elements of the share under way, then those of the whole ones.
  package func restore(
    packs: Int, _ fill: (UnsafeMutableBufferPointer<Double>, _ isTotal: Bool) throws -> Void
  ) rethrows {
    try fill(storage.elements, false)
    if let totals {
      try fill(totals.elements, true)
    }
    turns = counts.map { _ in packs }
  }
}
