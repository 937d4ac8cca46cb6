import Findings
import Formatting
import RunModel
import Testing

@Suite struct FigureTests {
  @Test(arguments: [
    (0.0, "0"), (0.29, "0.29"), (0.040, "0.040"), (12.34, "12"), (1.5, "1.5"), (999.6, "1000"),
    (-0.0007, "−0.00070"), (123_456, "1.2×10⁵"), (0.00001, "1.0×10⁻⁵"), (.nan, "–"),
  ]) func numbersForPeople(value: Double, text: String) { #expect(shown(value) == text) }

  @Test(arguments: [
    (0.55, 0.044, "0.550 ± 0.044"), (-0.52, 0.1, "−0.52 ± 0.10"),
    (640_000, 200_000, "(6.4 ± 2.0)×10⁵"),
    (2.4, 0, "2.4"), (36, 12.4, "36 ± 12"),
  ]) func spreadsHaveTheDigitsOfTheirMean(mean: Double, spread: Double, text: String) {
    #expect(shown(mean, spread: spread) == text)
  }

  @Test func coefficientsHaveThreePlaces() {
    #expect(coefficient(-0.0001) == "0.000" && coefficient(0.9996) == "1.000")
    #expect(coefficient(-0.25) == "−0.250" && coefficient(nil) == "–")
  }

  @Test func textCannotLeaveItsPlace() {
    #expect(
      Markup.escaped("<a href=\"x\">&\u{1B}\u{202E}é") == "&lt;a href=&quot;x&quot;&gt;&amp;··é")
  }

  @Test func tablesAreCSV() {
    let figure = Figure(name: "x", title: "x", svg: "", table: [["a", "b,c"], ["d\"e", "f\ng"]])
    #expect(figure.csv == "a,\"b,c\"\r\n\"d\"\"e\",\"f\ng\"\r\n")
  }

  @Test func mapsShowEveryPair() throws {
    let study = try Study(StudyTests.input(), scores: StudyTests.scores())
    let map = study.correlationMap()
    #expect(map.table.count == 7 && map.table.allSatisfy { $0.count == 8 })
    let order = study.correlations.order
    #expect(map.table[1][2] == "1.0" && map.table[1][0] == study.questions[order[0]].id)
    #expect(map.table[2][4] == "\(study.correlations.pearson[order[1], order[2]])")
    let curves = study.coverageCurves(.positive, isRelative: true)
    #expect(curves.table.contains { $0[0] == "factual" && $0[2] == "100.0" && $0[3] == "1.0" })
    let types = study.typeIntervals(.negative, k: 50)
    #expect(types.table.count == 1 + 3 * study.groups.count)
    #expect(study.answerRanks() == nil)
  }
}
