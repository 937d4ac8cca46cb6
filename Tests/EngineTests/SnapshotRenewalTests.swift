import Engine
import Foundation
import RunModel
import SafeFiles
import Store
import TestSupport
import Testing

/// How often an engine renews the copy for readers on other machines.
@Suite struct SnapshotRenewalTests {
  private func identity(_ store: Store) -> FileIdentity? {
    FileIdentity(Snapshot.path(of: store.path))
  }

  @Test func copiesAreRenewedAfterAPause() throws {
    let folder = try TemporaryFolder()
    let store = try Store(
      path: folder.path + "/stemma.sqlite", access: .create, fileSystem: .network("NFS"))
    let eager = try #require(SnapshotRenewal(store, pause: 0, share: .infinity))
    eager.renew()
    let first = try #require(identity(store))
    eager.renew()
    #expect(identity(store) != first)
    let calm = try #require(SnapshotRenewal(store, pause: 3600))
    calm.renew()
    let second = identity(store)
    calm.renew()
    #expect(identity(store) == second)
    #expect(!FileManager.default.fileExists(atPath: Snapshot.path(of: store.path) + ".new"))
  }

  @Test func aCopyThatFailsIsToldOnce() throws {
    let folder = try TemporaryFolder()
    let store = try Store(
      path: folder.path + "/stemma.sqlite", access: .create, fileSystem: .network("NFS"))
    // A folder that is not empty cannot be replaced.
    try FileManager.default.createDirectory(
      atPath: Snapshot.path(of: store.path) + "/full", withIntermediateDirectories: true)
    let renewal = try #require(SnapshotRenewal(store, pause: 0, share: .infinity))
    renewal.renew()
    renewal.renew()
    let told = try store.logLines(last: 9).filter { $0.message.contains("other machines") }
    #expect(told.count == 1 && told[0].level == .warning)
  }

  @Test func aDiskOfOneMachineHasNone() throws {
    let folder = try TemporaryFolder()
    let store = try Store(
      path: folder.path + "/stemma.sqlite", access: .create, fileSystem: .local)
    #expect(SnapshotRenewal(store) == nil)
  }
}
