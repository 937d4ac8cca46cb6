import Foundation
import Terminal

/// What `doctor` says of the terminal that it runs in.
enum DoctorTerminal {
  /// Colours and a line of what the screens are made of, in those colours where a terminal shows them.
  static func sample() -> String {
    let colors = Screen.colorsOfTerminal()
    guard colors >= 8 else { return "none, so that bold and reversed text stand for them" }
    let said = colors >= 1 << 24 ? "16 million" : "\(colors)"
    let glyphs = Screen.localeIsUnicode() ? "█▎ │═ ▁▃▅▇ ▶ ● ○ ✓ ✗ ↕ é 文" : "# | = > * o + x"
    guard isatty(STDOUT_FILENO) == 1 else { return "\(said)  \(glyphs)" }
    let blocks = (1...6).map { "\u{1B}[3\($0)m\(Screen.localeIsUnicode() ? "██" : "##")\u{1B}[0m" }
    return "\(said)  \(blocks.joined()) \(glyphs)"
  }

  /// What is wrong with the widths of symbols; nil where nothing is.
  static func problemOfFont(_ faults: [WidthProbe.Fault]?) -> String? {
    guard let faults, !faults.isEmpty else { return nil }
    let list = faults.map { "\($0.symbol) takes \($0.found) columns and not \($0.expected)" }
    return
      "\(list.joined(separator: ", ")): columns will not line up; choose another font or set its ambiguous width to narrow, or start with --ascii"
  }

  static func font(_ faults: [WidthProbe.Fault]?) -> String {
    faults == nil
      ? "not looked at: no terminal answers here"
      : "\(WidthProbe.symbols.count) symbols are as wide as they should be"
  }
}
