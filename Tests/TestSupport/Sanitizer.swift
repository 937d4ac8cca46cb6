import Foundation

/// What `make asan` and `make tsan` add to the tests and to the program that they drive.
package enum Sanitizer {
  /// Whether a sanitizer watches: it reserves terabytes of address space and looks into its own process, so
  /// neither a limit of that space nor a tracer fits beside it.
  package static let isWatching =
    dlsym(nil, "__asan_init") != nil || dlsym(nil, "__tsan_init") != nil

  /// Its options, for programs that are given an environment of their own.
  package static let environment = ProcessInfo.processInfo.environment.filter {
    $0.key.hasSuffix("SAN_OPTIONS")
  }
}
