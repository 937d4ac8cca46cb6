import Findings
import RunModel
import Testing

@Suite struct CompletionDiffTests {
  @Test func numbersAreToldFromForm() {
    let diff = CompletionDiff(["slope = 6 / 2\n", "= 3"], ["slope = 8 / 2\n", "= 4"])
    #expect(diff.format.share == 1)
    #expect(diff.words.share == 1)
    #expect(diff.numbers.shared == 1 && diff.numbers.total == 3)
    #expect(
      diff.steps[0].map(\.text) == ["slope", "=", "6", "/", "2"]
        && diff.steps[0].map(\.isShared) == [true, true, false, true, true])
    #expect(diff.otherSteps[1].map(\.isShared) == [true, false])
  }

  @Test func equalTextsShareEverything() {
    let steps = ["The maggot's larva is 1,234.5 mm.", "— été ½"]
    let diff = CompletionDiff(steps, steps)
    #expect(diff.steps == diff.otherSteps)
    let unshared = diff.steps.joined().filter { !$0.isShared }
    #expect(unshared.isEmpty)
    #expect(diff.steps[0].contains { $0.text == "1,234.5" && $0.kind == .number })
    #expect(diff.steps[0].map { $0.blanks + $0.text }.joined() == steps[0])
  }

  @Test func missingStepsAndEmptyTexts() {
    let diff = CompletionDiff(["a b", "c"], ["a"])
    #expect(diff.steps.count == 2 && diff.otherSteps.count == 1)
    #expect(diff.words.shared == 1 && diff.words.total == 3)
    #expect(diff.numbers.share == nil)
    #expect(CompletionDiff([], []).format.share == nil)
  }

  /// Aligned by the longest common subsequence, wherever it lies.
  @Test func alignmentIsLongest() {
    let diff = CompletionDiff(["x a b c d"], ["a b y c d x"])
    #expect(diff.words.shared == 4 && diff.words.total == 6)
  }
}
