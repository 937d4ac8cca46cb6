import Foundation
import TerminalHarness
import TestSupport
import Testing

/// A person's own files, as the program in a terminal reads and writes them.
@Suite(.serialized, .tags(.terminal)) struct PersonalFilesTests {
  private let workspace: PreparedWorkspace

  init() throws { workspace = try PreparedWorkspace() }

  private func write(_ text: String, to name: String) throws {
    let file = workspace.folder.appending(path: ".config/stemma/\(name)")
    try FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: file)
  }

  private func open(_ arguments: String...) throws -> PseudoTerminal {
    let terminal = try workspace.open(
      width: 100, height: 30, arguments: ["--no-engine"] + arguments)
    #expect(terminal.shows("text 39"))
    return terminal
  }

  private func quit(_ terminal: PseudoTerminal, with key: String = "Q") {
    terminal.send(key)
    #expect(terminal.end() == 0)
    #expect(terminal.modesAreRestored && terminal.leftAlternateScreen)
  }

  @Test func keysAndSettingsAreThosePeopleWrote() throws {
    try write("quit: Ctrl-X\njobs: D\nstrr: x\n", to: "keys.yaml")
    try write("theme: Ember\nmouse: false\nascii: true\n", to: "config.yaml")
    let terminal = try open("--fresh")
    #expect(terminal.shows("keys.yaml:3: there is no action strr; the nearest is star"))
    #expect(!String(decoding: terminal.output, as: UTF8.self).contains("1000h"))
    #expect(terminal.output.allSatisfy { $0 < 0x80 })
    terminal.send("D")
    #expect(terminal.shows("[6 Jobs]"))
    terminal.send("Q")
    #expect(terminal.shows("Q does nothing here"))
    terminal.send("T")
    #expect(terminal.shows("> Ember") || terminal.shows("Ember"))
    terminal.send("\u{1B}")
    terminal.settle()
    quit(terminal, with: "\u{18}")
  }

  @Test func aSessionIsKeptUnderANameAndInAFile() throws {
    let terminal = try open("--fresh")
    terminal.send("j\r\rfc")
    #expect(terminal.shows("type=code") && terminal.shows("20 shown"))
    terminal.send("jj")
    #expect(terminal.wait { $0.rows.contains { $0.contains("║▶    6") } })
    terminal.settle()
    let rows = terminal.screen.rows
    terminal.send(":session save mine\r")
    // How much of the path fits into the row depends on where temporary files are.
    #expect(terminal.shows("wrote /"))
    quit(terminal)

    let again = try open("--fresh")
    again.send(":session load nine\r")
    #expect(again.shows("no session nine; there are mine"))
    again.send(":session load mine\r")
    #expect(again.shows("the session as it was kept"))
    #expect(
      again.wait { $0.rows.dropLast(2) == rows.dropLast(2) },
      "\(zip(again.screen.rows, rows).filter { $0 != $1 })")
    // A file that is no session is never overwritten.
    again.send(":session save \(workspace.folder.path)/stemma.yaml\r")
    #expect(again.shows("exists and"))
    quit(again)
    let file = workspace.folder.appending(path: ".local/state/stemma/sessions/mine.json")
    #expect(try String(contentsOf: file, encoding: .utf8).contains("\"types\""))

    let script = Process()
    script.executableURL = URL(filePath: PseudoTerminal.program)
    script.arguments = [
      "explore", workspace.folder.path, "--size", "100x30", "-c", ":session load \(file.path)",
    ]
    let pipe = Pipe()
    script.standardOutput = pipe
    try script.run()
    let text = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    script.waitUntilExit()
    #expect(script.terminationStatus == 0 && text.contains("type=code") && text.contains("▶    6"))
  }

  @Test func pathsAreThoseThatTheProgramUses() throws {
    try write("theme: Ember\n", to: "config.yaml")
    let process = Process()
    process.executableURL = URL(filePath: PseudoTerminal.program)
    process.arguments = ["paths", workspace.folder.path]
    process.environment = ["HOME": workspace.folder.path, "XDG_STATE_HOME": "/elsewhere"]
    let pipe = Pipe()
    process.standardOutput = pipe
    try process.run()
    let text = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    let home = workspace.folder.path
    for line in [
      "  settings             \(home)/.config/stemma/config.yaml",
      "- keys                 \(home)/.config/stemma/keys.yaml",
      "- last sessions        /elsewhere/stemma/session.json",
      "  database             \(workspace.databasePath)",
    ] { #expect(text.contains(line), "\(text)") }
  }

  /// What lies in the place of a person's own file is not waited for: a pipe that nobody writes, a device without an end.
  @Test(arguments: ["mkfifo", "ln -s /dev/zero", "mkdir", "ln -s nowhere"])
  func nothingInTheirPlacesIsWaitedFor(act: String) throws {
    let config = workspace.folder.appending(path: ".config/stemma").path
    let state = workspace.folder.appending(path: ".local/state/stemma").path
    let script = Process()
    script.executableURL = URL(filePath: "/bin/bash")
    script.arguments = [
      "-ec",
      """
      mkdir -p "$0/themes" "$1/sessions"
      for file in "$0/config.yaml" "$0/keys.yaml" "$0/themes/own.yaml" "$1/session.json" "$1/sessions/mine.json"; do
        \(act) "$file"
      done
      """, config, state,
    ]
    try script.run()
    script.waitUntilExit()
    try #require(script.terminationStatus == 0)
    let terminal = try open()
    for command in ["session load mine", "session save mine", "theme own"] {
      terminal.send(":\(command)\r")
      terminal.settle()
      // A prompt with an error stays open.
      terminal.send("\u{1B}")
      terminal.settle()
    }
    terminal.send("6")
    #expect(terminal.shows("[6 Jobs]"), "\(terminal.screen.rows)")
    quit(terminal)
  }
}
