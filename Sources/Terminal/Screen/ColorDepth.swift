/// How many colours the terminal can show, and how a theme's colours are expressed in them.
package enum ColorDepth: Hashable, Sendable {
  case none
  case eight
  /// Eight colours and their bright halves, as the terminals of the nineties have them.
  case sixteen
  case palette
  case direct

  /// The number that ncurses wants for a colour; -1 is the terminal's own.
  package func number(of color: Color) -> Int32 {
    switch (self, color) {
    case (.none, _), (_, .standard): return -1
    // Bright black is black where there are eight colours, and nobody could read it.
    case (.eight, .palette(8)): return -1
    case (.eight, .palette(let index)) where index < 16: return Int32(index & 7)
    case (.sixteen, .palette(let index)) where index < 16: return Int32(index)
    case (.eight, .palette(let index)), (.sixteen, .palette(let index)):
      return Self.nearest(Self.components(index), among: self == .eight ? 0..<8 : 0..<16)
    case (.eight, .rgb(let red, let green, let blue)),
      (.sixteen, .rgb(let red, let green, let blue)):
      return Self.nearest((red, green, blue), among: self == .eight ? 0..<8 : 0..<16)
    case (.palette, .palette(let index)): return Int32(index)
    case (.palette, .rgb(let red, let green, let blue)):
      return Int32(Self.nearestOfPalette(red, green, blue))
    // Direct terminals keep the numbers below 8 for the user's own colours.
    case (.direct, .palette(let index)) where index < 8: return Int32(index)
    case (.direct, .palette(let index)):
      let (red, green, blue) = Self.components(index)
      return Self.packed(red, green, blue)
    case (.direct, .rgb(let red, let green, let blue)): return Self.packed(red, green, blue)
    }
  }

  private static func packed(_ red: UInt8, _ green: UInt8, _ blue: UInt8) -> Int32 {
    max(8, Int32(red) << 16 | Int32(green) << 8 | Int32(blue))
  }

  private static let cube: [UInt8] = [0, 95, 135, 175, 215, 255]

  /// The red, green and blue of a palette entry as xterm defines it.
  package static func components(_ index: UInt8) -> (UInt8, UInt8, UInt8) {
    if index >= 232 {
      let grey = 8 + 10 * (index - 232)
      return (grey, grey, grey)
    }
    if index >= 16 {
      let entry = Int(index) - 16
      return (cube[entry / 36], cube[entry / 6 % 6], cube[entry % 6])
    }
    if index == 7 { return (229, 229, 229) }
    if index == 8 { return (127, 127, 127) }
    let level: UInt8 = index < 8 ? 205 : 255
    return (
      index & 1 != 0 ? level : 0, index & 2 != 0 ? level : 0, index & 4 != 0 ? level : 0
    )
  }

  private static func nearestOfPalette(_ red: UInt8, _ green: UInt8, _ blue: UInt8) -> UInt8 {
    var best: UInt8 = 16
    var least = Int.max
    for index in UInt8(16)...255 {
      let distance = distance(components(index), (red, green, blue))
      if distance < least { (best, least) = (index, distance) }
    }
    return best
  }

  private static func nearest(_ color: (UInt8, UInt8, UInt8), among first: Range<UInt8>) -> Int32 {
    let nearest = first.min {
      distance(components($0), color) < distance(components($1), color)
    }
    return Int32(nearest ?? 7)
  }

  private static func distance(
    _ one: (UInt8, UInt8, UInt8), _ other: (UInt8, UInt8, UInt8)
  ) -> Int {
    let red = Int(one.0) - Int(other.0)
    let green = Int(one.1) - Int(other.1)
    let blue = Int(one.2) - Int(other.2)
    return red * red + green * green + blue * blue
  }
}
