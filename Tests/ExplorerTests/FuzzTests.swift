import Explorer
import Foundation
import RunModel
import Terminal
import TestSupport
import Testing

@Suite(.tags(.long)) struct FuzzTests {
  private static let keys: [Key] =
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPRSTUVWXYZ0123456789/\\:?+-=[]{}!%*~ '\"".map {
      .character($0)
    } + [
      .up, .down, .left, .right, .home, .end, .pageUp, .pageDown, .enter, .enter, .enter, .tab,
      .backTab, .backspace, .delete, .insert, .escape, .escape, .escape, .function(1),
      .function(5), .control("d"), .control("u"), .control("f"), .control("b"), .control("p"),
      .control("w"), .control("z"), .control("l"), .paste("a\u{1B}[31m\nb"), .character("\u{301}"),
      .character("語"),
    ]

  /// Keys per seed: 100,000 over the four seeds where the program is optimised, `STEMMA_FUZZ` says otherwise.
  private static let turns =
    ProcessInfo.processInfo.environment["STEMMA_FUZZ"].flatMap { Int($0) } ?? usual
  #if DEBUG
    private static let usual = 600
  #else
    private static let usual = 25_000
  #endif

  /// The frame must hold the first row or the notice about the size, and its cursor inside.
  private func check(_ bench: Bench, _ seed: UInt64, _ turn: Int) {
    let frame = bench.frame
    // The tour keeps rows for itself at the foot.
    let height = bench.state.height + (bench.state.tour?.rows ?? 0)
    if frame.width != bench.state.width || frame.height != height {
      Issue.record("seed \(seed) turn \(turn): the frame has another size")
    }
    if let cursor = frame.cursor, !frame.bounds.contains(x: cursor.x, y: cursor.y) {
      Issue.record("seed \(seed) turn \(turn): the cursor is outside")
    }
    let first = frame.rows.first ?? ""
    let isSmall = bench.state.width < 40 || bench.state.height < 10
    // Where the tabs need the room of the program's name, they are whole without it.
    if !isSmall, !first.hasPrefix(" Stemma "), !first.contains("[\(bench.state.tab.digit) ") {
      Issue.record("seed \(seed) turn \(turn): no first row: \(first)")
    }
  }

  @Test(arguments: [1, 2, 3, 4] as [UInt64])
  func survivesAnyKeys(seed: UInt64) throws {
    var random = RandomSource(seed: seed)
    var bench = try Bench(width: 80, height: 24)
    for turn in 0..<Self.turns {
      switch random.next() % 40 {
      case 0:
        try bench.send(
          .resized(
            width: Int(random.next() % 200), height: Int(random.next() % 60)))
      case 1:
        let action: Key.Mouse.Action = [.press, .doubleClick, .wheelUp, .wheelDown][
          Int(random.next() % 4)]
        let (x, y) = (Int(random.next() % 220), Int(random.next() % 70))
        try bench.send(.key(.mouse(.init(action, x: x, y: y))))
      case 2: try bench.send(.timeout)
      case 3: try bench.send(.scoresChanged)
      default:
        let key = Self.keys[Int(random.next() % UInt64(Self.keys.count))]
        try bench.send(.key(key))
      }
      // Drawing is what takes the time; a wrong frame is still there some keys later.
      if turn % 4 == 0 { check(bench, seed, turn) }
    }
    try bench.send(.resized(width: 80, height: 24))
    for _ in 0..<10 { try bench.press("Esc") }
    try bench.press("1")
    #expect(bench.frame.rows[0].contains("[1 Explore]"))
  }

  @Test func survivesAStormOfSizes() throws {
    var random = RandomSource(seed: 7)
    var bench = try Bench(width: 120, height: 36)
    try bench.press("j j Enter j Enter Enter q")
    let fresh = bench.text
    for keys in ["", "?", "Enter", "3", "f", ":"] {
      try bench.press(keys)
      for turn in 0..<340 {
        let size = (Int(random.next() % 201), Int(random.next() % 61))
        try bench.send(.resized(width: size.0, height: size.1))
        check(bench, 7, turn)
      }
      for _ in 0..<4 { try bench.press("Esc") }
      try bench.press("1")
      bench.state.pane = .documents
    }
    try bench.send(.resized(width: 120, height: 36))
    #expect(bench.text == fresh)
  }
}
