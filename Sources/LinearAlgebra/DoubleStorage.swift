import Glibc

/// Owned float64 memory, zeroed; pages cost nothing until they are touched.
///
/// Elements are mutable memory without a lock: whoever shares it sees to it that one thread writes at a time.
package final class DoubleStorage: @unchecked Sendable {
  // Unchecked: the pointer never changes; see above for the elements.
  package let pointer: UnsafeMutablePointer<Double>
  package let count: Int
  private let bytes: Int

  /// Allocates zeroed memory.
  /// - Parameter count: number of doubles; traps when the memory cannot be had.
  package init(count: Int) {
    precondition(count >= 0 && count <= Int.max / 16)
    bytes = max(64, count * MemoryLayout<Double>.stride)
    let raw = mmap(nil, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
    guard let raw, raw != MAP_FAILED else {
      fatalError("out of memory: \(bytes) bytes for a matrix")
    }
    pointer = raw.bindMemory(to: Double.self, capacity: count)
    self.count = count
  }

  deinit { munmap(pointer, bytes) }
}
