import Foundation
import SafeFiles
import Store
import Testing

/// On a disk that machines share, readers on other machines than the engine's read a copy that it renews.
@Suite struct SnapshotTests {
  private let nfs = FileSystemKind.network("NFS")

  private func open(_ folder: TemporaryStore, on host: String) throws -> Store {
    try Store(path: folder.path, access: .existing, fileSystem: nfs, host: host)
  }

  private func lines(_ store: Store) throws -> [String] {
    try store.logLines(last: 9).map(\.message)
  }

  @Test func readersElsewhereFollowTheCopy() throws {
    let folder = try TemporaryStore()
    let lock = URL(filePath: EngineHost.path(in: folder.folder.path))
    try Data(EngineHost(host: "alpha", process: 4711).line.utf8).write(to: lock)
    let writer = try Store(path: folder.path, access: .create, fileSystem: nfs, host: "alpha")
    #expect(writer.snapshot == nil)
    try writer.log("one")
    // Nothing is opened in the place of a copy that is not there yet.
    let early = #expect(throws: StoreError.self) { _ = try open(folder, on: "beta") }
    #expect(early?.description.contains("no snapshot for other machines yet") ?? false)
    #expect(early?.description.contains("process 4711 on alpha") ?? false)

    try writer.renewSnapshot()
    let reader = try open(folder, on: "beta")
    #expect(reader.snapshot?.sentence.contains("process 4711 on alpha") ?? false)
    #expect(try lines(reader) == ["one"] && !reader.isSuperseded)
    try writer.log("two")
    #expect(try lines(reader) == ["one"] && !reader.isSuperseded)
    let refused = #expect(throws: StoreError.self) { try reader.log("mine") }
    #expect(refused?.description.contains("is only read here") ?? false)

    try writer.renewSnapshot()
    #expect(reader.isSuperseded)
    #expect(try lines(try open(folder, on: "beta")) == ["one", "two"])
    // On the engine's own machine the database itself is read.
    #expect(try open(folder, on: "alpha").snapshot == nil)

    // The engine has ended.
    try FileManager.default.removeItem(at: lock)
    #expect(reader.isSuperseded)
    let direct = try open(folder, on: "beta")
    #expect(direct.snapshot == nil && !direct.isSuperseded)
    try direct.log("three")
    // Another one begins while the database is open.
    try Data(EngineHost(host: "alpha", process: 4712).line.utf8).write(to: lock)
    #expect(direct.isSuperseded)
  }

  @Test func aDiskOfOneMachineNeedsNone() throws {
    let folder = try TemporaryStore()
    try Data("alpha 4711\n".utf8).write(to: URL(filePath: EngineHost.path(in: folder.folder.path)))
    let store = try Store(path: folder.path, access: .create, fileSystem: .local, host: "beta")
    #expect(store.snapshot == nil && !store.isSuperseded)
  }

  /// What somebody else laid in the place of the copy is not opened.
  @Test func aLinkInThePlaceOfTheCopyIsRefused() throws {
    let folder = try TemporaryStore()
    _ = try folder.open()
    try Data("alpha 1\n".utf8).write(to: URL(filePath: EngineHost.path(in: folder.folder.path)))
    try FileManager.default.createSymbolicLink(
      atPath: Snapshot.path(of: folder.path), withDestinationPath: folder.path)
    let refused = #expect(throws: StoreError.self) { _ = try open(folder, on: "beta") }
    #expect(refused?.description.contains("is a symbolic link") ?? false)
  }

  @Test func linesOfOthersAreNoHosts() {
    #expect(EngineHost("alpha 12\n") == EngineHost(host: "alpha", process: 12))
    for text in ["", "alpha", "alpha x", "alpha 1 2", "alpha 99999999999999"] {
      #expect(EngineHost(text) == nil)
    }
  }
}
