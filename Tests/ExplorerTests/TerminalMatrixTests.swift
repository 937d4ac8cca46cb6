import Foundation
import TerminalHarness
import TestSupport
import Testing

/// One tour through the program on every kind of terminal and locale.
@Suite(.serialized, .tags(.terminal)) struct TerminalMatrixTests {
  private let workspace: PreparedWorkspace

  init() throws { workspace = try PreparedWorkspace() }

  /// Some thirty keys: down to a document, through all screens, boxes, prompts, filters and back.
  private static let tour = [
    "j", "k", "\r", "j", "\r", "j", "G", "g", "g", "f", "c", "F", "V", "S", "\r", "J", "t", "a",
    "q",
    "3", "\t", "4", "5", "6", "1", "?", "\u{1B}", "i", "\u{1B}", "T", "\u{1B}",
  ]

  /// Milliseconds without a sign of life after which a key is done with.
  private static let moment = Sanitizer.isWatching ? 250 : 20

  /// What the kinds and locales of the design give.
  private static let cases: [[String: String]] =
    [
      "xterm-256color", "tmux-256color", "screen-256color", "xterm", "xterm-direct", "linux",
      "vt100",
    ].filter { $0 != "xterm-direct" || Terminfo.knows($0) }.map { ["TERM": $0] }
    + ["xterm-256color", "linux", "vt100"].flatMap { type in
      [["TERM": type, "LANG": "C", "LC_ALL": "C"], ["TERM": type, "LANG": ""]]
    }
    + [
      ["TERM": "xterm-256color", "NO_COLOR": "1"], ["TERM": "xterm-256color", "NO_COLOR": ""],
      ["TERM": "xterm-256color", "COLORTERM": "truecolor"],
      ["TERM": "no-such-terminal", "COLORTERM": "truecolor"],
    ]

  @Test(arguments: cases)
  func theTourSendsOnlyWhatTheTerminalHas(environment: [String: String]) throws {
    // An unknown type with colours is taken for the commonest.
    let known = environment["TERM"] == "no-such-terminal" ? "xterm-256color" : environment["TERM"]
    let type = try #require(known)
    let entry = try Terminfo(type: type)
    let terminal = try workspace.open(
      width: 100, height: 30, environment,
      arguments: ["--no-engine", "--fresh", "--theme", "Ember"])
    #expect(terminal.wait(for: "text 39"))
    for key in Self.tour {
      // After an escape the next key must wait, or the two are one; and what a key opens must be there
      // before another closes it.
      terminal.send(key)
      terminal.settle(milliseconds: key == "\u{1B}" ? 80 : Self.moment)
    }
    #expect(terminal.shows("[1 Explore]"), "\(terminal.screen.rows)")
    terminal.send("Q")
    #expect(terminal.end() == 0)
    #expect(terminal.modesAreRestored)

    let text = String(decoding: terminal.output, as: UTF8.self)
    func count(_ capability: String) -> Int {
      entry[capability].map { text.components(separatedBy: $0).count - 1 } ?? 0
    }
    #expect(entry.strangers(in: terminal.output) == [])
    #expect(Wire.violations(terminal.output) == [])
    #expect(count("smcup") == count("rmcup"))
    #expect((count("smcup") > 0) == (entry["smcup"] != nil))
    #expect(count("rmkx") > 0 || entry["rmkx"] == nil)
    #expect(!terminal.screen.isAlternate && terminal.screen.cursorIsVisible)
    #expect(!terminal.screen.takesMouse)
    #expect(terminal.screen.cursor.x == 0)

    let isASCII = environment["LC_ALL"] == "C"
    #expect(terminal.output.allSatisfy { $0 < 0x80 } == isASCII)
    let colours = try Regex("\u{1B}\\[[0-9;:]*(3[0-7]|4[0-7]|38[;:]|48[;:])[0-9;:]*m")
    let hasColours = type != "vt100" && environment["NO_COLOR"] != "1"
    #expect((text.firstMatch(of: colours) != nil) == hasColours)
  }

  @Test(arguments: [
    "dumb", "", nil, "no-such-terminal", "../../etc/passwd", String(repeating: "x", count: 9_000),
  ])
  func whereNothingCanBeDrawnOneSentenceSaysSo(type: String?) throws {
    let terminal = try workspace.open(["TERM": type ?? ""], unset: type == nil ? ["TERM"] : [])
    #expect(terminal.end() == 2 << 8)
    let text = String(decoding: terminal.output, as: UTF8.self)
    #expect(!text.contains("\u{1B}"))
    #expect(text.hasPrefix("stemma: "))
    #expect(text.filter { $0 == "\n" || $0 == "\r\n" }.count == 1)
    #expect(terminal.modesAreRestored)
  }

  /// A comma between a number and its tenths looks like one between thousands.
  @Test func numbersHaveAPointInEveryLanguage() throws {
    let folder = try TemporaryFolder()
    let maker = Process()
    maker.executableURL = URL(filePath: "/usr/bin/localedef")
    // Warnings are a status of 1; where the locale is missing, what follows fails.
    maker.arguments = ["-i", "de_DE", "-f", "UTF-8", folder.path + "/de_DE.UTF-8"]
    (maker.standardOutput, maker.standardError) = (FileHandle.nullDevice, FileHandle.nullDevice)
    try maker.run()
    maker.waitUntilExit()
    #expect(FileManager.default.fileExists(atPath: folder.path + "/de_DE.UTF-8/LC_NUMERIC"))
    let terminal = try workspace.open(
      width: 120, height: 36, ["LANG": "de_DE.UTF-8", "LOCPATH": folder.path])
    #expect(terminal.wait(for: "text 39"))
    terminal.send("Q")
    #expect(terminal.end() == 0)
    let text = String(decoding: terminal.output, as: UTF8.self)
    #expect(text.contains("2.0") && !text.contains("2,0"))
    // The characters are the locale's all the same.
    #expect(text.contains("│"))
  }

  @Test func aStrangerInTheOutputIsSeen() throws {
    let entry = try Terminfo(type: "xterm-256color")
    let fine =
      "a\u{1B}[?1049h\u{1B}[22;0;0t\u{1B}[12;40Htext\u{1B}[38;5;75m\u{1B}(B\u{1B}[m\u{1B}[31m\u{1B}[0;1;7m"
    #expect(entry.strangers(in: Array(fine.utf8)) == [])
    for stranger in ["[6n", "[c", "]0;t\u{7}", "[?1337h", "Pq", "[12;40;3H", "[38;2;1;2;3m"] {
      #expect(entry.strangers(in: Array("x\u{1B}\(stranger)y".utf8)).count == 1, "\(stranger)")
    }
    #expect(try Terminfo(type: "vt100").strangers(in: Array("\u{1B}[31m".utf8)) == ["[31m"])
  }
}
