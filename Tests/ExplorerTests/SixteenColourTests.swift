import Foundation
import RunModel
import Store
import TerminalHarness
import TestSupport
import Testing

/// The program on terminals that have sixteen colours, as a person sees it.
@Suite(
  .serialized, .tags(.terminal),
  .enabled(if: Terminfo.knows("xterm-16color"), "ncurses-term has the entry"))
struct SixteenColourTests {
  private let workspace: PreparedWorkspace

  init() throws {
    workspace = try PreparedWorkspace()
    // Token heat of the best document, from most harmful to most helpful.
    let run = try #require(try workspace.store.run(nil))
    let steps = try workspace.store.steps(set: run.questionSet)
    for step in steps {
      try workspace.store.save(
        HeatRecord(tokens: [3], stepTokens: [3], modules: []), step: step.row, passage: 39,
        run: run.id)
    }
  }

  /// Contrast of WCAG 2 between two of xterm's first sixteen colours.
  private func contrast(_ one: Int, _ other: Int) -> Double {
    let colours: [(Double, Double, Double)] = [
      (0, 0, 0), (205, 0, 0), (0, 205, 0), (205, 205, 0), (0, 0, 238), (205, 0, 205),
      (0, 205, 205), (229, 229, 229), (127, 127, 127), (255, 0, 0), (0, 255, 0), (255, 255, 0),
      (92, 92, 255), (255, 0, 255), (0, 255, 255), (255, 255, 255),
    ]
    func light(_ index: Int) -> Double {
      func linear(_ c: Double) -> Double {
        c / 255 <= 0.03928 ? c / 255 / 12.92 : pow((c / 255 + 0.055) / 1.055, 2.4)
      }
      let (r, g, b) = colours[index]
      return 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b)
    }
    let (a, b) = (light(one), light(other))
    return (max(a, b) + 0.05) / (min(a, b) + 0.05)
  }

  /// Every cell of every screen and of the boxes over them can be read, in the sixteen colours only.
  @Test(arguments: ["Plain", "Ember", "Paper", "Harbour", "Chalk"])
  func everyCellCanBeRead(theme: String) throws {
    let terminal = try workspace.open(
      width: 100, height: 30, ["TERM": "xterm-16color"],
      arguments: ["--no-engine", "--fresh", "--theme", theme])
    #expect(terminal.shows("text 39"))
    var (fronts, backs): (Set<Int>, Set<Int>) = ([], [])
    func look(at place: String) {
      for y in 0..<30 {
        for x in 0..<100 {
          let cell = terminal.screen[x, y]
          #expect(cell.foreground < 16 && cell.background < 16)
          if cell.text != " " || cell.isReversed { fronts.insert(cell.foreground) }
          backs.insert(cell.background)
          guard cell.text != " ", cell.foreground >= 0, cell.background >= 0 else { continue }
          #expect(
            contrast(cell.foreground, cell.background) >= 4.5,
            "\(place) \(x) \(y): \(cell)")
        }
      }
    }
    for (keys, wanted) in [
      ("", "text 39"), ("\r\r\r", "[2 Read]"), ("3", "[3 Compare]"), ("4", "[4 Findings]"),
      ("5", "[5 Ask]"), ("6", "[6 Jobs]"), ("1?", "Help"),
    ] {
      terminal.send(keys)
      #expect(terminal.shows(wanted))
      terminal.settle()
      look(at: wanted)
    }
    // Enough of them that what means different things looks different.
    #expect(fronts.count >= 4, "\(fronts)")
    // A theme for a dark or a light ground paints it everywhere.
    #expect(backs.contains(-1) == (theme == "Plain"), "\(backs)")
    terminal.press("\u{1B}")
    terminal.send("Q")
    #expect(terminal.end() == 0)
    #expect(terminal.modesAreRestored && terminal.leftAlternateScreen)
  }
}
