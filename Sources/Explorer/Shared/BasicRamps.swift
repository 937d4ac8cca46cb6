internal import Terminal

/// Token heat in the colours of terminals that have eight or sixteen, mild to strong.
///
/// The weakest steps colour what is written, the others its ground, each with an ink that can be read on
/// it. Reds are for what helps; cyan and blue, which can be told from red by everybody, for what hinders.
struct BasicRamps {
  private(set) var positive: [Style]
  private(set) var negative: [Style]

  /// - Parameter isLight: whether the theme's ground is light, on which neither cyan nor yellow is seen.
  init(depth: ColorDepth, isLight: Bool) {
    if depth == .eight {
      positive = Self.eight(1, ink: 7)
      negative = isLight ? Self.eight(4, ink: 7) : Self.eight(6, ink: 0)
    } else if isLight {
      positive = Self.sixteen(ink: 1, [(0, 11), (0, 3), (0, 9), (15, 1)])
      negative = Self.sixteen(ink: 4, [(0, 14), (0, 6), (15, 12), (15, 4)])
    } else {
      positive = Self.sixteen(ink: 9, [(15, 1), (0, 9), (0, 3), (0, 11)])
      negative = Self.sixteen(ink: 14, [(15, 4), (15, 12), (0, 6), (0, 14)])
    }
  }

  private static func eight(_ paint: UInt8, ink: UInt8) -> [Style] {
    let (paint, ink) = (Color.palette(paint), Color.palette(ink))
    return [
      Style(paint, []), Style(paint, .bold), Style(paint, [.bold, .underline]),
      Style(ink, on: paint, []), Style(ink, on: paint, .bold),
    ]
  }

  /// - Parameters:
  ///   - ink: what the mildest step is written in.
  ///   - grounds: ink and ground of the others. No step is bold: many terminals write bold in the bright
  ///     half, where black is grey.
  private static func sixteen(ink: UInt8, _ grounds: [(UInt8, UInt8)]) -> [Style] {
    [Style(.palette(ink), [])] + grounds.map { Style(.palette($0), on: .palette($1)) }
  }
}
