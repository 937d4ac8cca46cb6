/// The characters that boxes are drawn with.
package struct BoxGlyphs: Hashable, Sendable {
  package var horizontal: Unicode.Scalar
  package var vertical: Unicode.Scalar
  package var topLeft: Unicode.Scalar
  package var topRight: Unicode.Scalar
  package var bottomLeft: Unicode.Scalar
  package var bottomRight: Unicode.Scalar

  package static let single = BoxGlyphs(
    horizontal: "─", vertical: "│", topLeft: "┌", topRight: "┐", bottomLeft: "└", bottomRight: "┘")
  /// A focused pane has a double border, not only another colour.
  package static let double = BoxGlyphs(
    horizontal: "═", vertical: "║", topLeft: "╔", topRight: "╗", bottomLeft: "╚", bottomRight: "╝")
  package static let ascii = BoxGlyphs(
    horizontal: "-", vertical: "|", topLeft: "+", topRight: "+", bottomLeft: "+", bottomRight: "+")
  package static let asciiFocused = BoxGlyphs(
    horizontal: "=", vertical: "#", topLeft: "#", topRight: "#", bottomLeft: "#", bottomRight: "#")
}

extension CellGrid {
  /// Draws a border around a rectangle, with texts set into its top and bottom edges.
  package mutating func box(
    _ area: Rect, glyphs: BoxGlyphs, style: Style, title: String = "", right: String = "",
    bottom: String = "", titleStyle: Style? = nil
  ) {
    guard area.width >= 2, area.height >= 2 else { return }
    let (left, top, width) = (area.x, area.y, area.width)
    for y in [top, area.maxY - 1] {
      fill(Rect(x: left, y: y, width: width, height: 1), with: glyphs.horizontal, style: style)
    }
    for x in [left, area.maxX - 1] {
      fill(Rect(x: x, y: top, width: 1, height: area.height), with: glyphs.vertical, style: style)
    }
    let corners = [
      (left, top, glyphs.topLeft), (area.maxX - 1, top, glyphs.topRight),
      (left, area.maxY - 1, glyphs.bottomLeft), (area.maxX - 1, area.maxY - 1, glyphs.bottomRight),
    ]
    for (x, y, glyph) in corners {
      fill(Rect(x: x, y: y, width: 1, height: 1), with: glyph, style: style)
    }
    let room = width - 4
    let shown = title.isEmpty ? "" : fit(" \(title) ", columns: room)
    write(shown, x: left + 2, y: top, style: titleStyle ?? style)
    let rest = room - columns(of: shown) - 1
    if !right.isEmpty, columns(of: right) + 2 <= rest {
      write(" \(right) ", x: area.maxX - 3 - columns(of: right) - 1, y: top, style: style)
    }
    if !bottom.isEmpty, columns(of: bottom) + 2 <= room {
      write(
        " \(bottom) ", x: area.maxX - 3 - columns(of: bottom) - 1, y: area.maxY - 1, style: style)
    }
  }
}
