import Foundation
import TerminalHarness
import TestSupport
import Testing

/// The Jobs screen and `status` while real engines and real parts are at work.
@Suite(.serialized, .tags(.program, .terminal)) struct JobsScreenTests {
  private func open(_ workspace: String, _ folder: TemporaryFolder, width: UInt16, height: UInt16)
    throws -> PseudoTerminal
  {
    try PseudoTerminal(
      ["explore", workspace, "--trust", "--no-engine", "--fresh"], width: width, height: height,
      environment: [
        "TERM": "xterm-256color", "LANG": "C.UTF-8", "HOME": folder.path, "PATH": "/usr/bin:/bin",
      ])
  }

  private func quit(_ terminal: PseudoTerminal) {
    terminal.send("Q")
    #expect(terminal.end() == 0)
  }

  /// A part of three that is held in the middle of its scores, one that has ended, one that nobody has started.
  @Test func partsAreShownAtTwoSizes() throws {
    let world = try ClusterWorld(documents: 1300)
    try world.factors(1)
    #expect(try world.part("0/1", "--no-wait", "--stage", "steps").status == 0)
    #expect(try world.part("1/3", "--no-wait", "--stage", "scores").status == 0)
    let part = try Program.start([
      "compute", world.workspace, "--part", "0/3", "--threads", "1", "--no-wait", "--stage",
      "scores",
    ])
    defer {
      kill(part.processIdentifier, SIGCONT)
      part.waitUntilExit()
    }
    let state = world.parts + "/state/part-0-of-3.json"
    #expect(
      comesTrue {
        (try? String(contentsOfFile: state, encoding: .utf8))?.contains("\"unit\"") ?? false
      })
    kill(part.processIdentifier, SIGSTOP)
    try #require(part.isRunning, "the part was over before it could be held")
    let host = ProcessInfo.processInfo.hostName
    let status = try Program.run("status", world.workspace).text
    #expect(status.contains(#/part +0\/3 .*: scoring passages \d\/2, block \d/#))
    #expect(status.contains(#/last sign of life \d+ s ago/#), "\(status)")
    #expect(status.contains(#/part +1\/3 .*: whole/#) && status.contains(host))
    #expect(status.contains("missing    parts 0,2"))

    for (width, height) in [(80, 24), (120, 36)] as [(UInt16, UInt16)] {
      let terminal = try open(world.workspace, world.folder, width: width, height: height)
      terminal.send("6")
      #expect(terminal.shows("1 of 3 whole"))
      let rows = terminal.screen.rows
      func row(_ name: String) -> String { rows.first { $0.contains(" \(name) ") } ?? "" }
      #expect(row("0/3").contains(host.prefix(8)), "\(rows)")
      #expect(row("0/3").contains(#/scoring passages \d\/2, block \d/#))
      #expect(row("0/3").contains(#/ \d+m?\d*s( ago)? /#))
      // What it has done in which time.
      #expect(
        row("1/3").contains("whole") && row("1/3").contains(#/ [1-9][\d ,]* +\d+m?\d*s( ago)? /#))
      #expect(row("2/3").contains("has not begun"))
      #expect(rows.contains { $0.contains("missing: parts 0,2") })
      quit(terminal)
    }

    // The held one goes on, the third comes, and a screen that is open follows to the end.
    let terminal = try open(world.workspace, world.folder, width: 120, height: 36)
    terminal.send("6")
    #expect(terminal.shows("1 of 3 whole"))
    kill(part.processIdentifier, SIGCONT)
    #expect(terminal.shows("2 of 3 whole"))
    #expect(try world.part("2/3", "--no-wait", "--stage", "scores").status == 0)
    #expect(terminal.shows("3 of 3 whole"))
    #expect(terminal.shows("nothing is missing"))
    #expect(try world.merge().status == 0)
    #expect(terminal.wait { !$0.rows.contains { $0.contains("Parts") } })
    quit(terminal)
    try world.isAsIfOneProcess()
  }

  /// An engine whose products are slow on any processor, so that there is time to look at it.
  @Test func aRealEngineShowsItsRemainingTimeAndItsRest() throws {
    let folder = try TemporaryFolder()
    // Several blocks: an engine rests between two.
    let workspace = try ResumeTests.workspace(folder.path, documents: 900)
    let slow = try Interposer(Interposer.slowProducts, in: folder)
    let engine = try Program.start(
      ["compute", workspace, "--threads", "1", "--factor-passages", "16"],
      environment: ["LD_PRELOAD": slow.path])
    defer { engine.terminate() }
    let terminal = try open(workspace, folder, width: 120, height: 36)
    terminal.send("6")
    #expect(terminal.shows("stage   scoring passages"))
    #expect(terminal.wait { $0.rows.contains { $0.contains(#/\d+% +\d\w* to go/#) } })
    #expect(terminal.wait { $0.rows[0].contains(#/engine ● .*eta \d/#) })
    terminal.send("P")
    #expect(terminal.shows("the engine rests"))
    #expect(terminal.shows("paused; P lets it go on"))
    #expect(terminal.wait { $0.rows[0].contains("engine ○ paused") })
    terminal.send("P")
    #expect(terminal.wait { $0.rows.contains { $0.contains("state   running") } })
    quit(terminal)
    // Who is asked to stop and stops has done nothing to be warned of.
    engine.terminate()
    engine.waitUntilExit()
    let after = try open(workspace, folder, width: 120, height: 36)
    after.send("6")
    #expect(after.shows("idle: something is missing"))
    let rows = after.screen.rows
    #expect(!rows.contains { $0.contains("warning") || $0.contains("without a word") }, "\(rows)")
    #expect(!rows[0].contains("failed"))
    quit(after)
  }
}
