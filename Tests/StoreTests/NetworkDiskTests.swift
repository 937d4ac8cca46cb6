import Foundation
import SafeFiles
import Store
import Testing

/// On a disk that machines share the database keeps a rollback journal.
@Suite struct NetworkDiskTests {
  /// Bytes 18 and 19 of SQLite's header: 1 with a rollback journal, 2 with a write-ahead log.
  private func versions(_ path: String) throws -> [UInt8] {
    Array(try Data(contentsOf: URL(filePath: path))[18..<20])
  }

  @Test func journalFollowsTheDisk() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString).path
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let path = folder + "/stemma.sqlite"
    do {
      let local = try Store(path: path, access: .create, fileSystem: .local)
      try local.log("one")
      try local.checkpoint()
    }
    #expect(try versions(path) == [2, 2])
    let shared = try Store(path: path, access: .create, fileSystem: .network("NFS"))
    try shared.log("two")
    #expect(try versions(path) == [1, 1])
    #expect(!FileManager.default.fileExists(atPath: path + "-wal"))
    let reader = try Store(path: path, access: .existing, fileSystem: .network("NFS"))
    #expect(try reader.logLines(last: 5).map(\.message) == ["one", "two"])
  }

  @Test func kindsAreKnownByTheirNumbers() {
    #expect(FileSystemKind(magic: 0x6969) == .network("NFS"))
    #expect(FileSystemKind(magic: 0x0BD0_0BD0) == .network("Lustre"))
    // As a signed 32-bit number has it.
    #expect(FileSystemKind(magic: Int(Int32(bitPattern: 0xFF53_4D42))) == .network("CIFS"))
    #expect(FileSystemKind(magic: 0xEF53) == .local)
  }
}
