internal import Foundation
internal import Store
internal import Synchronization

/// Opens one database, once, and the run in it as often as it has changed.
final class StoreOpening: Sendable {
  private let path: String
  private let run: Int64?
  private let textServices: TextServices?
  private let patience: Double
  private let store: Mutex<Store?>

  /// - Parameters:
  ///   - patience: seconds to wait for another program's transaction.
  ///   - store: the database where it is open already.
  init(
    path: String, run: Int64?, textServices: TextServices?, patience: Double, store: Store? = nil
  ) {
    self.path = path
    self.run = run
    self.textServices = textServices
    self.patience = patience
    self.store = Mutex(store)
  }

  /// The database; nil while nobody has made it.
  private func opened() throws -> Store? {
    if let known = store.withLock({ $0 }), !known.isSuperseded { return known }
    guard FileManager.default.fileExists(atPath: path) else { return nil }
    let new = try Store(path: path, access: .existing, patience: patience)
    store.withLock { $0 = new }
    return new
  }

  /// The run as it is now; nil while there is none.
  func source() throws -> (any Source)? {
    guard let store = try opened() else { return nil }
    return try StoreSource(store: store, run: run, textServices: textServices)
  }

  /// What an engine does before there is a run to look at.
  func status() throws -> EngineStatus? {
    try opened()?.engineState().map { StoreSource.status(of: $0, isWhole: false, EngineStatus()) }
  }
}
