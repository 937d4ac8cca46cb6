import Glibc

/// Which file is at a path.
package struct FileIdentity: Equatable, Sendable {
  private let device: UInt
  private let inode: UInt

  package init?(_ path: String) {
    var facts = stat()
    guard stat(path, &facts) == 0 else { return nil }
    (device, inode) = (UInt(facts.st_dev), UInt(facts.st_ino))
  }
}
