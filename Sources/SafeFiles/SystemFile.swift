import Foundation
import Glibc

/// What the system keeps under `/dev`, such as `/dev/stdout`: it is written to as it is, and never replaced.
enum SystemFile {
  /// Whether a path is one of them; `/dev/shm` is a disk like others.
  static func isOne(_ path: String) -> Bool {
    let path = URL(fileURLWithPath: path).standardizedFileURL.path
    return path.hasPrefix("/dev/") && !path.hasPrefix("/dev/shm/")
  }

  /// Opens one for writing; whoever asks closes the descriptor.
  static func open(_ path: String) throws(FileRefusal) -> Int32 {
    let descriptor = Glibc.open(path, O_WRONLY | O_CLOEXEC | O_NOCTTY)
    guard descriptor >= 0 else {
      throw FileRefusal(path, "cannot be opened (\(String(cString: strerror(errno))))")
    }
    return descriptor
  }

  static func write(_ parts: [Data], to path: String) throws(FileRefusal) {
    let descriptor = try open(path)
    defer { close(descriptor) }
    for part in parts where !SafeFile.writeAll(part, to: descriptor) {
      throw FileRefusal(path, "writing failed (\(String(cString: strerror(errno))))")
    }
  }
}
