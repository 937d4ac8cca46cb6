import Foundation
import TerminalHarness
import TestSupport
import Testing

/// The program inside of a terminal multiplexer and a shell, as people run it.
@Suite(.serialized, .tags(.terminal)) struct TmuxTests {
  private let workspace: PreparedWorkspace

  init() throws { workspace = try PreparedWorkspace() }

  private func open(_ command: String) throws -> Tmux {
    try Tmux(
      width: 100, height: 30,
      command: "HOME=\(workspace.folder.path) TERM=tmux-256color \(command)")
  }

  private var explore: String { "\(PseudoTerminal.program) \(workspace.folder.path) --no-engine" }

  @Test func stoppingGivesTheShellBackAndGoingOnTakesTheNewSize() throws {
    let terminal = try open("bash --norc -i")
    try terminal.type("stty -a; \(explore)", "Enter")
    try terminal.wait(for: "[1 Explore]", "text 39")
    try terminal.type("C-z")
    try terminal.wait(for: "Stopped")
    try terminal.type("echo shell again", "Enter")
    try terminal.wait(for: "\nshell again")
    try terminal.tmux("resize-window", "-t", "t", "-x", "80", "-y", "24")
    try terminal.type("fg", "Enter")
    let screen = try terminal.wait(for: "[1 Explore]", "3 Comp ", "text 39")
    #expect(screen.split(separator: "\n").allSatisfy { $0.count <= 80 })
    try terminal.type("6")
    try terminal.wait(for: "[6 Jobs]")
    try terminal.type("Q")
    try terminal.wait(for: "Stopped")
  }

  @Test func copyingReachesTheBufferOfTheMultiplexer() throws {
    let terminal = try open(explore + " --fresh")
    try terminal.tmux("set-option", "-s", "set-clipboard", "on")
    try terminal.wait(for: "text 39")
    try terminal.type("y", "i")
    try terminal.wait(for: "clipboard")
    #expect(try comesTrue { try terminal.tmux("show-buffer") == "q1" })
    try terminal.type("Q")
    try terminal.wait(for: "left with 0")
  }

  @Test func theModesAreOnWhileItRunsAndOffAfterwards() throws {
    let terminal = try open(explore + " --fresh")
    try terminal.wait(for: "text 39")
    func expectModes(_ wanted: String) throws {
      let modes = "#{alternate_on} #{mouse_any_flag} #{cursor_flag}"
      #expect(
        try comesTrue {
          try terminal.tmux("display-message", "-p", "-t", "t", modes) == wanted + "\n"
        }, "\(wanted)")
    }
    try expectModes("1 1 1")
    try terminal.type("%")
    try terminal.wait(for: "mouse off")
    try expectModes("1 0 1")
    try terminal.type("Q")
    try terminal.wait(for: "left with 0")
    try expectModes("0 0 1")
  }
}
