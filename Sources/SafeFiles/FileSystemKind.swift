import Glibc

/// Whether a folder lies on this machine's own disk or on one that several machines share.
///
/// SQLite's write-ahead log needs memory that all its users share, so it is safe on one machine only.
package enum FileSystemKind: Sendable, Equatable {
  case local
  /// By name, such as NFS.
  case network(String)

  /// By the number that `statfs` gives; see statfs(2) and the file systems' own sources.
  package init(magic: Int) {
    let names = [
      0x6969: "NFS", 0x0BD0_0BD0: "Lustre", 0x4750_4653: "GPFS", 0xFF53_4D42: "CIFS",
      0xFE53_4D42: "SMB", 0x6573_5546: "FUSE", 0x0102_1997: "9P", 0x5346_414F: "AFS",
      0x00C3_6400: "Ceph", 0x1983_0326: "BeeGFS",
    ]
    self = names[magic & 0xFFFF_FFFF].map(FileSystemKind.network) ?? .local
  }

  /// The kind of the disk that a path, or the first folder above it that is there, lies on.
  package static func of(_ path: String) -> FileSystemKind {
    // Swift's module of the C library leaves `statfs` out. Its structure has fewer than 256 bytes and begins with the
    // number, as wide as a word.
    typealias Ask = @convention(c) (UnsafePointer<CChar>, UnsafeMutableRawPointer) -> Int32
    guard let symbol = dlsym(nil, "statfs") else { return .local }
    let ask = unsafeBitCast(symbol, to: Ask.self)
    var facts = [Int](repeating: 0, count: 32)
    var path = path
    while ask(path, &facts) != 0 {
      guard let slash = path.lastIndex(of: "/"), slash > path.startIndex else { return .local }
      path = String(path[..<slash])
    }
    return FileSystemKind(magic: facts[0])
  }

  package var isNetwork: Bool { self != .local }

  /// How the database keeps its transactions there, and why.
  package var journal: String {
    switch self {
    case .local: "write-ahead log, on this machine's own disk"
    case .network(let name):
      "rollback journal, and a lock with host and process: \(name) is shared by machines, where a write-ahead log is not safe"
    }
  }
}
