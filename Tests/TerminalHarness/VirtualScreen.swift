internal import CVterm
internal import Foundation

/// What a terminal would show of the bytes that a program has sent, cell by cell.
package final class VirtualScreen {
  /// One cell as a person would see it.
  package struct Cell: Hashable {
    package var text: String
    package var width: Int
    /// -1 is the terminal's own, 0 to 255 its palette, from 1 << 24 on red, green and blue.
    package var foreground: Int
    package var background: Int
    package var isBold: Bool
    package var isUnderlined: Bool
    package var isReversed: Bool
  }

  package private(set) var width: Int
  package private(set) var height: Int
  private var terminal: OpaquePointer

  package init(width: Int, height: Int) {
    self.width = width
    self.height = height
    terminal = cvterm_new(Int32(height), Int32(width))
  }

  deinit { cvterm_free(terminal) }

  /// Becomes a screen of another size, empty until the program draws.
  ///
  /// libvterm 0.1.4 loses its place after some hundreds of resizes, so another takes over; wide characters
  /// at the edge of very narrow screens crash it, so it is never that narrow.
  package func resize(width: Int, height: Int) {
    guard width > 0, height > 0 else { return }
    (self.width, self.height) = (width, height)
    let modes = (isAlternate, cursorIsVisible)
    cvterm_free(terminal)
    terminal = cvterm_new(Int32(max(4, height)), Int32(max(20, width)))
    var start = ""
    if modes.0 { start += "\u{1B}[?1049h" }
    if !modes.1 { start += "\u{1B}[?25l" }
    _ = take(Array(start.utf8))
  }

  /// Takes bytes of the program and returns what the terminal answers.
  package func take(_ bytes: [UInt8]) -> [UInt8] {
    noteMouse(bytes)
    cvterm_write(terminal, bytes, bytes.count)
    var answers = [UInt8](repeating: 0, count: 4096)
    return Array(answers.prefix(cvterm_answers(terminal, &answers, answers.count)))
  }

  package subscript(x: Int, y: Int) -> Cell {
    let cell = cvterm_cell(terminal, Int32(y), Int32(x))
    var text = String.UnicodeScalarView()
    withUnsafeBytes(of: cell.characters) { bytes in
      for value in bytes.bindMemory(to: UInt32.self) {
        guard value != 0, value != UInt32.max, let scalar = Unicode.Scalar(value) else { break }
        text.append(scalar)
      }
    }
    return Cell(
      text: text.isEmpty ? " " : String(text), width: Int(cell.width),
      foreground: Int(cell.foreground), background: Int(cell.background), isBold: cell.bold != 0,
      isUnderlined: cell.underline != 0, isReversed: cell.reverse != 0)
  }

  /// The rows as text, trailing spaces kept.
  package var rows: [String] {
    (0..<height).map { y in
      var row = ""
      var x = 0
      while x < width {
        let cell = self[x, y]
        row += cell.text
        x += max(1, cell.width)
      }
      return row
    }
  }

  package func contains(_ text: String) -> Bool { rows.contains { $0.contains(text) } }

  package var cursor: (x: Int, y: Int) {
    let modes = cvterm_modes(terminal)
    return (Int(modes.column), Int(modes.row))
  }

  package var cursorIsVisible: Bool { cvterm_modes(terminal).cursor_is_visible != 0 }
  package var isAlternate: Bool { cvterm_modes(terminal).screen_is_alternate != 0 }

  /// Whether the program has asked for the mouse and not given it back.
  ///
  /// libvterm 0.1.4 sees only the first of several modes in one sequence, and ncurses sends two.
  package private(set) var takesMouse = false
  private var lastBytes: [UInt8] = []

  private func noteMouse(_ bytes: [UInt8]) {
    // A sequence may be cut between two writes.
    let text = String(decoding: lastBytes + bytes, as: UTF8.self)
    lastBytes = (lastBytes + bytes).suffix(12)
    let last = { text.range(of: "\u{1B}[?1006;1000" + $0, options: .backwards)?.lowerBound }
    switch (last("h"), last("l")) {
    case (let on?, let off?): takesMouse = on > off
    case (_?, nil): takesMouse = true
    case (nil, _?): takesMouse = false
    default: break
    }
  }
}
