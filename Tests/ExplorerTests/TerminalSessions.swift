import TerminalHarness
import Testing

extension PreparedWorkspace {
  /// The program on this workspace, once it shows its list.
  func openExplorer(
    width: UInt16 = 100, height: UInt16 = 30, _ more: [String: String] = [:],
    arguments: [String] = ["--no-engine"]
  ) throws -> PseudoTerminal {
    let terminal = try open(width: width, height: height, more, arguments: arguments)
    #expect(terminal.shows("text 39"))
    // Not every other terminal has one.
    #expect(more["TERM"] != nil || terminal.screen.takesMouse)
    return terminal
  }
}

extension PseudoTerminal {
  /// Ends the program by its key; the terminal is then as it was.
  func quit() {
    send("Q")
    #expect(end() == 0)
    expectRestored()
  }

  func expectRestored() {
    #expect(modesAreRestored && leftAlternateScreen)
    #expect(!screen.isAlternate && screen.cursorIsVisible)
    #expect(!screen.takesMouse)
  }
}
