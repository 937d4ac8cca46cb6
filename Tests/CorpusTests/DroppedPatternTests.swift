import Corpus
import Foundation
import Testing

/// The expression of a `stemma.yaml` whose matches are left out of the steps, which may be anybody's.
@Suite struct DroppedPatternTests {
  private func steps(_ text: String, without drop: String) throws -> String? {
    let record = ["question": "How many?", "solution": text]
    let line = String(decoding: try JSONSerialization.data(withJSONObject: record), as: UTF8.self)
    var mapping = QuestionMapping(prompt: "question")
    mapping.steps = .init(field: "solution", split: .none, drop: drop)
    return try withFile(line, named: "questions.jsonl") { path in
      try QuestionFile.read([path], preset: nil, mapping: mapping).questions[0].steps?.joined()
    }
  }

  @Test(arguments: [
    ("a<<2*3=6>>b<<x>>c", "<<.*?>>", "abc"), ("aXbXc", "X*", "abc"), ("äöü1", "[0-9]+$", "äöü"),
    ("one two", "\\s", "onetwo"), ("🙂a🙂", "🙂", "a"), ("abcabc", "a\\Kb", "acac"),
    ("nothing", "", "nothing"), ("abab", "(?<=a)b", "aa"), ("x", "(?=x)\\K", "x"),
  ])
  func matchesAreLeftOut(text: String, drop: String, rest: String) throws {
    #expect(try steps(text, without: drop) == "\n" + rest)
  }

  /// There is no answer within any time: that is said, and nothing waited for.
  @Test(arguments: [
    "(?:x+x+)+[yz]", "(x|xx)+[yz]$", "(?:x{1,50}x{1,50}x{1,50}x{1,50})[yz]", "(?:(?:x*)*)*[yz]",
  ])
  func patternsWithManyWaysAreNamed(drop: String) throws {
    let text = String(repeating: "x", count: 20_000)
    let error = try #require(throws: CorpusError.self) { try steps(text, without: drop) }
    #expect(error.problem.contains("too many steps"), "\(error)")
  }

  @Test(arguments: ["(", "[a", "\\C", String(repeating: "a", count: 5_000)])
  func whatIsNoPatternIsNamed(drop: String) throws {
    let error = try #require(throws: CorpusError.self) { try steps("a", without: drop) }
    #expect(error.problem.contains("no regular expression"), "\(error)")
  }
}
