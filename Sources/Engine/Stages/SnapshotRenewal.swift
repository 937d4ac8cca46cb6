import Foundation
import RunModel
import SafeFiles
package import Store

/// Renews the copy of the database that readers on other machines read, seldom enough to cost little.
package final class SnapshotRenewal {
  private let store: Store
  private let pause: Double
  private let share: Double
  /// Seconds that the last copy took.
  private var cost = 0.0
  private var last: ContinuousClock.Instant?
  private var failure: String?

  /// - Parameters:
  ///   - pause: seconds between two copies at least.
  ///   - share: most of the time that copies may take.
  /// - Returns: nil where all readers open the database itself.
  package init?(_ store: Store, pause: Double = 10, share: Double = 0.05) {
    guard store.fileSystem.isNetwork else { return nil }
    self.store = store
    (self.pause, self.share) = (pause, share)
  }

  /// Makes a copy where it is time for one.
  ///
  /// A copy that fails, as on a full disk, is worth a line of the log and not a run.
  package func renew() {
    if let last, (ContinuousClock.now - last) / .seconds(1) < max(pause, cost / share) { return }
    let started = ContinuousClock.now
    do {
      try store.renewSnapshot()
      failure = nil
    } catch {
      let text = "readers on other machines see an older state: \(error)"
      if failure != text { try? store.log(text, level: .warning) }
      failure = text
    }
    last = .now
    cost = (ContinuousClock.now - started) / .seconds(1)
  }
}
