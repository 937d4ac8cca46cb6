import Formatting
import Testing

@Suite struct FormattingTests {
  @Test func cellsAreQuotedWhereTheyMustBe() {
    #expect(CSV.row(["a", "b,c", "d\"e", "f\ng", ""]) == "a,\"b,c\",\"d\"\"e\",\"f\ng\",")
    #expect(CSV.file([["a"], ["b"]]) == "a\r\nb\r\n")
  }

  @Test func countsHaveCommas() {
    #expect(grouped(2_100_448) == "2,100,448" && grouped(999) == "999" && grouped(0) == "0")
    #expect(grouped(-1_000) == "-1,000" && grouped(.min).hasPrefix("-9,223,372"))
  }

  @Test func controlCharactersAndDirectionMarksAreReplaced() {
    #expect(PlainText.clean("a\u{1B}[2J\tb\u{202E}c\u{9B}d\n") == "a·[2J·b·c·d\n")
  }

  @Test func timesHaveTwoUnitsAtMost() {
    #expect(durationInWords(0.2) == "1 s" && durationInWords(192) == "3 min 12 s")
    #expect(durationInWords(7_500) == "2 h 5 min" && durationInWords(.infinity) == "?")
  }
}
