internal import Foundation
internal import TestSupport

/// A terminal that a test types into and reads, by tmux.
package final class Tmux {
  private let socket = "stemma-\(UUID().uuidString.prefix(8))"

  package init(width: Int, height: Int, command: String) throws {
    try tmux(
      "-f", "/dev/null", "new-session", "-d", "-s", "t", "-x", "\(width)", "-y", "\(height)",
      "env LANG=C.UTF-8 LC_ALL=C.UTF-8 TERM=xterm-256color " + command
        + "; echo left with $?; stty -a; exec sleep 600")
  }

  deinit { _ = try? tmux("kill-server") }

  @discardableResult
  package func tmux(_ arguments: String...) throws -> String {
    // A file and no pipe: the server that the first command starts would hold a pipe open for good.
    let file = FileManager.default.temporaryDirectory.appending(path: "tmux-\(UUID().uuidString)")
      .path
    defer { try? FileManager.default.removeItem(atPath: file) }
    _ = FileManager.default.createFile(atPath: file, contents: nil)
    let process = Process()
    // Foundation learns of an exit from a socket that the child inherits; the server must not keep it open.
    process.executableURL = URL(filePath: "/bin/bash")
    process.arguments =
      [
        "-c",
        "for f in /proc/self/fd/*; do f=${f##*/}; [ $f -gt 2 ] && eval \"exec $f>&-\"; done; exec tmux \"$@\"",
        "tmux", "-u", "-L", socket,
      ] + arguments
    process.environment = ProcessInfo.processInfo.environment.merging(["LC_ALL": "C.UTF-8"]) { $1 }
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = FileHandle(forWritingAtPath: file)
    process.standardError = FileHandle.nullDevice
    try process.runUnblocked()
    process.waitUntilExit()
    return try String(contentsOfFile: file, encoding: .utf8)
  }

  package var screen: String { (try? tmux("capture-pane", "-p", "-t", "t")) ?? "" }

  package func type(_ keys: String...) throws {
    // What begins with a dash is typed and no option.
    for key in keys { try tmux("send-keys", "-t", "t", "--", key) }
  }

  /// Waits until the screen holds all of these texts.
  @discardableResult
  package func wait(for texts: String..., seconds: Double = PseudoTerminal.patience) throws
    -> String
  {
    let end = Date().addingTimeInterval(seconds)
    var seen = ""
    while Date() < end {
      seen = screen
      if texts.allSatisfy(seen.contains) { return seen }
      Thread.sleep(forTimeInterval: 0.05)
    }
    throw NeverShown(texts: texts, screen: seen)
  }
}

/// A screen that did not come.
package struct NeverShown: Error, CustomStringConvertible {
  package let texts: [String]
  package let screen: String
  package var description: String { "the screen never showed \(texts):\n\(screen)" }
}
