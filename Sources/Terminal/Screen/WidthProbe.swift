internal import Glibc

/// How wide the terminal's font draws the symbols that the explorer uses, by asking where the cursor is after each.
package enum WidthProbe {
  /// A symbol that takes other columns than the explorer counts.
  package struct Fault: Sendable, Equatable {
    package let symbol: String
    package let expected: Int
    package let found: Int
  }

  /// Frames, bars, marks and arrows of the screens, and a letter of two columns.
  package static let symbols = [
    "│", "═", "╔", "█", "▎", "▁", "▶", "●", "○", "✓", "✗", "↕", "▲", "…", "±", "é", "文",
  ]

  /// Asks the terminal about each symbol.
  ///
  /// The terminal is in raw mode meanwhile; what it draws is taken away again.
  /// - Returns: the symbols that are wider or narrower than they should be; nil where no terminal answers.
  package static func faults() -> [Fault]? {
    var modes = termios()
    fflush(nil)
    guard isatty(STDIN_FILENO) == 1, isatty(STDOUT_FILENO) == 1,
      tcgetattr(STDIN_FILENO, &modes) == 0
    else { return nil }
    var raw = modes
    raw.c_lflag &= ~UInt32(ICANON | ECHO)
    guard tcsetattr(STDIN_FILENO, TCSAFLUSH, &raw) == 0 else { return nil }
    defer { tcsetattr(STDIN_FILENO, TCSAFLUSH, &modes) }
    var faults: [Fault] = []
    for symbol in symbols {
      send("\r\(symbol)\u{1B}[6n")
      guard let column = answer() else {
        send("\r\u{1B}[K")
        return nil
      }
      let expected = columns(of: symbol)
      if column - 1 != expected {
        faults.append(Fault(symbol: symbol, expected: expected, found: column - 1))
      }
    }
    send("\r\u{1B}[K")
    return faults
  }

  /// Milliseconds that a terminal has to answer, however far away it is.
  private static let patience: Int32 = 2000

  private static func send(_ text: String) {
    let bytes = Array(text.utf8)
    _ = write(STDOUT_FILENO, bytes, bytes.count)
  }

  /// The column that the terminal reports: `ESC [ row ; column R` (ECMA-48, CPR).
  private static func answer() -> Int? {
    var text: [UInt8] = []
    while text.count < 64 {
      var waiting = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
      guard poll(&waiting, 1, patience) == 1 else { return nil }
      var byte: UInt8 = 0
      guard read(STDIN_FILENO, &byte, 1) == 1 else { return nil }
      text.append(byte)
      if byte == UInt8(ascii: "R") { return column(in: text) }
    }
    return nil
  }

  /// The column of a report; what was typed before it is passed over.
  package static func column(in report: [UInt8]) -> Int? {
    guard let start = report.lastIndex(of: 0x1B) else { return nil }
    let numbers = report[start...].dropFirst(2).dropLast().split(separator: UInt8(ascii: ";"))
    guard numbers.count == 2 else { return nil }
    return Int(String(decoding: numbers[1], as: UTF8.self))
  }
}
