import Glibc

/// Size, time and inode of a file: what changes when somebody changes it.
struct FileStamp: Codable, Equatable {
  let inode: UInt64
  let size: Int
  let seconds: Int
  let nanoseconds: Int

  /// nil where there is no such file.
  init?(_ path: String) {
    var facts = stat()
    guard stat(path, &facts) == 0 else { return nil }
    inode = UInt64(facts.st_ino)
    size = Int(facts.st_size)
    seconds = facts.st_mtim.tv_sec
    nanoseconds = facts.st_mtim.tv_nsec
  }
}
