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

  @Test func timesOfDayAreTheCLibrarys() throws {
    // 22:13:25 in UTC, from which zones differ by whole minutes.
    #expect(clockTime(1_700_000_005.9).hasSuffix(":25"))
    #expect(clockTime(-1).hasSuffix(":59"))
    #expect(
      isoTime(1_700_000_005.9) == "2023-11-14T22:13:25Z" && isoTime(0) == "1970-01-01T00:00:00Z")
    for moment in [Double.nan, .infinity, -.infinity, 1e15, 1e300] {
      #expect(clockTime(moment) == "--:--:--" && isoTime(moment).isEmpty)
    }
  }

  @Test func timesHaveTwoUnitsAtMost() {
    #expect(durationInWords(0.2) == "1 s" && durationInWords(192) == "3 min 12 s")
    #expect(durationInWords(7_500) == "2 h 5 min" && durationInWords(.infinity) == "?")
  }
}
