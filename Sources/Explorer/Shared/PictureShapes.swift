/// A rectangle of a picture, in the picture's units.
struct PictureBox: Equatable {
  var x: Double
  var y: Double
  var width: Double
  var height: Double
  var opacity = 1.0
}

/// Box and block characters as rectangles, since fonts leave gaps between theirs.
///
/// - Returns: the parts of a cell at a place; nil for characters that are drawn as text.
func pictureBoxes(
  _ scalar: UInt32, x: Double, y: Double, width: Double, height: Double
) -> [PictureBox]? {
  switch scalar {
  // Left eighths, from the whole to one.
  case 0x2588...0x258F:
    let share = Double(0x2590 - scalar) / 8
    return [PictureBox(x: x, y: y, width: width * share, height: height)]
  // Lower eighths, from one to seven.
  case 0x2581...0x2587:
    let share = height * Double(scalar - 0x2580) / 8
    return [PictureBox(x: x, y: y + height - share, width: width, height: share)]
  case 0x2591...0x2593:
    let shade = Double(scalar - 0x2590) / 4
    return [PictureBox(x: x, y: y, width: width, height: height, opacity: shade)]
  default:
    guard let arms = LineArms(scalar) else { return nil }
    return arms.boxes(x: x, y: y, width: width, height: height)
  }
}

/// Which ways the lines of a box character go from the middle of its cell.
private struct LineArms {
  var left = false
  var right = false
  var up = false
  var down = false
  var isDouble = false

  private static let thickness = 1.0
  /// From the middle to each of two lines.
  private static let gap = 1.5

  init?(_ scalar: UInt32) {
    guard let character = Unicode.Scalar(scalar) else { return nil }
    switch character {
    case "─", "═": (left, right) = (true, true)
    case "│", "║": (up, down) = (true, true)
    case "┌", "╔": (right, down) = (true, true)
    case "┐", "╗": (left, down) = (true, true)
    case "└", "╚": (right, up) = (true, true)
    case "┘", "╝": (left, up) = (true, true)
    case "├": (up, down, right) = (true, true, true)
    case "┤": (up, down, left) = (true, true, true)
    case "┬": (left, right, down) = (true, true, true)
    case "┴": (left, right, up) = (true, true, true)
    case "┼": (left, right, up, down) = (true, true, true, true)
    default: return nil
    }
    isDouble = (0x2550...0x256C).contains(scalar)
  }

  func boxes(x: Double, y: Double, width: Double, height: Double) -> [PictureBox] {
    let (middleX, middleY) = (x + width / 2, y + height / 2)
    /// From a point as far as the arms reach.
    func lines(_ atX: Double, _ atY: Double) -> [PictureBox] {
      let half = Self.thickness / 2
      var boxes: [PictureBox] = []
      if left || right {
        let (from, to) = (left ? x : atX - half, right ? x + width : atX + half)
        boxes.append(PictureBox(x: from, y: atY - half, width: to - from, height: Self.thickness))
      }
      if up || down {
        let (from, to) = (up ? y : atY - half, down ? y + height : atY + half)
        boxes.append(PictureBox(x: atX - half, y: from, width: Self.thickness, height: to - from))
      }
      return boxes
    }
    guard isDouble else { return lines(middleX, middleY) }
    // The outer line of a corner turns before the middle, the inner one behind it.
    let (shiftX, shiftY) = (right ? -Self.gap : Self.gap, down ? -Self.gap : Self.gap)
    return lines(middleX + shiftX, middleY + shiftY) + lines(middleX - shiftX, middleY - shiftY)
  }
}
