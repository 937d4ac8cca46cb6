import Glibc
import Workspace

/// Whether the work fits what this process may take, asked before it starts.
///
/// OpenBLAS asks for its buffers again and again, for ever, where the system refuses them; so the engine
/// asks first.
enum AddressSpace {
  /// Bytes of OpenBLAS's buffer for one thread.
  static let productBuffer = 128 << 20

  /// - Throws: `EngineError` when the system refuses that much, as under `ulimit -v`.
  static func check(_ bytes: Int) throws {
    let place = mmap(
      nil, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0)
    guard place != MAP_FAILED else {
      throw EngineError(
        "not enough memory: the engine needs \(bytes >> 20) MiB, more than this process may still take; raise its limit (ulimit -v) or use fewer --threads"
      )
    }
    munmap(place, bytes)
  }
}
