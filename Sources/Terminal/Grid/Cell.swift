/// One place on the screen: a character with up to two combining marks, and its style.
///
/// A cell cannot hold anything that would move the cursor or be read as an escape sequence: whatever
/// must not be drawn becomes a middle dot here, behind every other defence.
package struct Cell: Hashable, Sendable {
  /// The character; 0 marks the right half of a wide character.
  package private(set) var base: UInt32
  package private(set) var mark1: UInt32 = 0
  package private(set) var mark2: UInt32 = 0
  /// Columns that the character takes: 1 or 2, or 0 for the right half of a wide one.
  package private(set) var width: UInt8
  package var style: Style

  package init(_ scalar: Unicode.Scalar = " ", style: Style = .plain) {
    self.style = style
    if let columns = columns(of: scalar), columns > 0 {
      base = scalar.value
      width = UInt8(columns)
    } else {
      base = 0xB7
      width = 1
    }
  }

  /// An empty place.
  package static let blank = Cell()

  /// The right half of a wide character.
  static func rightHalf(style: Style) -> Cell {
    var cell = Cell(" ", style: style)
    cell.base = 0
    cell.width = 0
    return cell
  }

  /// Adds a combining mark; a third and later ones are dropped.
  mutating func add(mark: Unicode.Scalar) {
    if mark1 == 0 { mark1 = mark.value } else if mark2 == 0 { mark2 = mark.value }
  }

  /// The cell's characters; empty for the right half of a wide one.
  package var text: String {
    var view = String.UnicodeScalarView()
    for value in [base, mark1, mark2] where value != 0 {
      if let scalar = Unicode.Scalar(value) { view.append(scalar) }
    }
    return String(view)
  }
}
