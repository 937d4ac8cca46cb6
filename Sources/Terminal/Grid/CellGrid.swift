/// A screenful of cells as a value: every screen draws into one, and tests compare its text.
package struct CellGrid: Hashable, Sendable {
  package let width: Int
  package let height: Int
  /// The cells, row by row from the top left.
  package private(set) var cells: [Cell]
  /// Where the terminal's cursor stands; nil hides it.
  package var cursor: Position?

  /// A place in the grid, counted from 0.
  package struct Position: Hashable, Sendable {
    package var x: Int
    package var y: Int
    package init(x: Int, y: Int) {
      self.x = x
      self.y = y
    }
  }

  package init(width: Int, height: Int) {
    self.width = max(0, width)
    self.height = max(0, height)
    cells = Array(repeating: .blank, count: self.width * self.height)
  }

  /// The whole grid as a rectangle.
  package var bounds: Rect { Rect(x: 0, y: 0, width: width, height: height) }

  package subscript(x: Int, y: Int) -> Cell { cells[y * width + x] }

  /// Writes one line of text and returns the column after it.
  ///
  /// Nothing is written outside of `clip` (by default the whole grid). A wide character that would cross
  /// the right edge of the clip is replaced by a space. The text must have gone through `Sanitizer` if
  /// it comes from a file; whatever did not is drawn as a middle dot.
  @discardableResult
  package mutating func write(
    _ text: some StringProtocol, x: Int, y: Int, style: Style = .plain, clip: Rect? = nil
  ) -> Int {
    let area = clip.map { $0.intersection(bounds) } ?? bounds
    guard y >= area.y, y < area.maxY else { return x }
    var column = x
    var lastPlaced: Int?
    for scalar in text.unicodeScalars {
      if columns(of: scalar) == 0 {
        if let lastPlaced { cells[y * width + lastPlaced].add(mark: scalar) }
        continue
      }
      let cell = Cell(scalar, style: style)
      if column >= area.maxX { return column }
      lastPlaced = nil
      if column >= area.x {
        if column + Int(cell.width) > area.maxX {
          place(Cell(" ", style: style), x: column, y: y)
        } else {
          place(cell, x: column, y: y)
          lastPlaced = column
        }
      } else if column + Int(cell.width) > area.x {
        place(Cell(" ", style: style), x: area.x, y: y)
      }
      column += Int(cell.width)
    }
    return column
  }

  /// Fills a rectangle with one character.
  package mutating func fill(
    _ area: Rect, with scalar: Unicode.Scalar = " ", style: Style = .plain
  ) {
    let clipped = area.intersection(bounds)
    let cell = Cell(scalar, style: style)
    for y in clipped.y..<clipped.maxY {
      for x in clipped.x..<clipped.maxX { place(cell, x: x, y: y) }
    }
  }

  /// Lays a style over the cells of a rectangle, keeping their text.
  package mutating func restyle(_ area: Rect, with style: Style) {
    let clipped = area.intersection(bounds)
    for y in clipped.y..<clipped.maxY {
      for x in clipped.x..<clipped.maxX {
        let index = y * width + x
        cells[index].style = cells[index].style.overlaid(with: style)
      }
    }
  }

  /// Gives the cells of a rectangle one style in place of their own, keeping their text.
  package mutating func paint(_ area: Rect, _ style: Style) {
    let clipped = area.intersection(bounds)
    for y in clipped.y..<clipped.maxY {
      for x in clipped.x..<clipped.maxX { cells[y * width + x].style = style }
    }
  }

  /// The grid with every one-column character replaced by its twin, where it has one.
  package func mapped(_ twin: (Unicode.Scalar) -> Unicode.Scalar?) -> CellGrid {
    var result = self
    for index in cells.indices where cells[index].width == 1 {
      if let scalar = Unicode.Scalar(cells[index].base), let other = twin(scalar) {
        result.cells[index] = Cell(other, style: cells[index].style)
      }
    }
    return result
  }

  /// The rows as text, trailing spaces kept.
  package var rows: [String] {
    (0..<height).map { y in (0..<width).map { self[$0, y].text }.joined() }
  }

  /// Puts a cell and repairs the wide characters that it cuts in half.
  private mutating func place(_ cell: Cell, x: Int, y: Int) {
    let row = y * width
    let last = x + Int(cell.width) - 1
    if cells[row + x].width == 0 && x > 0 {
      cells[row + x - 1] = Cell(" ", style: cells[row + x - 1].style)
    }
    if cells[row + last].width == 2 && last + 1 < width {
      cells[row + last + 1] = Cell(" ", style: cells[row + last + 1].style)
    }
    cells[row + x] = cell
    if cell.width == 2 { cells[row + x + 1] = .rightHalf(style: cell.style) }
  }
}
