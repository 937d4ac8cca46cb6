import Foundation
import SampleWorld
import Testing

/// Texts without white space, as formulae are written in many ways.
private let packedTexts = world.documents.map { document in
  document.text.filter { !$0.isWhitespace }
}

/// Questions whose numbers no document may use.
private func reasoningQuestions(_ task: String) -> [SampleQuestion] {
  world.questions.filter { $0.kind == "reasoning" && $0.task == task }
}

@Suite struct HeldOutTests {
  /// To the last document: no text ends the search.
  @Test func whatADocumentHoldsIsFound() {
    #expect(world.documents.allSatisfy { !$0.text.utf8.contains(0) })
    for document in [world.documents.first, world.documents.last].compactMap(\.self) {
      #expect(world.holds(document.text.suffix(40)))
    }
    #expect(!world.holds("words that no document has"))
  }

  @Test func noDocumentHoldsAnArithmeticQuestion() throws {
    for question in reasoningQuestions("arithmetic") {
      let match = try #require(question.prompt.firstMatch(of: /\(\d+ [+-] \d+\) \* \d+/))
      let packed = match.output.filter { $0 != " " }
      // A digit after it would make it another expression.
      let leaks = packedTexts.contains { text in
        text.ranges(of: packed).contains { range in
          range.upperBound == text.endIndex || !text[range.upperBound].isNumber
        }
      }
      #expect(!leaks, "\(packed) is in the corpus")
    }
  }

  @Test func noDocumentHoldsBothStepsOfAnArithmeticQuestion() throws {
    for question in reasoningQuestions("arithmetic") {
      let match = try #require(question.prompt.firstMatch(of: /\((\d+) ([+-]) (\d+)\) \* (\d+)/))
      let (_, a, sign, b, c) = match.output
      let left = try #require(Int(a))
      let right = try #require(Int(b))
      let inner = sign == "+" ? left + right : left - right
      let worked = "\(a) \(sign) \(b) = \(inner)"
      let scaled = "\(inner) * \(c) = \(question.answer)"
      for document in world.documents {
        let lines = document.text.split(separator: "\n").map(String.init)
        for (first, second) in zip(lines, lines.dropFirst()) {
          #expect(!(first.hasSuffix(worked) && second.hasSuffix(scaled)), "\(document.id)")
        }
      }
    }
  }

  @Test func noDocumentHoldsTheTwoPointsOfASlopeQuestion() throws {
    let point = /\(\d+, \d+\)/
    for question in reasoningQuestions("slope") {
      let points = question.prompt.matches(of: point).map { String($0.output) }
      try #require(points.count == 2)
      for (first, second) in [(points[0], points[1]), (points[1], points[0])] {
        for joint in [" and ", " to ", ", ", " ", ", c"] {
          let pair = first + joint + second
          #expect(!world.holds(pair), "\(pair)")
        }
      }
    }
  }

  @Test func noDocumentHoldsAPrompt() {
    for question in world.questions where question.kind != "factual" {
      let asked = question.prompt.dropLast("\nAnswer:\n".count)
      #expect(!world.holds(asked), "\(question.id)")
    }
  }

  @Test func everyReasoningAnswerIsRight() throws {
    for question in reasoningQuestions("arithmetic") {
      let match = try #require(question.prompt.firstMatch(of: /\((\d+) ([+-]) (\d+)\) \* (\d+)/))
      let numbers = [match.output.1, match.output.3, match.output.4].compactMap { Int($0) }
      let inner =
        match.output.2 == "+" ? numbers[0] + numbers[1] : numbers[0] - numbers[1]
      #expect(Int(question.answer) == inner * numbers[2])
    }
    for question in reasoningQuestions("slope") {
      let numbers = question.prompt.matches(of: /\d+/).compactMap { Int($0.output) }
      try #require(numbers.count == 4)
      let slope = try #require(Int(question.answer))
      #expect(numbers[3] - numbers[1] == slope * (numbers[2] - numbers[0]))
    }
  }
}
