import Explorer
import RunModel
import Terminal
import Testing

@Suite struct ReaderTests {
  @Test func foldsLongLinesAfterSpaces() {
    let lines = Reader.fold("one two three four five\nsix", width: 10)
    #expect(lines.map(\.text) == ["one two ", "three ", "four five", "six"])
    #expect(lines.map(\.number) == [1, 1, 1, 2])
    #expect(lines.map(\.isStart) == [true, false, false, true])
    #expect(lines.map(\.start) == [0, 8, 14, 24])
  }

  @Test func foldsAnythingToItsWidth() {
    let texts = [
      "日本語の長い文章です。" + String(repeating: "語", count: 50), String(repeating: "x", count: 500),
      "e" + String(repeating: "\u{301}", count: 4096) + "x",
      "a\tb\u{1B}]0;evil\u{07}\u{202E}c\r\n\u{0}",
      "", "\n\n", "naïve café",
    ]
    for text in texts {
      for width in [8, 11, 40] {
        let lines = Reader.fold(text, width: width)
        #expect(!lines.isEmpty)
        for line in lines {
          #expect(columns(of: line.text) <= width)
          for scalar in line.text.unicodeScalars { #expect(columns(of: scalar) != nil) }
        }
      }
    }
  }

  @Test func aVastLineEndsSomewhere() {
    let lines = Reader.fold(String(repeating: "word ", count: 300_000), width: 40)
    #expect(lines.count <= Reader.limit + 1)
  }

  @Test func heatStepsKeepTheirSignAndGrow() {
    #expect(Heat.step(0, scale: 1, gamma: 0.5) == 0)
    #expect(Heat.step(0.01, scale: 1, gamma: 0.5) == 0)
    #expect(Heat.step(1, scale: 1, gamma: 0.5) == 5)
    #expect(Heat.step(-1, scale: 1, gamma: 0.5) == -5)
    #expect(Heat.step(.nan, scale: 1, gamma: 0.5) == 0)
    #expect(Heat.step(1, scale: 0, gamma: 0.5) == 0)
    var last = 0
    for share in stride(from: Float(0), through: 1, by: 0.01) {
      let step = Heat.step(share, scale: 1, gamma: 0.5)
      #expect(step >= last && step == -Heat.step(-share, scale: 1, gamma: 0.5))
      last = step
    }
  }

  @Test func heatLiesOnItsTokens() throws {
    let text = "tab\tone 日本 two"
    let source = FixtureSource(
      passages: 5, texts: Array(repeating: text, count: 5), hasHeat: true)
    var bench = try Bench(source: source)
    try bench.press("Enter Enter Enter")
    let row = try #require(bench.frame.rows.first { $0.contains("tab→one") })
    #expect(row.contains("+9 tab→one 日本 two"))
    let y = try #require(bench.frame.rows.firstIndex(of: row))
    let theme = bench.state.theme
    // The first token is "tab→one ", the second "日本 ", negative, two columns each and a space.
    let first = 1 + bench.state.readerGutter
    for x in first..<first + 8 { #expect(bench.frame[x, y].style == theme.heat(5)) }
    let second = Heat.step(-0.2, scale: 1, gamma: 0.5)
    for x in [first + 8, first + 10, first + 12] {
      #expect(bench.frame[x, y].style == theme.heat(second))
    }
    #expect(bench.text.contains("by layer") && bench.text.contains("by kind"))
    try bench.press("t h")
    #expect(bench.frame[first, y].style == .plain)
  }

  @Test func marksTheAnswerAndWhatTheStepsResultIn() throws {
    let text = "one\n7-4 = 2, -3\ntwo 41 and 18\nthe answer is -3.\n"
    let source = FixtureSource(passages: 5, texts: Array(repeating: text, count: 5))
    var bench = try Bench(width: 160, height: 45, source: source)
    try bench.press("j j Enter Enter Enter")
    let targets = bench.state.reader?.targets ?? []
    #expect(targets.first { $0.kind == .answer }?.lines == [2, 4])
    #expect(targets.first { $0.kind == .result(step: 4) }?.lines == [2])
    let numbers = targets.filter { $0.kind == .number }
    #expect(numbers.map(\.text) == ["41", "23", "18", "92"])
    #expect(numbers.map(\.lines) == [[3], [], [3], []])
    #expect(
      bench.text.contains("answer -3") && bench.text.contains("its numbers here: 41 18 of 4"))
    #expect(bench.state.reader?.answers == [1, 3])
    // Beside it: the question with its checked steps, and the ranks around.
    #expect(bench.text.contains("Question q061") && bench.text.contains("3 ✓ = 69 / -23"))
    #expect(bench.text.contains("4 ✗ 7 - 4 = 2") && bench.text.contains("▶    1 "))
  }

  @Test func aDocumentFullOfAnswersIsSearchedInOnePass() throws {
    let text = String(repeating: "-3 = -3\n", count: 60_000)
    var reader = Reader(unit: Unit(question: 2, step: 0), passage: 0, row: 0)
    reader.lines = Reader.fold(text, width: 40)
    reader.search(for: FixtureSource.questions[2], in: text)
    reader.clampAnswers()
    #expect(reader.answers.count == reader.lines.count)
  }

  @Test func findsAnswerAndText() throws {
    let lines = (1...200).map { "line \($0)\($0 % 50 == 0 ? " maggot" : "")" }
    let source = FixtureSource(
      passages: 5, texts: Array(repeating: lines.joined(separator: "\n"), count: 5))
    var bench = try Bench(width: 80, height: 24, source: source)
    try bench.press("Enter Enter Enter a")
    #expect(bench.state.reader?.top == 49)
    try bench.press("a")
    #expect(bench.state.reader?.top == 99)
    try bench.press("A /")
    try bench.type("line 120")
    try bench.press("Enter")
    #expect(bench.state.reader?.top == 119)
    try bench.press("g g")
    #expect(bench.state.reader?.top == 0)
    try bench.press("J")
    #expect(bench.state.reader?.row == 1)
    try bench.press("q")
    #expect(bench.state.documents.selected == 1)
  }

  @Test func noControlCharacterEverReachesACell() throws {
    let hostile =
      (0..<0x20).compactMap { Unicode.Scalar($0) }.map { String($0) }.joined()
      + "\u{1B}]52;c;AAAA\u{07}\u{9B}2J\u{202E}\u{2066}\u{200B}\u{FEFF}\u{85}\u{2028}"
    var bench = try Bench(
      source: FixtureSource(passages: 5, texts: Array(repeating: hostile, count: 5)))
    for keys in ["", "Enter Enter", "Enter", "3", "i", "? Esc"] {
      try bench.press(keys)
      for cell in bench.frame.cells {
        for scalar in cell.text.unicodeScalars {
          #expect(columns(of: scalar) != nil)
        }
      }
    }
  }
}
