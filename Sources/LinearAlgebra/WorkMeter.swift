internal import Synchronization

/// Floating-point operations that forward and backward passes of this process have done, so that progress moves
/// within a pack and not only between packs.
///
/// Counted by block: a few hundred times a pack, which costs nothing.
package enum WorkMeter {
  private static let operations = Atomic<Int>(0)

  package static func add(_ count: Int) {
    operations.wrappingAdd(count, ordering: .relaxed)
  }

  /// All so far; wraps around after nine exa-operations.
  package static var total: Int { operations.load(ordering: .relaxed) }
}
