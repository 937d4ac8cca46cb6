import Foundation
import Glibc
import RunModel
import Store
import TerminalHarness
import TestSupport
import Testing

/// What a person sees of the program: cells, colours and the cursor, through a terminal emulator.
@Suite(.serialized, .tags(.terminal)) struct TerminalCellTests {
  private let workspace: PreparedWorkspace

  init() throws { workspace = try PreparedWorkspace() }

  /// Rows of a saved display under a letter.
  private func block(_ letter: String, of text: String) -> [String] {
    text.split(separator: "\n").filter { $0.hasPrefix(letter + "|") }.map {
      String($0.dropFirst(2))
    }
  }

  @Test(arguments: ["", "\r\r", "\r\rj\r", "3", "6", "?", "i", "fc"])
  func cellsAreThoseOfTheFrame(keys: String) throws {
    let terminal = try workspace.openExplorer()
    let path = workspace.folder.appending(path: "display.txt").path
    // The pane that is typed from needs no prompt, so the frame is saved by a command at its start.
    terminal.send(keys)
    terminal.settle()
    let before = terminal.screen.rows
    if keys != "?", keys != "i" {
      terminal.send(":save-display \(path)\r")
      #expect(terminal.shows("wrote "))
      terminal.settle()
      let saved = try String(contentsOfFile: path, encoding: .utf8)
      let texts = block("T", of: saved).map { String($0.dropLast()) }
      let letters = block("A", of: saved).map { Array($0.dropLast()) }
      let legend = Dictionary(
        block("L", of: saved).map { ($0.first ?? ".", String($0.dropFirst(2))) },
        uniquingKeysWith: { one, _ in one })
      #expect(texts.count == 30)
      for y in 0..<30 where y != 28 {
        #expect(terminal.screen.rows[y] == texts[y], "row \(y)")
        var column = 0
        for letter in letters[y] {
          let cell = terminal.screen[column, y]
          let style = legend[letter] ?? ""
          let isSame =
            cell.isBold == style.contains("bold") && cell.isReversed == style.contains("reverse")
            && cell.isUnderlined == style.contains("underline")
          if !isSame {
            Issue.record("\(keys.debugDescription) cell \(column),\(y): \(cell) for \(style)")
          }
          column += max(1, cell.width)
        }
      }
    } else {
      #expect(before.contains { $0.contains("═") })
      terminal.send("\u{1B}")
      terminal.settle()
    }
    terminal.quit()
  }

  @Test func theCursorStandsOnTheSelectedRow() throws {
    let terminal = try workspace.openExplorer()
    for keys in ["j", "\r", "\r", "jj", "k"] {
      terminal.send(keys)
      terminal.settle()
      let cursor = terminal.screen.cursor
      #expect(terminal.screen.cursorIsVisible)
      #expect(terminal.screen[cursor.x, cursor.y].text == "▶", "after \(keys.debugDescription)")
      #expect(terminal.screen[cursor.x, cursor.y].isReversed)
    }
    terminal.quit()
  }

  @Test func coloursAreAsManyAsTheTerminalHas() throws {
    /// Colours of the cells that are neither the terminal's own nor one of the first.
    func colours(_ more: [String: String], _ arguments: [String] = []) throws -> Set<Int> {
      let terminal = try workspace.openExplorer(
        more, arguments: ["--no-engine", "--theme", "Ember"] + arguments)
      #expect(terminal.wait { $0.contains("Questions") })
      terminal.settle()
      var found: Set<Int> = []
      for y in 0..<30 {
        for x in 0..<100 {
          found.formUnion([terminal.screen[x, y].foreground, terminal.screen[x, y].background])
        }
      }
      terminal.quit()
      return found.subtracting([-1])
    }
    let many = try colours([:])
    #expect(many.count >= 5 && many.contains { $0 > 15 })
    let eight = try colours(["TERM": "xterm"])
    #expect(eight.count >= 3 && eight.allSatisfy { $0 < 16 })
    if Terminfo.knows("xterm-direct") {
      #expect(try colours(["TERM": "xterm-direct"]).contains { $0 >= 1 << 24 })
    }
    #expect(try colours(["TERM": "vt100"]).isEmpty)
    #expect(try colours(["NO_COLOR": "1"]).isEmpty)
    #expect(try colours(["NO_COLOR": ""]) == many)
    #expect(try colours([:], ["--no-color"]).isEmpty)
  }

  @Test func asciiIsAllThatIsSentWhereAskedFor() throws {
    for (more, arguments) in [
      (["LANG": "C", "LC_ALL": "C"], []), ([:], ["--ascii"]),
    ] as [([String: String], [String])] {
      // Not where the one before ended.
      let terminal = try workspace.openExplorer(
        more, arguments: ["--no-engine", "--fresh"] + arguments)
      terminal.settle()
      terminal.send("\r\r\r")
      #expect(terminal.shows("[2 Read]"))
      terminal.quit()
      #expect(terminal.output.allSatisfy { $0 < 0x80 })
      #expect(Wire.violations(terminal.output) == [])
    }
  }

  @Test func nothingHostileGoesOverTheWire() throws {
    for type in ["xterm-256color", "vt100", "linux", "screen-256color", "xterm-direct"]
    where type != "xterm-direct" || Terminfo.knows(type) {
      let terminal = try workspace.openExplorer(
        ["TERM": type], arguments: ["--no-engine", "--fresh"])
      terminal.send("\r\r")
      // Every document is opened, then every screen.
      terminal.send("\r")
      #expect(terminal.shows("[2 Read]"))
      for _ in 0..<40 {
        terminal.send("J")
        usleep(4_000)
        terminal.pump()
      }
      for keys in [
        "q", "W", "3", "4", "5", "6", "1", "i", "\u{1B}", "!", "\u{1B}", "/evil\r", "?", "\u{1B}",
      ] {
        terminal.press(keys)
      }
      terminal.quit()
      #expect(Wire.violations(terminal.output) == [], "\(type)")
    }
  }

  @Test func theWireCheckSeesWhatItMustSee() {
    let clean =
      "\u{1B}[?1049h\u{1B}[1;24r\u{1B}(B\u{1B}[m\u{1B}[H█ 日本 e\u{301}\u{1B}[38;5;75mtext\u{1B}[?25l"
    #expect(Wire.violations(Array(clean.utf8)) == [])
    for attack in [
      "\u{1B}]0;t\u{7}", "\u{1B}P$q\u{1B}\\", "\u{9B}2J", "\u{202E}", "\u{0}", "\u{7}", "\u{1B}[6n",
      "\u{1B}[?1000;1337h", "\u{1B}[5i", "\u{1B}_x\u{1B}\\", "\u{1B}[>q", "\u{200B}",
      "\u{1B}c\u{1B}Z",
    ] {
      #expect(!Wire.violations(Array(attack.utf8)).isEmpty, "\(attack.debugDescription)")
    }
    #expect(Wire.violations(Array("\u{1B}]52;c;QQ==\u{7}".utf8), clipboard: true) == [])
  }

  /// Sizes at random; `STEMMA_STORM` says how many.
  private static let sizes =
    ProcessInfo.processInfo.environment["STEMMA_STORM"].flatMap { Int($0) } ?? 2_000

  @Test func aStormOfSizesEndsWithTheSameScreen() throws {
    let fresh = try workspace.openExplorer(width: 120, height: 36)
    fresh.send("\r\rjj")
    #expect(fresh.wait { $0.rows.contains { $0.contains(#/║▶ +3 /#) } })
    #expect(fresh.shows(" ✓ "))
    fresh.settle()
    let wanted = fresh.screen.rows
    fresh.quit()
    let terminal = try workspace.openExplorer(
      width: 120, height: 36, arguments: ["--no-engine", "--fresh"])
    terminal.send("\r\rjj")
    #expect(terminal.wait { $0.rows == wanted })
    var random = RandomSource(seed: 2_026)
    let edges: [(UInt16, UInt16)] = [
      (1, 1), (0, 0), (500, 200), (40, 10), (39, 9), (80, 0), (2, 60),
    ]
    // The storm goes on over popups, prompts and half a key sequence.
    let states = [
      "", "?", "\u{1B}", "f", "\u{1B}", ":", "\u{1B}", "\u{10}", "\u{1B}", "i", "\u{1B}", "T",
      "\u{1B}",
    ]
    for turn in 0..<Self.sizes {
      let size =
        turn % 50 == 0
        ? edges[turn / 50 % edges.count]
        : (UInt16(random.next() % 200 + 1), UInt16(random.next() % 60 + 1))
      terminal.resize(width: size.0, height: size.1)
      terminal.pump()
      if turn % 150 == 149 { terminal.press(states[turn / 150 % states.count]) }
      if turn % 100 == 99 {
        terminal.resize(width: 90, height: 25)
        #expect(
          terminal.wait { $0.rows[0].hasPrefix(" Stemma ") },
          "turn \(turn): \(terminal.screen.rows.joined(separator: "\n"))")
      }
    }
    for _ in 0..<4 { terminal.press("\u{1B}") }
    terminal.resize(width: 120, height: 36)
    terminal.press("1")
    for _ in 0..<10
    where !terminal.screen.rows[1].contains("whole") || !terminal.screen.contains("╔═ Documents") {
      terminal.press("\t")
    }
    terminal.send("ggjj")
    #expect(
      terminal.wait { $0.rows == wanted },
      "\(zip(terminal.screen.rows, wanted).filter { $0 != $1 })")
    terminal.quit()
    #expect(Wire.violations(terminal.output) == [])
  }

  /// Bytes at random; `STEMMA_KEYS` says how many, `STEMMA_SEED` from which seed.
  private static let keys =
    ProcessInfo.processInfo.environment["STEMMA_KEYS"].flatMap { Int($0) } ?? 6_000
  private static let seed =
    ProcessInfo.processInfo.environment["STEMMA_SEED"].flatMap { UInt64($0) } ?? 11

  @Test func anyBytesLeaveItAliveAndTheTerminalRestored() throws {
    var random = RandomSource(seed: Self.seed)
    var terminal = try workspace.openExplorer(width: 80, height: 24)
    var starts = 1
    let pieces: [[UInt8]] =
      [
        "\u{1B}[A", "\u{1B}[B", "\u{1B}OC", "\u{1B}[5~", "\u{1B}[<0;10;5M", "\u{1B}[<64;70;9M",
        "\u{1B}[200~a\u{7}\u{1B}[31m\u{1B}[201~",
        "\u{1B}[", "\u{1B}", "\u{1B}[200~", "\r", "\r", "語", "\t", "f", "g", "t", "o", "c", "?",
        ":",
      ].map { Array($0.utf8) }
      + [[0xE8, 0xAA], [0xFF], [0xC3], [0x00], [0x1B, 0x5B, 0x3C, 0x39], [0x03]]
    var sent = 0
    while sent < Self.keys {
      var bytes: [UInt8] = []
      for _ in 0..<20 {
        let pick = random.next() % 4
        if pick == 0 {
          bytes += pieces[Int(random.next() % UInt64(pieces.count))]
        } else if pick == 1 {
          bytes.append(UInt8(truncatingIfNeeded: random.next()))
        } else {
          bytes.append(UInt8(0x20 + random.next() % 95))
        }
      }
      // Files are not to be written, and the clipboard is another test's.
      bytes.removeAll {
        [UInt8(ascii: "E"), UInt8(ascii: "y"), UInt8(ascii: "w"), 0x1C].contains($0)
      }
      terminal.send(bytes)
      sent += bytes.count
      terminal.pump()
      // Keys may quit; then the terminal must be as it was, and it starts again.
      if let status = terminal.end(seconds: 0) {
        #expect(
          status == 0,
          "seed \(Self.seed) after \(sent) bytes: \(terminal.screen.rows.joined(separator: "\n"))")
        terminal.expectRestored()
        #expect(Wire.violations(terminal.output, clipboard: true) == [])
        terminal = try workspace.openExplorer(
          width: 80, height: 24, arguments: ["--no-engine", "--fresh"])
        starts += 1
      }
    }
    terminal.send("\u{1B}[201~")
    for _ in 0..<10 { terminal.press("\u{1B}") }
    terminal.press("1")
    // The last keys may have quit too, which takes its time.
    var hasEnded = false
    #expect(
      comesTrue {
        hasEnded = terminal.end(seconds: 0) != nil
        return hasEnded || terminal.screen.contains("[1 Explore]")
      }, "seed \(Self.seed): \(terminal.screen.rows.joined(separator: "\n"))")
    if !hasEnded { terminal.quit() }
    #expect(Wire.violations(terminal.output, clipboard: true) == [])
  }

  @Test(arguments: [SIGTERM, SIGHUP, SIGINT, SIGQUIT, SIGSEGV, SIGABRT, SIGBUS])
  func signalsInAnyScreenLeaveTheTerminalAsItWas(signal: Int32) throws {
    for keys in ["\r\r\r", "3", "6", "?", ":qu", "f"] {
      let terminal = try workspace.openExplorer(arguments: ["--no-engine", "--fresh"])
      terminal.press(keys)
      kill(terminal.pid, signal)
      #expect(terminal.end() != nil)
      terminal.expectRestored()
    }
  }
}
