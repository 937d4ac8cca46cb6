import Glibc

/// Owned float64 memory, zeroed; pages cost nothing until they are touched.
///
/// Elements are mutable memory without a lock: whoever shares it sees to it that one thread writes at a time.
package final class DoubleStorage: @unchecked Sendable {
  // Unchecked: the pointer never changes; see above for the elements.
  let pointer: UnsafeMutablePointer<Double>
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

  /// Allocates zeroed memory that lies in a nameless file, so that it need not stay in memory.
  /// - Throws: `ScratchRefusal` when the disk refuses.
  package init(count: Int, scratchIn folder: String) throws(ScratchRefusal) {
    precondition(count >= 0 && count <= Int.max / 16)
    bytes = max(64, count * MemoryLayout<Double>.stride)
    self.count = count
    var name = Array((folder + "/sums-XXXXXX").utf8CString)
    let descriptor = mkstemp(&name)
    guard descriptor >= 0 else { throw ScratchRefusal(folder, errno) }
    defer { close(descriptor) }
    unlink(&name)
    _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
    // Holes would end the program once they are written to and the disk is full.
    let refused = posix_fallocate(descriptor, 0, bytes)
    guard refused == 0 else { throw ScratchRefusal(folder, refused) }
    let raw = mmap(nil, bytes, PROT_READ | PROT_WRITE, MAP_SHARED, descriptor, 0)
    guard let raw, raw != MAP_FAILED else { throw ScratchRefusal(folder, errno) }
    pointer = raw.bindMemory(to: Double.self, capacity: count)
  }

  /// All elements.
  package var elements: UnsafeMutableBufferPointer<Double> {
    UnsafeMutableBufferPointer(start: pointer, count: count)
  }

  deinit { munmap(pointer, bytes) }
}

/// A disk that does not take what a computation wants to lay there.
package struct ScratchRefusal: Error, CustomStringConvertible {
  package let description: String

  init(_ folder: String, _ code: Int32) {
    let remedy = code == ENOSPC ? "; free some space and run again" : ""
    description = "\(folder): writing failed (\(String(cString: strerror(code))))\(remedy)"
  }
}
