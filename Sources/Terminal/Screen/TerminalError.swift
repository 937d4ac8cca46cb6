/// Why the terminal cannot be used, and what to do instead.
package struct TerminalError: Error, CustomStringConvertible {
  package let description: String
  package init(_ description: String) { self.description = description }

  static let noTerminal = TerminalError(
    "stemma needs a terminal; use `stemma top`, `stemma steps` or `--plain` where there is none")

  static func cannotPlaceCursor(_ type: String) -> TerminalError {
    TerminalError(
      "the terminal type '\(type)' cannot place the cursor; set TERM, or use `stemma top`,"
        + " `stemma steps` or `--plain`")
  }

  static func unknownType(_ type: String) -> TerminalError {
    TerminalError(
      "the terminal type '\(type)' is not known here; set TERM=xterm-256color or install the"
        + " package ncurses-term")
  }
}
