internal import Terminal

/// What may go over the wire to a terminal: printable text and the sequences that ncurses sends.
package enum Wire {
  /// Last bytes of control sequences that place the cursor, erase, scroll, style and set modes.
  private static let finals = Set("@ABCDGHJKLMPSTXZbcdfghlmrsu".utf8)
  /// Modes that are set and taken back: application keys, wrapping, cursor, alternate screen, mouse, paste.
  private static let modes: Set<Int> = [
    1, 4, 7, 12, 25, 34, 1034, 1000, 1002, 1003, 1006, 1049, 2004,
  ]

  /// Everything in a program's output that is neither.
  ///
  /// - Parameter clipboard: whether the program was asked to copy, which sends one more sequence.
  package static func violations(_ bytes: [UInt8], clipboard: Bool = false) -> [String] {
    var found: [String] = []
    var place = 0
    var text: [UInt8] = []
    func flush() {
      for scalar in String(decoding: text, as: UTF8.self).unicodeScalars
      where columns(of: scalar) == nil {
        found.append("U+\(String(scalar.value, radix: 16, uppercase: true))")
      }
      text = []
    }
    while place < bytes.count {
      let byte = bytes[place]
      switch byte {
      case 0x1B:
        flush()
        let length = sequence(bytes[place...], clipboard: clipboard)
        if length == nil {
          let shown = bytes[place..<min(place + 12, bytes.count)].map { String($0, radix: 16) }
          found.append("escape " + shown.joined(separator: " "))
        }
        place += length ?? 1
      // Backspace, tab, line feed and return move the cursor; shifts choose line drawing.
      case 0x08, 0x09, 0x0A, 0x0D, 0x0E, 0x0F:
        flush()
        place += 1
      case 0x00..<0x20, 0x7F:
        flush()
        found.append("control \(byte)")
        place += 1
      default:
        text.append(byte)
        place += 1
      }
    }
    flush()
    return found
  }

  /// How long a permitted sequence is; nil where it is not permitted.
  ///
  /// A cut one at the end passes.
  private static func sequence(_ rest: ArraySlice<UInt8>, clipboard: Bool) -> Int? {
    guard rest.count > 1 else { return rest.count }
    let second = rest[rest.startIndex + 1]
    switch second {
    case UInt8(ascii: "["):
      let body = rest.dropFirst(2)
      guard let end = body.firstIndex(where: { (0x40...0x7E).contains($0) }) else {
        return rest.count
      }
      let parameters = String(decoding: body[..<end], as: UTF8.self)
      // Terminfo keeps the window's title on the terminal's own stack while the program runs.
      if body[end] == UInt8(ascii: "t") {
        return ["22;0;0", "23;0;0"].contains(parameters) ? end - rest.startIndex + 1 : nil
      }
      guard finals.contains(body[end]), parameters.allSatisfy({ "0123456789;:?!>".contains($0) })
      else { return nil }
      if parameters.hasPrefix("?"), body[end] == UInt8(ascii: "h") || body[end] == UInt8(ascii: "l")
      {
        let numbers = parameters.dropFirst().split(separator: ";").compactMap { Int($0) }
        guard numbers.allSatisfy(modes.contains) else { return nil }
      }
      return end - rest.startIndex + 1
    case UInt8(ascii: "("), UInt8(ascii: ")"), UInt8(ascii: "*"), UInt8(ascii: "+"),
      UInt8(ascii: "#"):
      return min(3, rest.count)
    case UInt8(ascii: "="), UInt8(ascii: ">"), UInt8(ascii: "7"), UInt8(ascii: "8"),
      UInt8(ascii: "M"), UInt8(ascii: "D"), UInt8(ascii: "E"), UInt8(ascii: "H"), UInt8(ascii: "c"):
      return 2
    case UInt8(ascii: "]") where clipboard:
      guard rest.dropFirst(2).starts(with: "52;c;".utf8),
        let end = rest.firstIndex(of: 0x07)
      else { return nil }
      return end - rest.startIndex + 1
    default: return nil
    }
  }
}
