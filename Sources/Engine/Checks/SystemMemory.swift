import Foundation

/// What the kernel says of memory, in bytes; nil where it says nothing.
package enum SystemMemory {
  /// What a new program may take.
  package static var available: Int? { bytes("MemAvailable:", in: "/proc/meminfo") }

  /// What this program has held at most.
  ///
  /// Not `getrusage`, which counts what the program that started this one held.
  static var mostHeld: Int? { bytes("VmHWM:", in: "/proc/self/status") }

  /// A line such as `VmHWM:   1024 kB`.
  private static func bytes(_ name: String, in path: String) -> Int? {
    guard let text = try? String(contentsOfFile: path, encoding: .utf8),
      let line = text.split(separator: "\n").first(where: { $0.hasPrefix(name) })
    else { return nil }
    return line.split { !$0.isNumber }.first.flatMap { Int($0) }.map { $0 << 10 }
  }
}
