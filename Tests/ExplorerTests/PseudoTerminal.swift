import Foundation
import Glibc

/// The built program in a pseudo-terminal of its own, as its session's leader.
///
/// What it writes is kept as bytes; `tmux` reads screens, this looks at what went over the wire.
final class PseudoTerminal {
  private(set) var output: [UInt8] = []
  let pid: pid_t
  private(set) var master: Int32
  private let slave: Int32
  private let before: termios
  private var status: Int32?
  /// TIOCSPTLCK, TIOCGPTN and POSIX_SPAWN_SETSID, which Glibc's module leaves out.
  private static let setLock: UInt = 0x4004_5431
  private static let getNumber: UInt = 0x8004_5430
  private static let newSession: Int16 = 0x80

  /// The program that the test bundle was built beside.
  static var program: String {
    URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
      .appendingPathComponent("stemma").path
  }

  init(
    _ arguments: [String], width: UInt16 = 80, height: UInt16 = 24, environment: [String: String]
  ) throws {
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
    var envp = environment.map { strdup("\($0)=\($1)") as UnsafeMutablePointer<CChar>? }
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
  func wait(for text: String, seconds: Double = 10) -> Bool {
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
  func pump() {
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = read(master, &buffer, buffer.count)
      if count <= 0 { return }
      output += buffer.prefix(count)
    }
  }

  /// Forgets what was written so far.
  func clear() {
    pump()
    output = []
  }

  /// Goes away as a lost connection does.
  func hangUp() {
    close(master)
    master = -1
  }

  func send(_ text: String) {
    let bytes = Array(text.utf8)
    _ = write(master, bytes, bytes.count)
  }

  func resize(width: UInt16, height: UInt16) {
    var size = winsize(ws_row: height, ws_col: width, ws_xpixel: 0, ws_ypixel: 0)
    _ = ioctl(master, UInt(TIOCSWINSZ), &size)
  }

  /// Waits for the program's end and returns its raw status; nil if it does not end.
  func end(seconds: Double = 10) -> Int32? {
    let limit = Date().addingTimeInterval(seconds)
    while Date() < limit {
      pump()
      var raw: Int32 = 0
      if waitpid(pid, &raw, WNOHANG) == pid {
        status = raw
        pump()
        return raw
      }
      usleep(5_000)
    }
    return nil
  }

  /// Whether the terminal has the modes that it had before the program.
  var modesAreRestored: Bool {
    var now = termios()
    tcgetattr(slave, &now)
    return now.c_lflag == before.c_lflag && now.c_iflag == before.c_iflag
      && now.c_oflag == before.c_oflag
  }

  /// Whether the alternate screen was left after it was entered.
  var leftAlternateScreen: Bool {
    let text = String(decoding: output, as: UTF8.self)
    guard let enter = text.range(of: "\u{1B}[?1049h", options: .backwards) else { return true }
    guard let leave = text.range(of: "\u{1B}[?1049l", options: .backwards) else { return false }
    return leave.lowerBound > enter.lowerBound
  }
}
