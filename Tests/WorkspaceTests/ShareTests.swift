import Testing
import Workspace

@Suite struct ShareTests {
  @Test(arguments: [
    ("0", 0.0), ("1", 1), ("0.05", 0.05), ("5%", 0.05), ("5 %", 0.05), ("100%", 1), ("0%", 0),
    ("all", 1), ("2.5%", 0.025),
  ])
  func sharesAreRead(text: String, share: Double) {
    #expect(Share.parse(text) == share)
  }

  @Test(arguments: ["", "%", "101%", "1.1", "-1", "-5%", "nan", "inf", "5%%", "five", "0x1p9%"])
  func othersAreNot(text: String) { #expect(Share.parse(text) == nil) }

  @Test func ranksAreRead() {
    #expect(StepRank("auto") == .automatic && StepRank("full") == .full)
    #expect(StepRank("int8") == .bytes && StepRank("64") == .rank(64))
    for wrong in ["", "0", "-1", "1.5", "many", "1e3", "9999999999999999999999"] {
      #expect(StepRank(wrong) == nil)
    }
    for setting in ["full", "int8", "17"] { #expect(StepRank(setting)?.setting == setting) }
    #expect(StepRank("auto")?.setting == nil)
  }
}
