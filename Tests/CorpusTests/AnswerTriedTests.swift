import Corpus
import Foundation
import RunModel
import Testing

/// Answers as people and models write them, tried one after another: fractions, per cents, money, powers of ten,
/// intervals, sets, units, digits of other scripts, days, signs, separators, boxes, choices, names, formulae.
///
/// `Tests/Golden/answers.jsonl` has them, each with what a person says of it.
@Suite struct AnswerTriedTests {
  private struct Tried: Decodable {
    let answer: String
    let completion: String
    let right: Bool
  }

  @Test func everyVerdictIsAPersons() throws {
    let file = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "Golden/answers.jsonl")
    let lines = try String(contentsOf: file, encoding: .utf8).split(separator: "\n")
    #expect(lines.count > 200)
    for line in lines {
      let tried = try JSONDecoder().decode(Tried.self, from: Data(line.utf8))
      let question = Question(
        id: "q", kind: .reasoning, task: "t", prompt: "p", answer: tried.answer)
      #expect(
        AnswerParser.isCorrect(completion: tried.completion, question: question) == tried.right,
        "\(line)")
    }
  }
}
