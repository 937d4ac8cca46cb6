import Foundation
import Glibc
import TerminalHarness
import TestSupport
import Testing

/// The parent that waits: the terminal is as it was whatever ends the explorer.
@Suite(.serialized, .tags(.terminal)) struct SupervisorTests {
  private let workspace: PreparedWorkspace

  init() throws { workspace = try PreparedWorkspace() }

  private func open(_ keys: String = "") throws -> PseudoTerminal {
    let terminal = try workspace.open(arguments: ["--no-engine", "--fresh"])
    #expect(terminal.shows("text 39"))
    terminal.send(keys)
    terminal.settle()
    return terminal
  }

  private func expectRestored(_ terminal: PseudoTerminal) {
    #expect(terminal.modesAreRestored && terminal.leftAlternateScreen)
    #expect(!terminal.screen.isAlternate && terminal.screen.cursorIsVisible)
    #expect(!terminal.screen.takesMouse)
    let text = String(decoding: terminal.output, as: UTF8.self)
    // Pasting and the application's keys are taken back too.
    for (on, off) in [("\u{1B}[?2004h", "\u{1B}[?2004l"), ("\u{1B}[?1h", "\u{1B}[?1l")] {
      let (last, back) = (
        text.range(of: on, options: .backwards), text.range(of: off, options: .backwards)
      )
      if let last, let back { #expect(back.lowerBound > last.lowerBound) }
      #expect((last == nil) == (back == nil))
    }
  }

  private static func signal(of status: Int32?) -> Int32? { status.map { $0 & 0x7F } }

  @Test(arguments: ["", "\r\r\r", "3", "?", ":qu", "f"])
  func aKilledExplorerLeavesTheTerminalAsItWas(keys: String) throws {
    let terminal = try open(keys)
    kill(try #require(terminal.explorer), SIGKILL)
    #expect(Self.signal(of: terminal.end()) == SIGKILL)
    expectRestored(terminal)
    #expect(terminal.screen.contains("the explorer was killed"))
    #expect(Wire.violations(terminal.output) == [])
  }

  @Test(arguments: [SIGSEGV, SIGABRT, SIGBUS])
  func aCrashIsToldByTheStatus(signal: Int32) throws {
    let terminal = try open()
    kill(try #require(terminal.explorer), signal)
    #expect(Self.signal(of: terminal.end()) == signal)
    expectRestored(terminal)
  }

  @Test(arguments: [SIGTERM, SIGHUP, SIGINT])
  func anEndAskedOfEitherProcessIsOrderly(signal: Int32) throws {
    for ofChild in [true, false] {
      let terminal = try open("j")
      kill(ofChild ? try #require(terminal.explorer) : terminal.pid, signal)
      #expect(terminal.end() == 0, "\(signal) of the \(ofChild ? "explorer" : "parent")")
      expectRestored(terminal)
    }
  }

  /// As `timeout` and the shells do: to a process and to its group at once.
  @Test func anEndAskedTwiceAtOnceIsOneRequest() throws {
    let terminal = try open("j")
    kill(terminal.pid, SIGTERM)
    kill(-terminal.pid, SIGTERM)
    #expect(terminal.end() == 0)
    expectRestored(terminal)
  }

  /// What comes while the explorer is already leaving is part of the same request.
  @Test func whatElseAsksWithinATenthOfASecondIsTheSameRequest() throws {
    let terminal = try open("j")
    let explorer = try #require(terminal.explorer)
    for _ in 0..<100 {
      kill(explorer, SIGTERM)
      usleep(1_000)
    }
    #expect(terminal.end() == 0)
    expectRestored(terminal)
  }

  @Test func anErrorKeepsItsStatusAndItsSentence() throws {
    let terminal = try workspace.open(arguments: ["--no-engine", "--run", "999"])
    #expect(terminal.end() == 1 << 8)
    #expect(terminal.screen.contains("there is no run 999"))
    #expect(terminal.modesAreRestored)
  }

  @Test func aStopLendsTheTerminalAndGoingOnTakesItBack() throws {
    let terminal = try open("j")
    terminal.settle(milliseconds: 700)
    let rows = terminal.screen.rows
    let explorer = try #require(terminal.explorer)
    for _ in 0..<3 {
      kill(explorer, SIGSTOP)
      #expect(terminal.wait { !$0.isAlternate && $0.cursorIsVisible })
      #expect(terminal.modesAreRestored)
      kill(explorer, SIGCONT)
      #expect(terminal.wait { $0.isAlternate })
      #expect(
        terminal.wait { $0.rows == rows },
        "\(zip(terminal.screen.rows, rows).filter { $0 != $1 })")
      #expect(!terminal.modesAreRestored)
    }
    // The mouse is taken, given back and taken as often as the screen.
    let text = String(decoding: terminal.output, as: UTF8.self)
    #expect(text.components(separatedBy: "\u{1B}[?1006;1000h").count - 1 >= 4)
    terminal.send("6")
    #expect(terminal.shows("[6 Jobs]"))
    terminal.send("Q")
    #expect(terminal.end() == 0)
    expectRestored(terminal)
  }

  @Test func withoutItsParentTheExplorerEnds() throws {
    let terminal = try open()
    let explorer = try #require(terminal.explorer)
    kill(terminal.pid, SIGKILL)
    #expect(Self.signal(of: terminal.end()) == SIGKILL)
    #expect(comesTrue { !isRunning(explorer) })
  }
}

/// The same under a shell, which has jobs and sees one program.
@Suite(.serialized, .tags(.terminal)) struct SupervisedJobTests {
  private let workspace: PreparedWorkspace
  private let terminal: Tmux
  private var explore: String {
    "\(PseudoTerminal.program) \(workspace.folder.path) --no-engine --fresh"
  }
  private static let modes = "#{alternate_on} #{mouse_any_flag} #{cursor_flag}"

  init() throws {
    workspace = try PreparedWorkspace()
    terminal = try Tmux(
      width: 100, height: 30,
      command: "HOME=\(workspace.folder.path) TERM=tmux-256color bash --norc -i")
    try terminal.type(
      "PS1='$ '; cd \(workspace.folder.path); clear; stty -a > before; \(explore)", "Enter")
    try terminal.wait(for: "[1 Explore]", "text 39")
  }

  /// The waiting process and the one that draws.
  private func processes() throws -> (parent: pid_t, explorer: pid_t) {
    let pane = try terminal.tmux("display-message", "-p", "-t", "t", "#{pane_pid}")
    var chain = [try #require(pid_t(pane.trimmingCharacters(in: .whitespacesAndNewlines)))]
    while let next = children(of: try #require(chain.last)).first { chain.append(next) }
    return (chain[chain.count - 2], chain[chain.count - 1])
  }

  private func expectModes(_ wanted: String) throws {
    var seen = ""
    let isSo = try comesTrue {
      seen = try terminal.tmux("display-message", "-p", "-t", "t", Self.modes)
      seen = seen.trimmingCharacters(in: .whitespacesAndNewlines)
      return seen == wanted
    }
    #expect(isSo, "\(seen)")
  }

  private func expectShell(status: Int) throws {
    try terminal.type(
      "echo ended with $?; stty -a > after; cmp before after && echo same modes", "Enter")
    try terminal.wait(for: "ended with \(status)\n", "\nsame modes")
    try expectModes("0 0 1")
  }

  @Test func aKillIsAStatusOfTheShell() throws {
    kill(try processes().explorer, SIGKILL)
    try terminal.wait(for: "the explorer was killed", "Killed")
    try expectShell(status: 137)
  }

  @Test func theDeathOfTheParentGivesTheTerminalBack() throws {
    let (parent, explorer) = try processes()
    kill(parent, SIGKILL)
    #expect(comesTrue { !isRunning(explorer) })
    try expectShell(status: 137)
  }

  @Test func aStopOfEitherKindIsAJobThatGoesOn() throws {
    let explorer = try processes().explorer
    for stop in [SIGSTOP, SIGTSTP, SIGSTOP] {
      kill(explorer, stop)
      try terminal.wait(for: "Stopped")
      try expectModes("0 0 1")
      // In the background it waits for the terminal.
      let stopped = "until jobs | grep -q Stopped; do sleep 0.1; done; jobs"
      try terminal.type("clear; bg; \(stopped); echo the shell works", "Enter")
      try terminal.wait(for: "\nthe shell works", "Stopped")
      try terminal.type("clear; fg", "Enter")
      try terminal.wait(for: "[1 Explore]", "text 39")
      try expectModes("1 1 1")
      // Keys that were not read before the next stop would be the shell's.
      try terminal.type("6")
      try terminal.wait(for: "[6 Jobs]")
      try terminal.type("1")
      try terminal.wait(for: "[1 Explore]", "text 39")
    }
    try terminal.type("C-z")
    try terminal.wait(for: "Stopped")
    try terminal.type("clear; fg", "Enter")
    try terminal.wait(for: "[1 Explore]", "text 39")
    try terminal.type("6")
    try terminal.wait(for: "[6 Jobs]")
    try terminal.type("Q")
    // What is typed before the terminal is given back may be the explorer's, or nobody's.
    try expectModes("0 0 1")
    try expectShell(status: 0)
  }

  @Test func theShellsHangupEndsIt() throws {
    let (parent, explorer) = try processes()
    try terminal.tmux("kill-pane", "-t", "t")
    #expect(comesTrue { !isRunning(explorer) && !isRunning(parent) })
  }
}
