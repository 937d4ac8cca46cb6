internal import Foundation

/// Which file is at a path.
struct FileIdentity: Equatable, Sendable {
  private let device: UInt
  private let inode: UInt

  init?(_ path: String) {
    var facts = stat()
    guard stat(path, &facts) == 0 else { return nil }
    (device, inode) = (UInt(facts.st_dev), UInt(facts.st_ino))
  }
}
