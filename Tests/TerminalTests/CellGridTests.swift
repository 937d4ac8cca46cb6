import Terminal
import Testing

@Suite struct CellGridTests {
  @Test func writesAndClips() {
    var grid = CellGrid(width: 8, height: 2)
    #expect(grid.write("hello world", x: 2, y: 0) == 8)
    #expect(grid.write("abc", x: -1, y: 1, clip: Rect(x: 0, y: 0, width: 1, height: 2)) == 1)
    #expect(grid.rows == ["  hello ", "b       "])
    grid.write("out", x: 0, y: 9)
    grid.write("out", x: 0, y: -1)
    #expect(grid.rows == ["  hello ", "b       "])
  }

  @Test func keepsWideCharactersWhole() {
    var grid = CellGrid(width: 6, height: 1)
    grid.write("日本語", x: 1, y: 0)
    #expect(grid.rows == [" 日本 "])
    #expect(grid[1, 0].width == 2 && grid[2, 0].width == 0)
    grid.write("x", x: 2, y: 0)
    #expect(grid.rows == [" " + " x本 "])
    grid.write("y", x: 3, y: 0)
    #expect(grid.rows == ["  xy  "])
    grid.write("界", x: -1, y: 0)
    #expect(grid.rows == ["  xy  "])
  }

  @Test func combinesMarksWithTheirCharacter() {
    var grid = CellGrid(width: 3, height: 1)
    grid.write("e\u{301}\u{302}\u{303}x", x: 0, y: 0)
    #expect(grid[0, 0].text.unicodeScalars.count == 3)
    #expect(grid[1, 0].text == "x")
  }

  @Test func neverHoldsAControlCharacter() {
    var grid = CellGrid(width: 40, height: 1)
    grid.write("\u{1B}]52;c;AAAA\u{07}\n\u{202E}\u{9C}", x: 0, y: 0)
    for cell in grid.cells {
      for scalar in cell.text.unicodeScalars { #expect(columns(of: scalar) != nil) }
    }
  }

  @Test func drawsABox() {
    var grid = CellGrid(width: 20, height: 3)
    grid.box(
      grid.bounds, glyphs: .single, style: .plain, title: "Steps", right: "2/4", bottom: "more")
    #expect(grid.rows[0].hasPrefix("┌─ Steps ─"))
    #expect(grid.rows[0].hasSuffix("─ 2/4 ─┐"))
    #expect(grid.rows[2].contains(" more "))
  }

  @Test func everySizeOfBoxIsSafe() {
    for width in 0..<12 {
      for height in 0..<5 {
        var grid = CellGrid(width: width, height: height)
        grid.box(
          grid.bounds, glyphs: .double, style: .plain, title: "Documents", right: "12",
          bottom: "x")
        #expect(grid.cells.count == width * height)
      }
    }
  }
}
