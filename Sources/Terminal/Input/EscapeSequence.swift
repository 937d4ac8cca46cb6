/// A control sequence that ncurses does not know, while it is read to its end and thrown away.
///
/// ECMA-48 gives every sequence an end that can be found without knowing what it means. What a terminal
/// sends as one must never be taken for keys: its letters would be commands.
package struct EscapeSequence {
  private enum Kind {
    /// `ESC [`, parameters, a final byte from `@` to `~`.
    case control
    /// `ESC ]`, `ESC P`, `ESC X`, `ESC ^`, `ESC _`: a text that BEL or `ESC \` ends.
    case text(hasEscape: Bool)
    /// `ESC O` and one byte.
    case single
  }

  private var kind: Kind

  /// - Parameter introducer: what follows the escape; nil where that begins no sequence.
  package init?(introducer: Unicode.Scalar) {
    switch introducer {
    case "[": kind = .control
    case "]", "P", "X", "^", "_": kind = .text(hasEscape: false)
    case "O": kind = .single
    default: return nil
    }
  }

  /// Takes the next code point; true if the sequence goes on after it.
  ///
  /// Enter, Ctrl-C, CAN and SUB end every sequence, so that one that never ends does not take the keyboard.
  package mutating func take(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x03, 0x0A, 0x0D, 0x18, 0x1A: return false
    default: break
    }
    switch kind {
    case .single: return false
    case .control: return !(0x40...0x7E).contains(scalar.value)
    case .text(let hasEscape):
      if scalar.value == 0x07 || scalar.value == 0x9C || (hasEscape && scalar == "\\") {
        return false
      }
      kind = .text(hasEscape: scalar.value == 0x1B)
      return true
    }
  }
}
