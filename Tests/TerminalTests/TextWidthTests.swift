import Terminal
import Testing

@Suite struct TextWidthTests {
  @Test(arguments: [
    ("abc", 3), ("日本語", 6), ("e\u{301}", 1), ("한글", 4), ("█▏", 2), ("🙂", 2), ("ｱ", 1), ("Ａ", 2),
    ("\u{200D}", 1), ("a\tb", 3), ("", 0), ("✓★", 2),
  ])
  func countsColumns(text: String, width: Int) {
    #expect(columns(of: text) == width)
  }

  @Test func refusesWhatMustNotBeDrawn() {
    for value in Array(UInt32(0)..<0x20) + Array(0x7F..<0xA0) + [
      0xAD, 0x200B, 0x202E, 0x2066, 0xFEFF,
    ]
      + [0x2028, 0xE000, 0x10FFFF, 0xE0001]
    {
      #expect(Unicode.Scalar(value).flatMap { columns(of: $0) } == nil)
    }
  }

  @Test func cutsAndFills() {
    #expect(fit("slope of a line", columns: 8) == "slope o…")
    #expect(fit("日本語", columns: 5) == "日本…")
    #expect(fit("日本語", columns: 4) == "日…")
    #expect(fit("abc", columns: 3) == "abc")
    #expect(fit("abc", columns: 0) == "")
    #expect(pad("日本", 6) == "日本  ")
    #expect(pad("7", 3, right: true) == "  7")
  }

  @Test func everyCutIsWithinItsLimit() {
    for limit in 0..<12 {
      for text in ["日本語の文", "a日b本c語", "e\u{301}e\u{301}e\u{301}e\u{301}", "plain text"] {
        #expect(columns(of: fit(text, columns: limit)) <= limit)
        #expect(columns(of: pad(text, limit)) == limit)
      }
    }
  }
}
