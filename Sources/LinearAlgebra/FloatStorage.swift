import CProcess
import Glibc

/// Owned float32 memory, aligned to 64 bytes and zeroed, that views share.
///
/// The pointer never changes and is freed with the last view. Elements are mutable memory without a lock.
package final class FloatStorage: @unchecked Sendable {
  // Unchecked: writers partition the elements between threads; see `Matrix`.
  let pointer: UnsafeMutablePointer<Float>
  package let count: Int
  private let release: @Sendable () -> Void
  /// Whether the elements lie in a file, which has them still when memory has not.
  private var isMappedFile = false

  /// From this size on, memory is mapped.
  private static let mappedBytes = 16 << 20

  /// Allocates zeroed memory.
  /// - Parameter count: number of floats; traps when the memory cannot be had.
  package init(count: Int) {
    precondition(count >= 0 && count <= Int.max / 8)
    let bytes = max(64, count * MemoryLayout<Float>.stride)
    self.count = count
    if bytes >= Self.mappedBytes {
      // Fresh pages are zero already and cost nothing until they are touched.
      let raw = mmap(nil, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
      guard let raw, raw != MAP_FAILED else {
        fatalError("out of memory: \(bytes) bytes for a matrix")
      }
      pointer = raw.bindMemory(to: Float.self, capacity: count)
      let address = UInt(bitPattern: raw)
      release = { munmap(UnsafeMutableRawPointer(bitPattern: address), bytes) }
      return
    }
    var raw: UnsafeMutableRawPointer?
    guard posix_memalign(&raw, 64, bytes) == 0, let raw else {
      fatalError("out of memory: \(bytes) bytes for a matrix")
    }
    memset(raw, 0, bytes)
    pointer = raw.bindMemory(to: Float.self, capacity: count)
    let address = UInt(bitPattern: raw)
    release = { free(UnsafeMutableRawPointer(bitPattern: address)) }
  }

  /// Views a mapped file.
  /// - Parameter pointer: first float; stays valid until `release` has run.
  package init(
    pointer: UnsafeMutablePointer<Float>, count: Int, release: @escaping @Sendable () -> Void
  ) {
    self.pointer = pointer
    self.count = count
    self.release = release
    isMappedFile = true
  }

  /// Lets pages of a mapped file that hold nothing else go from memory; they come back when they are touched.
  ///
  /// Does nothing to memory that is no file.
  package func releasePages() {
    guard isMappedFile else { return }
    let page = UInt(sysconf(Int32(_SC_PAGESIZE)))
    let start = (UInt(bitPattern: pointer) + page - 1) / page * page
    let end = UInt(bitPattern: pointer + count) / page * page
    if start < end {
      madvise(UnsafeMutableRawPointer(bitPattern: start), Int(end - start), MADV_DONTNEED)
    }
  }

  /// Makes freed memory go back to the system, for the start of a process.
  package static func returnFreedMemory() { stemma_return_freed_memory() }

  deinit { release() }
}
