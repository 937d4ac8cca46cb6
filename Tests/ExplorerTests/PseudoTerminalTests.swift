import Foundation
import Glibc
import Store
import TerminalHarness
import TestSupport
import Testing

/// The program itself on a small database, in a pseudo-terminal.
@Suite(.serialized, .tags(.terminal)) struct PseudoTerminalTests {
  /// Nothing but printable text and ncurses' own sequences may have been sent.
  private func expectHarmless(_ output: [UInt8], clipboard: Bool = false) {
    #expect(Wire.violations(output, clipboard: clipboard) == [])
  }

  @Test func opensReadsAndQuits() throws {
    let workspace = try PreparedWorkspace()
    let terminal = try workspace.open()
    #expect(terminal.wait(for: "[1 Explore]"))
    #expect(terminal.wait(for: "text 39"))
    terminal.send("\r\r\r")
    #expect(terminal.wait(for: "[2 Read]"))
    #expect(terminal.wait(for: "heat: needs"))
    terminal.send("q3")
    #expect(terminal.wait(for: "[3 Compare]"))
    terminal.send("1q")
    #expect(terminal.end() == 0)
    #expect(terminal.modesAreRestored && terminal.leftAlternateScreen)
    expectHarmless(terminal.output)
  }

  @Test func followsResizes() throws {
    let workspace = try PreparedWorkspace()
    let terminal = try workspace.open()
    #expect(terminal.wait(for: "text 39"))
    terminal.clear()
    terminal.resize(width: 120, height: 36)
    #expect(terminal.wait(for: "Findings"))
    terminal.clear()
    terminal.resize(width: 30, height: 5)
    #expect(terminal.wait(for: "40 x 10 needed"))
    for size in 1...60 { terminal.resize(width: UInt16(size * 3), height: UInt16(61 - size)) }
    terminal.resize(width: 100, height: 30)
    terminal.clear()
    terminal.send("6")
    #expect(terminal.wait(for: "[6 Jobs]"))
    terminal.send("Q")
    #expect(terminal.end() == 0)
    #expect(terminal.modesAreRestored && terminal.leftAlternateScreen)
  }

  @Test(arguments: [SIGTERM, SIGHUP, SIGINT, SIGQUIT, SIGSEGV, SIGABRT])
  func signalsLeaveTheTerminalAsItWas(signal: Int32) throws {
    let workspace = try PreparedWorkspace()
    let terminal = try workspace.open()
    #expect(terminal.wait(for: "text 39"))
    kill(terminal.pid, signal)
    #expect(terminal.end() != nil)
    #expect(terminal.modesAreRestored, "signal \(signal)")
    #expect(terminal.leftAlternateScreen, "signal \(signal)")
  }

  @Test func lostTerminalEndsTheProgram() throws {
    let workspace = try PreparedWorkspace()
    let terminal = try workspace.open()
    #expect(terminal.wait(for: "text 39"))
    terminal.hangUp()
    #expect(terminal.end() != nil)
  }

  @Test func bytesAtRandomDoNoHarm() throws {
    let workspace = try PreparedWorkspace()
    let terminal = try workspace.open()
    #expect(terminal.wait(for: "text 39"))
    var state: UInt64 = 42
    for _ in 0..<300 {
      var text = ""
      for _ in 0..<8 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        let byte = UInt8(truncatingIfNeeded: state >> 33)
        // Ctrl-C, Ctrl-Z, Q and q end or stop the program, as they should.
        if [0x03, 0x1A, 0x1C, 0x51, 0x71, 0x79, 0x45].contains(byte) { continue }
        text.unicodeScalars.append(Unicode.Scalar(byte & 0x7F))
      }
      text.unicodeScalars.removeAll { "Qq\u{3}\u{1A}\u{1C}yE".unicodeScalars.contains($0) }
      terminal.send(text)
      terminal.pump()
    }
    for _ in 0..<3 { terminal.press("\u{1B}") }
    terminal.clear()
    terminal.send("6")
    #expect(terminal.wait(for: "[6 Jobs]"))
    expectHarmless(terminal.output)
    terminal.send("Q")
    #expect(terminal.end() == 0)
    #expect(terminal.modesAreRestored && terminal.leftAlternateScreen)
  }

  @Test(arguments: ["xterm", "vt100", "linux", "tmux-256color"])
  func otherTerminalsWork(type: String) throws {
    let workspace = try PreparedWorkspace()
    let terminal = try workspace.open(["TERM": type])
    #expect(terminal.wait(for: "Explore"))
    terminal.send("\r\r")
    #expect(terminal.wait(for: "Documents"))
    terminal.send("Q")
    #expect(terminal.end() == 0)
    #expect(terminal.modesAreRestored)
    expectHarmless(terminal.output)
  }

  @Test func withoutColourNoColourIsSent() throws {
    let workspace = try PreparedWorkspace()
    let terminal = try workspace.open(["NO_COLOR": "1"])
    #expect(terminal.wait(for: "text 39"))
    terminal.send("Q")
    #expect(terminal.end() == 0)
    let text = String(decoding: terminal.output, as: UTF8.self)
    #expect(!text.contains("[38;5;") && !text.contains("\u{1B}[31m") && !text.contains("[3m1"))
  }

  @Test func copyingAsksTheTerminalOnlyWhenAsked() throws {
    let workspace = try PreparedWorkspace()
    let terminal = try workspace.open()
    #expect(terminal.wait(for: "text 39"))
    terminal.clear()
    terminal.send("yi")
    #expect(terminal.wait(for: "\u{1B}]52;c;cTE=\u{07}"))
    terminal.send("Q")
    #expect(terminal.end() == 0)
  }
}
