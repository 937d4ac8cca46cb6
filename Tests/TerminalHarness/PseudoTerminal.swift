package import Foundation
internal import Glibc
internal import TestSupport

/// The built program in a pseudo-terminal of its own, as its session's leader.
///
/// What it writes is kept as bytes, and shown on a screen as a terminal would show it.
package final class PseudoTerminal {
  package private(set) var output: [UInt8] = []
  /// What a person would see.
  package let screen: VirtualScreen
  package let pid: pid_t
  private var master: Int32
  private let slave: Int32
  private let before: termios
  private var status: Int32?
  /// TIOCSPTLCK, TIOCGPTN, POSIX_SPAWN_SETSID and FIONREAD, which Glibc's module leaves out.
  private static let setLock: UInt = 0x4004_5431
  private static let getNumber: UInt = 0x8004_5430
  private static let newSession: Int16 = 0x80
  private static let getUnread: UInt = 0x541B
  /// Seconds after which what was waited for is taken never to come, on however busy a machine.
  package static let patience = 60.0

  /// The program that the test bundle was built beside.
  package static var program: String {
    let place = CommandLine.arguments.first { $0.hasSuffix(".xctest") } ?? CommandLine.arguments[0]
    return URL(fileURLWithPath: place).deletingLastPathComponent()
      .appendingPathComponent("stemma").path
  }

  package init(
    _ arguments: [String], width: UInt16 = 80, height: UInt16 = 24, environment: [String: String]
  ) throws {
    screen = VirtualScreen(width: Int(width), height: Int(height))
    // Glibc's module has no posix_openpt, so the device is asked itself.
    master = Glibc.open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC)
    var (lock, number): (Int32, UInt32) = (0, 0)
    guard master >= 0, ioctl(master, Self.setLock, &lock) == 0,
      ioctl(master, Self.getNumber, &number) == 0
    else { throw POSIXError(.EIO) }
    let name = "/dev/pts/\(number)"
    slave = Glibc.open(name, O_RDWR | O_NOCTTY | O_CLOEXEC)
    var size = winsize(ws_row: height, ws_col: width, ws_xpixel: 0, ws_ypixel: 0)
    _ = ioctl(slave, UInt(TIOCSWINSZ), &size)
    var modes = termios()
    tcgetattr(slave, &modes)
    before = modes

    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    // The first terminal that a session's leader opens becomes its own.
    posix_spawn_file_actions_addopen(&actions, 0, name, O_RDWR, 0)
    posix_spawn_file_actions_adddup2(&actions, 0, 1)
    posix_spawn_file_actions_adddup2(&actions, 0, 2)
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    posix_spawnattr_setflags(&attributes, Self.newSession)
    var argv = ([Self.program] + arguments).map { strdup($0) as UnsafeMutablePointer<CChar>? }
    var envp = environment.merging(Sanitizer.environment) { $1 }.map {
      strdup("\($0)=\($1)") as UnsafeMutablePointer<CChar>?
    }
    argv.append(nil)
    envp.append(nil)
    defer { (argv + envp).forEach { free($0) } }
    var child: pid_t = 0
    let code = posix_spawn(&child, Self.program, &actions, &attributes, argv, envp)
    guard code == 0 else { throw POSIXError(POSIXErrorCode(rawValue: code) ?? .EIO) }
    pid = child
    _ = fcntl(master, F_SETFL, O_NONBLOCK)
  }

  deinit {
    if status == nil {
      kill(pid, SIGKILL)
      waitpid(pid, nil, 0)
    }
    if master >= 0 { close(master) }
    close(slave)
  }

  /// Reads what the program writes until a text has come or the time is over.
  @discardableResult
  package func wait(for text: String, seconds: Double = patience) -> Bool {
    let wanted = Array(text.utf8)
    let end = Date().addingTimeInterval(seconds)
    while Date() < end {
      pump()
      if contains(wanted) { return true }
      usleep(5_000)
    }
    return false
  }

  private func contains(_ wanted: [UInt8]) -> Bool {
    guard output.count >= wanted.count, let first = wanted.first else { return wanted.isEmpty }
    for start in 0...(output.count - wanted.count) where output[start] == first {
      if output[start..<start + wanted.count].elementsEqual(wanted) { return true }
    }
    return false
  }

  /// Takes whatever the program has written by now.
  package func pump() {
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = read(master, &buffer, buffer.count)
      if count <= 0 { return }
      output += buffer.prefix(count)
      let answers = screen.take(Array(buffer.prefix(count)))
      if !answers.isEmpty { _ = write(master, answers, answers.count) }
    }
  }

  /// Forgets what was written so far.
  package func clear() {
    pump()
    output = []
  }

  /// Goes away as a lost connection does.
  package func hangUp() {
    close(master)
    master = -1
  }

  package func send(_ text: String) {
    send(Array(text.utf8))
  }

  /// Types bytes, reading meanwhile so that neither side waits for the other.
  package func send(_ bytes: [UInt8]) {
    var rest = bytes[...]
    while !rest.isEmpty, master >= 0 {
      let count = rest.withUnsafeBytes { write(master, $0.baseAddress, $0.count) }
      if count > 0 { rest = rest.dropFirst(count) } else if errno != EAGAIN { return }
      pump()
    }
  }

  package func resize(width: UInt16, height: UInt16) {
    var size = winsize(ws_row: height, ws_col: width, ws_xpixel: 0, ws_ypixel: 0)
    _ = ioctl(master, UInt(TIOCSWINSZ), &size)
    screen.resize(width: Int(width), height: Int(height))
  }

  /// Reads until the screen is as wanted or the time is over.
  @discardableResult
  package func wait(seconds: Double = patience, until isWanted: (VirtualScreen) -> Bool) -> Bool {
    let end = Date().addingTimeInterval(seconds)
    while Date() < end {
      pump()
      if isWanted(screen) { return true }
      usleep(5_000)
    }
    return false
  }

  /// Reads until the program has nothing left to do: all that was typed is taken, and it has been asleep and
  /// silent for a while, or it has ended.
  ///
  /// Time in which it would work if it were its turn does not count, so that it cannot look idle on a busy
  /// machine.
  package func settle(milliseconds: Int = 250) {
    let end = Date().addingTimeInterval(Self.patience)
    var quiet = 0
    while Date() < end, quiet < milliseconds, isRunning(pid) {
      let before = output.count
      usleep(10_000)
      pump()
      if output.count != before { quiet = 0 } else if isIdle { quiet += 10 }
    }
  }

  private var isIdle: Bool {
    var unread: Int32 = 0
    return ioctl(slave, Self.getUnread, &unread) == 0 && unread == 0
      && isAsleep(pid) && children(of: pid).allSatisfy(isAsleep)
  }

  /// Types keys and waits until they are done with, of which a lone escape is told by the time after it.
  package func press(_ keys: String) {
    send(keys)
    settle(milliseconds: 80)
  }

  /// Reads until a text stands on the screen or the time is over.
  @discardableResult
  package func shows(_ text: String, seconds: Double = patience) -> Bool {
    wait(seconds: seconds) { $0.contains(text) }
  }

  /// Waits for the program's end and returns its raw status; nil if it does not end.
  package func end(seconds: Double = patience) -> Int32? {
    let limit = Date().addingTimeInterval(seconds)
    while true {
      pump()
      var raw: Int32 = 0
      if waitpid(pid, &raw, WNOHANG) == pid {
        status = raw
        pump()
        return raw
      }
      guard Date() < limit else { return nil }
      usleep(5_000)
    }
  }

  /// Whether the terminal has the modes that it had before the program.
  package var modesAreRestored: Bool {
    var now = termios()
    tcgetattr(slave, &now)
    return now.c_lflag == before.c_lflag && now.c_iflag == before.c_iflag
      && now.c_oflag == before.c_oflag
  }

  /// Whether the alternate screen was left after it was entered.
  package var leftAlternateScreen: Bool {
    let text = String(decoding: output, as: UTF8.self)
    guard let enter = text.range(of: "\u{1B}[?1049h", options: .backwards) else { return true }
    guard let leave = text.range(of: "\u{1B}[?1049l", options: .backwards) else { return false }
    return leave.lowerBound > enter.lowerBound
  }
}

extension PseudoTerminal {
  /// The process that draws, which the started one waits for; nil once it is gone.
  package var explorer: pid_t? { children(of: pid).first }
}

/// Whether a process still does something; one that has ended and that nobody waited for does not.
package func isRunning(_ pid: pid_t) -> Bool { !"XZ".contains(state("/proc/\(pid)/stat")) }

/// Whether a process has been stopped and not yet told to go on.
package func isStopped(_ pid: pid_t) -> Bool { state("/proc/\(pid)/stat") == "T" }

/// Whether no thread of a process works, or would if it were its turn.
private func isAsleep(_ pid: pid_t) -> Bool {
  let threads = "/proc/\(pid)/task"
  return ((try? FileManager.default.contentsOfDirectory(atPath: threads)) ?? []).allSatisfy {
    !"RD".contains(state("\(threads)/\($0)/stat"))
  }
}

/// The letter by which the kernel names what a process or thread does; X for one that is not there.
private func state(_ path: String) -> Character {
  let text = (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
  return text.split(separator: ")").last?.split(separator: " ").first?.first ?? "X"
}

/// Waits until something is so, on however busy a machine, and says whether it came to be.
package func comesTrue(_ isSo: () throws -> Bool) rethrows -> Bool {
  let end = Date().addingTimeInterval(PseudoTerminal.patience)
  while try !isSo() {
    guard Date() < end else { return false }
    usleep(20_000)
  }
  return true
}

/// The processes that a process has started and not yet waited for.
package func children(of pid: pid_t) -> [pid_t] {
  let path = "/proc/\(pid)/task/\(pid)/children"
  let text = (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
  return text.split(whereSeparator: \.isWhitespace).compactMap { pid_t($0) }
}
