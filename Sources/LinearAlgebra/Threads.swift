import COpenBLAS

/// The one owner of thread counts: OpenBLAS keeps its count in the process, so nobody else sets it.
package enum Threads {
  /// Cores this process may use, as OpenBLAS counts them.
  package static var available: Int { max(1, Int(openblas_get_num_procs())) }

  /// Sets how many threads one product uses.
  ///
  /// One while jobs run side by side; more only for a lone product or decomposition: more threads
  /// than cores were measured ten times slower.
  package static func setProductThreads(_ count: Int) {
    openblas_set_num_threads(Int32(max(1, min(count, available))))
  }
}
