import Explorer
import Foundation
import RunModel
import Terminal
import TerminalHarness
import TestSupport
import Testing

/// Whatever looks as if it could be pressed can be.
@Suite struct MouseTests {
  private func mouse(_ action: Key.Mouse.Action, _ x: Int, _ y: Int) -> Event {
    .key(.mouse(.init(action, x: x, y: y)))
  }

  /// Where a text stands on the screen.
  private func place(of text: String, in bench: Bench) throws -> (x: Int, y: Int) {
    let rows = bench.frame.rows
    let y = try #require(rows.firstIndex { $0.contains(text) })
    let range = try #require(rows[y].range(of: text))
    return (rows[y].distance(from: rows[y].startIndex, to: range.lowerBound), y)
  }

  @Test(arguments: [(120, 36), (90, 26), (200, 60)])
  func theBorderGoesWhereItIsDragged(size: (Int, Int)) throws {
    for by in [-9, -4, 3, 8] {
      var bench = try Bench(width: size.0, height: size.1)
      let before = bench.state.layout.documents
      let x = before.x - (by < 0 ? 1 : 0)
      try bench.send(mouse(.press, x, before.y + 3))
      // Pressing it moves nothing and takes the focus nowhere.
      #expect(bench.state.layout.documents == before && bench.state.pane == .questions)
      try bench.send(mouse(.release, x + by, before.y + 3))
      let after = bench.state.layout.documents.x
      let bounds = 24...size.0 - 30
      // As near as a hundredth of the width allows, as far as the panes can be read.
      let wanted = max(bounds.lowerBound, min(bounds.upperBound, before.x + by))
      #expect(abs(after - wanted) <= size.0 / 100 + 1, "\(size) \(by): \(before.x) to \(after)")
      #expect((after < before.x) == (wanted < before.x))
    }
    var bench = try Bench(width: size.0, height: size.1)
    let before = bench.state.layout
    let border = before.documents
    for (press, release) in [(border.x, border.x), (border.x + 5, border.x + 12)] {
      try bench.send(mouse(.press, press, border.y + 3))
      try bench.send(mouse(.release, release, border.y + 3))
      #expect(bench.state.layout == before)
    }
  }

  @Test func cellsOfTheMapAreSelectedAndOpened() throws {
    var bench = try Bench(width: 120, height: 36)
    try bench.press("4")
    let start = try place(of: "q061", in: bench)
    #expect(start.x < 12)
    // The second column of cells, two columns wide each, behind twelve of names.
    try bench.send(mouse(.press, 1 + 12 + 2, start.y))
    #expect(bench.frame.rows[2].contains("q061") && bench.frame.rows[2].contains("q002"))
    #expect(bench.state.tab == .findings)
    try bench.send(mouse(.doubleClick, 1 + 12 + 3, start.y))
    #expect(bench.state.tab == .compare)
    let sides = [bench.state.compare.left, bench.state.compare.right].map { $0?.question }
    #expect(Set(sides) == [1, 2])
    // Beside the cells nothing happens.
    try bench.press("4")
    let frame = bench.frame
    try bench.send(mouse(.press, 3, start.y))
    try bench.send(mouse(.press, 100, 20))
    #expect(bench.frame == frame)
  }

  @Test(arguments: [(120, 36), (60, 20), (44, 12)])
  func rowsOfBoxesAreSelectedAndChosen(size: (Int, Int)) throws {
    var bench = try Bench(width: size.0, height: size.1)
    try bench.press("Enter Enter ?")
    try bench.type("show code")
    let row = try place(of: "show code", in: bench)
    // The row and not what is typed above it.
    let line = try #require(bench.frame.rows.lastIndex { $0.contains("show code") })
    #expect(line > row.y)
    try bench.send(mouse(.press, row.x, line))
    #expect(bench.state.overlay != nil)
    try bench.send(mouse(.doubleClick, row.x, line))
    #expect(bench.state.overlay == nil && bench.state.filter.types == TypeSet([0]))
    // The wheel goes through a box, and a press beside it does nothing.
    try bench.press("?")
    let top = bench.frame
    try bench.send(mouse(.wheelDown, 20, 6))
    #expect(bench.frame != top)
    let moved = bench.frame
    try bench.send(mouse(.press, 0, 0))
    #expect(bench.frame == moved)
    try bench.press("Esc i")
    let facts = bench.frame
    try bench.send(mouse(.wheelDown, 20, 6))
    #expect(bench.frame != facts || size.1 > 30)
    try bench.send(mouse(.wheelUp, 20, 6))
    #expect(bench.frame == facts)
  }

  @Test func headsHintsAndTabsArePressed() throws {
    var bench = try Bench(width: 230, height: 36)
    try bench.press("Enter Enter")
    let head = try place(of: "bm25", in: bench)
    try bench.send(mouse(.press, head.x, head.y))
    #expect(bench.state.order?.column == .bm25)
    let hint = try place(of: "help", in: bench)
    try bench.send(mouse(.press, hint.x, 35))
    #expect(bench.state.overlay != nil)
    try bench.press("Esc")
    let tab = try place(of: "6 Jobs", in: bench)
    try bench.send(mouse(.press, tab.x, 0))
    #expect(bench.state.tab == .jobs)
  }
}

/// The same in the program: what terminals send when somebody presses twice, or drags.
@Suite(.serialized, .tags(.terminal)) struct TerminalMouseTests {
  @Test func aDoubleClickOpensAndADragMovesTheBorder() throws {
    let workspace = try PreparedWorkspace()
    let terminal = try workspace.open(
      width: 120, height: 36, arguments: ["--no-engine", "--fresh"])
    #expect(terminal.shows("text 39"))
    terminal.settle()
    func column(_ text: String) -> Int? {
      terminal.screen.rows.lazy.compactMap { row in
        row.range(of: text).map { row.distance(from: row.startIndex, to: $0.lowerBound) }
      }.first
    }
    let border = try #require(column("─ Documents")) - 1
    // SGR reports: button 0 pressed and released, places from 1.
    terminal.press("\u{1B}[<0;\(border + 1);10M")
    terminal.press("\u{1B}[<0;\(border - 9);10m")
    #expect(terminal.wait { _ in column("─ Documents").map { $0 < border - 5 } ?? false })
    let row = try #require(terminal.screen.rows.firstIndex { $0.contains("text 39") }) + 1
    let click = "\u{1B}[<0;110;\(row + 1)M\u{1B}[<0;110;\(row + 1)m"
    terminal.press(click)
    #expect(terminal.screen.rows.contains { $0.contains("▶    2") }, "\(terminal.screen.rows)")
    #expect(!terminal.shows("[2 Read]", seconds: 0))
    terminal.press(click + click)
    #expect(terminal.shows("[2 Read]"), "\(terminal.screen.rows)")
    terminal.send("Q")
    #expect(terminal.end() == 0)
  }
}
