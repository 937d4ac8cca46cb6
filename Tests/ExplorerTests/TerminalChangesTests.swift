import Foundation
import GRDB
import Glibc
import RunModel
import Store
import TerminalHarness
import TestSupport
import Testing

/// What changes beside the program while it is open, and what it leaves behind.
@Suite(.serialized, .tags(.terminal)) struct TerminalChangesTests {
  private let workspace: PreparedWorkspace

  init() throws { workspace = try PreparedWorkspace() }

  @Test func aLockedDatabaseIsSaidAndGotOver() throws {
    let terminal = try workspace.openExplorer()
    terminal.send("\r\r")
    #expect(terminal.shows("╔═ Documents"))
    terminal.settle()
    let other = try DatabaseQueue(path: workspace.databasePath)
    try other.writeWithoutTransaction { database in
      try database.execute(sql: "BEGIN IMMEDIATE")
      terminal.send("s")
      #expect(terminal.shows("another program holds the database"))
      // Everything that is read still is.
      terminal.send("j\r")
      #expect(terminal.shows("[2 Read]"))
      try database.execute(sql: "COMMIT")
    }
    #expect(try comesTrue { try workspace.store.stars().count == 1 })
    terminal.quit()
  }

  @Test func enginesAreShownAsTheyAre() throws {
    let now = Date().timeIntervalSince1970
    func say(_ age: Double, stage: Stage, stopped: EngineEnd? = nil) throws {
      try workspace.store.save(
        EngineState(
          pid: getpid(), host: "h", started: now - 600,
          heartbeat: Date().timeIntervalSince1970 - age,
          run: 1, stage: stage, done: 25, total: 100, rate: 12, remaining: 90, stopped: stopped))
    }
    let terminal = try workspace.openExplorer()
    // An engine says it again and again, or it would be taken for dead where the explorer is slow.
    func shows(_ text: String, stage: Stage) throws -> Bool {
      try comesTrue {
        try say(0, stage: stage)
        return terminal.shows(text, seconds: 3)
      }
    }
    // Nobody holds the lock here, so what is said of remaining time and pauses is for tests with a real engine.
    terminal.send("6")
    #expect(try shows("12.00 a second", stage: .scores))
    try say(41, stage: .scores)
    #expect(terminal.wait { $0.rows[0].contains("engine ○") })
    try say(0, stage: .finished, stopped: .failed("checkpoint: is damaged"))
    #expect(terminal.shows("checkpoint: is damaged"))
    terminal.quit()
  }

  @Test func aNewerRunIsShownWhileItIsOpen() throws {
    let terminal = try workspace.openExplorer()
    let run = try #require(try workspace.store.run(nil))
    usleep(20_000)
    _ = try workspace.store.beginRun(
      fingerprint: "newer", corpus: run.corpus, questionSet: run.questionSet, settings: "{}",
      blockSize: 40, modules: [])
    #expect(terminal.shows("newer run is shown"))
    #expect(terminal.shows("no scores yet"))
    terminal.quit()
  }

  @Test func themesFollowTheirFiles() throws {
    let themes = workspace.folder.appending(path: ".config/stemma/themes")
    try FileManager.default.createDirectory(at: themes, withIntermediateDirectories: true)
    let file = themes.appending(path: "own.yaml")
    func write(_ colour: String) throws {
      try Data("name: Own\nkind: dark\nroles:\n  title: {fg: \(colour)}\n".utf8).write(to: file)
    }
    try write("75")
    let terminal = try workspace.openExplorer(arguments: ["--no-engine", "--theme", "own"])
    #expect(terminal.wait { $0[1, 0].foreground == 75 })
    try write("160")
    #expect(terminal.wait { $0[1, 0].foreground == 160 })
    try write("no-colour")
    #expect(terminal.shows("own.yaml:4"))
    #expect(terminal.screen[1, 0].foreground == 160)
    try write("75")
    #expect(terminal.wait { $0[1, 0].foreground == 75 })
    terminal.quit()
  }

  @Test func theNextStartIsWhereTheLastOneEnded() throws {
    let terminal = try workspace.openExplorer()
    terminal.send("j\r\rfc")
    #expect(terminal.shows("type=code"))
    terminal.quit()
    let again = try workspace.open(width: 100, height: 30)
    #expect(again.shows("type=code") && again.shows("q2 > whole"))
    #expect(again.shows("╔═ Documents"))
    again.send("Q")
    #expect(again.end() == 0)
    let fresh = try workspace.openExplorer(arguments: ["--no-engine", "--fresh"])
    #expect(fresh.shows("q1 > whole") && !fresh.screen.contains("type=code"))
    fresh.quit()
  }

  @Test func copyingWritesTheClipboardAndAFile() throws {
    let terminal = try workspace.openExplorer()
    terminal.send("\r\rj")
    terminal.settle()
    terminal.send("yt")
    #expect(terminal.shows("clipboard"))
    terminal.quit()
    let file = workspace.folder.appending(path: ".local/state/stemma/copied.txt")
    let kept = try String(contentsOf: file, encoding: .utf8)
    #expect(kept.hasPrefix("text 38"))
    let output = String(decoding: terminal.output, as: UTF8.self)
    let start = try #require(output.range(of: "\u{1B}]52;c;"))
    let payload = output[start.upperBound...].prefix { $0 != "\u{7}" }
    let decoded = try #require(Data(base64Encoded: String(payload)))
    #expect(String(decoding: decoded, as: UTF8.self) == kept)
    #expect(Wire.violations(terminal.output, clipboard: true) == [])
  }
}
