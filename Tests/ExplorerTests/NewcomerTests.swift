import Foundation
import RunModel
import Store
import TerminalHarness
import TestSupport
import Testing

/// What a stranger tripped over in an hour, in the program itself.
@Suite(.serialized, .tags(.terminal)) struct NewcomerTests {
  private let workspace: PreparedWorkspace

  init() throws { workspace = try PreparedWorkspace() }

  private func open(_ arguments: String...) throws -> PseudoTerminal {
    let terminal = try workspace.open(
      width: 100, height: 30, arguments: ["--no-engine"] + arguments)
    // The first document; how much of its text there is room for is another matter.
    #expect(terminal.shows("▶    1"))
    terminal.settle()
    return terminal
  }

  private func quit(_ terminal: PseudoTerminal) {
    terminal.send("Q")
    #expect(terminal.end() == 0)
    #expect(terminal.modesAreRestored && terminal.leftAlternateScreen)
  }

  /// Runs the program without a terminal.
  private func run(_ arguments: [String], at folder: URL? = nil) throws -> (
    status: Int32, text: String, errors: String
  ) {
    let process = Process()
    process.executableURL = URL(filePath: PseudoTerminal.program)
    process.arguments = arguments
    process.currentDirectoryURL = folder ?? workspace.folder
    process.environment = ["HOME": workspace.folder.path, "PATH": "/usr/bin:/bin"]
    let (out, errors) = (Pipe(), Pipe())
    (process.standardOutput, process.standardError) = (out, errors)
    process.standardInput = FileHandle.nullDevice
    try process.runUnblocked()
    let text = String(decoding: out.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    let complaint = String(
      decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    return (process.terminationStatus, text, complaint)
  }

  // MARK: What is kept

  /// What somebody wrote into the settings counts more than what a session happened to end with.
  @Test func theThemeOfTheSettingsCountsMoreThanTheSession() throws {
    func ground(_ arguments: String...) throws -> Int {
      let terminal = try workspace.open(
        width: 100, height: 30, arguments: ["--no-engine"] + arguments)
      #expect(terminal.shows("text 39"))
      terminal.settle()
      let ground = terminal.screen[50, 20].background
      quit(terminal)
      return ground
    }
    let paper = try ground("--theme", "Paper")
    // The session remembers Paper.
    #expect(try ground() == paper)
    let file = workspace.folder.appending(path: ".config/stemma/config.yaml")
    try FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data("theme: Ember\n".utf8).write(to: file)
    let ember = try ground()
    #expect(ember != paper)
    #expect(try ground("--fresh", "--theme", "Ember") == ember)
  }

  /// A session that was saved while reading comes back to the document.
  @Test func aSessionSavedInReadLandsInRead() throws {
    let terminal = try open("--fresh")
    terminal.send("\r\rjj\r")
    #expect(terminal.shows("[2 Read]") && terminal.shows("d37"))
    terminal.send(":session save reading\r")
    #expect(terminal.shows("wrote /"))
    terminal.press("\u{1B}")
    terminal.press("\u{1B}")
    terminal.send("6:session load reading\r")
    #expect(terminal.shows("[2 Read]") && terminal.shows("d37"), "\(terminal.screen.rows)")
    quit(terminal)
  }

  /// Borders that were moved stay for the next start, and a fresh one has none of them.
  @Test func aFreshStartHasTheUsualBorders() throws {
    func border(_ terminal: PseudoTerminal) -> Int? {
      let row = terminal.screen.rows.first { $0.contains("Documents") } ?? ""
      return row.range(of: " Documents").map {
        row.distance(from: row.startIndex, to: $0.lowerBound)
      }
    }
    let terminal = try open("--fresh")
    let usual = try #require(border(terminal))
    terminal.press(">>>>>>")
    let moved = try #require(border(terminal))
    #expect(moved > usual)
    quit(terminal)
    let again = try open()
    #expect(border(again) == moved)
    quit(again)
    let fresh = try open("--fresh")
    #expect(border(fresh) == usual)
    quit(fresh)
  }

  // MARK: The command line

  /// A folder that holds stemma.yaml is opened, whatever it is called.
  @Test(arguments: ["sample", "report", "train", "export", "questions"])
  func aWorkspaceCalledLikeACommandOpens(name: String) throws {
    let parent = try TemporaryFolder()
    try FileManager.default.createSymbolicLink(
      at: parent.url.appending(path: name), withDestinationURL: workspace.folder)
    let opened = try run([name, "--size", "100x30", "-c", ":explore"], at: parent.url)
    #expect(
      opened.status == 0 && opened.text.contains("[1 Explore]"), "\(opened.errors)\(opened.text)")
    // Without such a folder it is the command.
    let empty = try TemporaryFolder()
    let command = try run([name], at: empty.url)
    #expect(command.status != 0 && !command.text.contains("[1 Explore]"))
  }

  @Test func idsAreListedAndTheNearestIsSaid() throws {
    let listed = try run(["questions", workspace.folder.path])
    #expect(listed.status == 0, "\(listed.errors)")
    #expect(listed.text.contains(#/q1 +reasoning +slopes +right/#), "\(listed.text)")
    #expect(listed.text.contains(#/q2 +factual +larvae/#))
    for command in ["steps", "top"] {
      let wrong = try run([command, workspace.folder.path, "q11"])
      #expect(wrong.status == 1 && wrong.errors.contains("q1"), "\(wrong.errors)")
    }
    let wrong = try run(["explore", workspace.folder.path, "-c", ":q q11"])
    #expect(wrong.status == 1 && wrong.errors.contains("the nearest is q1"), "\(wrong.errors)")
  }

  /// What nobody is there to answer is not left for whoever comes next.
  @Test func askingWithoutAnEngineLeavesNoRequest() throws {
    let asked = try run(["explore", workspace.folder.path, "-c", ":ask Is this answered?"])
    #expect(asked.status == 1)
    #expect(asked.errors.contains(":ask") || asked.errors.contains("`stemma ask`"))
    #expect(try workspace.store.jobs(limit: 10).isEmpty)
  }

  // MARK: What is said

  /// A file is named with the folder that it lies in.
  @Test func filesAreNamedWithTheirFolder() throws {
    let folder = try TemporaryFolder()
    let table = folder.url.appending(path: "rows.csv").path
    let terminal = try open("--fresh")
    terminal.send(":write documents \(table)\r")
    #expect(terminal.shows("wrote 40 rows to /"))
    terminal.press("!")
    // The list of messages has room for all of it.
    let shown = terminal.screen.rows.joined().filter { !" ║".contains($0) }
    #expect(shown.contains(table), "\(terminal.screen.rows)")
    #expect(FileManager.default.fileExists(atPath: table))
    terminal.press("\u{1B}")
    quit(terminal)
  }

  /// Numbers are as short in lines that are read aloud as they are on the screen.
  @Test func plainNumbersHaveAsManyDigitsAsTheScreen() throws {
    for commands in [
      [], ["open"], ["q q1", "open", "open"], ["compare"], ["findings 1"], ["findings 2"],
      ["findings 3"], ["findings 4"], ["jobs"], ["ask"],
    ] {
      let said = try run(
        ["explore", workspace.folder.path, "--plain"] + commands.flatMap { ["-c", $0] })
      #expect(said.status == 0, "\(commands) \(said.errors)")
      #expect(!said.text.contains(#/\d*\.\d{6,}/#), "\(commands) \(said.text)")
    }
  }
}
