import Foundation

/// Files of this process's own, for parsers that take paths; removed when it ends as it should.
enum Scratch {
  private static let folder: String = {
    let path = NSTemporaryDirectory() + "/stemma-fuzz-\(getpid())"
    do {
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    } catch {
      fatalError("\(error)")
    }
    atexit { Scratch.remove() }
    return path
  }()

  private static func remove() { try? FileManager.default.removeItem(atPath: folder) }

  static func path(_ name: String) -> String { folder + "/" + name }

  /// A folder under the scratch one.
  static func folder(_ name: String) -> String {
    try? FileManager.default.createDirectory(
      atPath: path(name), withIntermediateDirectories: true)
    return path(name)
  }

  /// Replaces a file's content; returns its path.
  @discardableResult
  static func write(_ name: String, _ bytes: [UInt8]) -> String {
    let path = path(name)
    let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
    precondition(descriptor >= 0 && Glibc.write(descriptor, bytes, bytes.count) == bytes.count)
    close(descriptor)
    return path
  }
}
