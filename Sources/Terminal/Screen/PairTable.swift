internal import CNcurses

/// ncurses' colour pairs, made when a style first needs them.
struct PairTable {
  private struct Key: Hashable {
    var foreground: Int32
    var background: Int32
  }

  let depth: ColorDepth
  private var pairs: [Key: Int32] = [:]

  init(depth: ColorDepth) { self.depth = depth }

  /// The pair's number; 0, the terminal's own colours, when there are no more.
  mutating func pair(for style: Style) -> Int32 {
    guard depth != .none else { return 0 }
    let key = Key(
      foreground: depth.number(of: style.foreground), background: depth.number(of: style.background)
    )
    if key.foreground == -1 && key.background == -1 { return 0 }
    if let known = pairs[key] { return known }
    let number = Int32(pairs.count + 1)
    guard number < ncx_color_pairs(),
      init_extended_pair(number, key.foreground, key.background) == OK
    else { return 0 }
    pairs[key] = number
    return number
  }
}
