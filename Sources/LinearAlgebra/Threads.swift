import COpenBLAS
import Glibc

/// The one owner of thread counts: OpenBLAS keeps its count in the process, so nobody else sets it.
package enum Threads {
  /// Cores this process may use.
  package static var available: Int {
    var set = cpu_set_t()
    guard sched_getaffinity(0, MemoryLayout<cpu_set_t>.size, &set) == 0 else {
      return max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN)))
    }
    return withUnsafeBytes(of: set) { bytes in
      max(1, bytes.reduce(0) { $0 + $1.nonzeroBitCount })
    }
  }

  /// Sets how many threads one product uses.
  ///
  /// One while jobs run side by side; more only for a lone product or decomposition: more threads
  /// than cores were measured ten times slower.
  package static func setProductThreads(_ count: Int) {
    openblas_set_num_threads(Int32(max(1, min(count, available))))
  }
}
