import Foundation
import Glibc
import TerminalHarness

/// The explorer in a terminal, with a clock.
struct Session {
  let terminal: PseudoTerminal
  private let started = ContinuousClock.now

  init(_ folder: String) throws {
    terminal = try PseudoTerminal(
      ["explore", folder, "--no-engine", "--fresh"], width: 120, height: 36,
      environment: [
        "TERM": "xterm-256color", "LANG": "C.UTF-8", "PATH": "/usr/bin:/bin",
        "HOME": FileManager.default.temporaryDirectory.path,
      ])
  }

  /// Milliseconds since the start until the screen is as wanted.
  func opened(until isWanted: (VirtualScreen) -> Bool) -> Double {
    wait(since: started, until: isWanted)
  }

  /// Milliseconds from a key until the screen is as wanted.
  func time(_ keys: String, until isWanted: (VirtualScreen) -> Bool) -> Double {
    let start = ContinuousClock.now
    terminal.send(keys)
    return wait(since: start, until: isWanted)
  }

  private func wait(
    since start: ContinuousClock.Instant, until isWanted: (VirtualScreen) -> Bool
  ) -> Double {
    while true {
      terminal.pump()
      let passed = start.duration(to: .now) / .milliseconds(1)
      if isWanted(terminal.screen) || passed > 60_000 { return passed }
      usleep(200)
    }
  }

  /// Resident and largest resident memory, MiB.
  var memory: (now: Int, most: Int) {
    let path = "/proc/\(terminal.explorer ?? terminal.pid)/status"
    let text = (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
    func value(_ name: String) -> Int {
      let line = text.split(separator: "\n").first { $0.hasPrefix(name) } ?? ""
      return (Int(line.filter(\.isNumber)) ?? 0) / 1024
    }
    return (value("VmRSS"), value("VmHWM"))
  }

  /// Processor time used so far, ms.
  var processorTime: Int {
    let path = "/proc/\(terminal.explorer ?? terminal.pid)/stat"
    let text = (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
    let fields = text.split(separator: ")").last?.split(separator: " ") ?? []
    guard fields.count > 13, let user = Int(fields[11]), let system = Int(fields[12]) else {
      return 0
    }
    return (user + system) * 1000 / Int(sysconf(Int32(_SC_CLK_TCK)))
  }

  func close() {
    terminal.send("Q")
    _ = terminal.end()
  }
}
