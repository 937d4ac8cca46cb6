import Answers
import Corpus
import Foundation
import RunModel
import SampleWorld
import Testing

/// A folder with the world's files, removed after the body.
private func withFiles(_ body: (_ folder: String) throws -> Void) throws {
  let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
  defer { try? FileManager.default.removeItem(at: folder) }
  try world.write(to: folder.path())
  try body(folder.path())
}

@Suite struct ReadingBackTests {
  @Test func theCorpusIsReadAsItWasMeant() throws {
    try withFiles { folder in
      let reader = try CorpusReader(paths: [folder + "/corpus.jsonl"])
      var number = 0
      try reader.forEach { document in
        let meant = world.documents[number]
        #expect(document.id == meant.id && document.text == meant.text)
        #expect(document.type == meant.type && !document.typeIsGuessed)
        number += 1
      }
      #expect(number == world.documents.count)
    }
  }

  @Test func theQuestionsAreReadAsTheyWereMeant() throws {
    try withFiles { folder in
      let read = try QuestionFile.read(folder + "/questions.jsonl")
      #expect(read.map(\.prompt) == world.questions.map(\.prompt))
      #expect(read.map(\.answer) == world.questions.map(\.answer))
      #expect(read.map(\.aliases) == world.questions.map(\.aliases))
      #expect(read.map(\.kind.rawValue) == world.questions.map(\.kind))
    }
  }

  @Test func everyEqualityIsTrueOrCorrected() throws {
    // Not after a sign or a digit, and nothing follows that makes it a part of another expression.
    let equality =
      /(?:^|[^-+*\/\d.)(] ?|\n)(-?\d+) ([-+*\/]) (-?\d+) = (-?\d+)(?![\d.]| [-+\/]| \*[^\/])/
    var checked = 0
    for document in world.documents {
      for match in document.text.matches(of: equality) {
        let (a, b) = (try #require(Int(match.output.1)), try #require(Int(match.output.3)))
        let result: Int? =
          switch match.output.2 {
          case "+": a + b
          case "-": a - b
          case "*": a * b
          default: b != 0 && a % b == 0 ? a / b : nil
          }
        let stated = "\(a) \(match.output.2) \(b) = \(match.output.4)"
        if Int(match.output.4) != result {
          #expect(document.slips.contains(stated), "\(document.id) states \(stated)")
        }
        checked += 1
      }
    }
    #expect(checked > 10_000)
  }

  @Test func deliberateMistakesAreCorrected() throws {
    let slipped = world.documents.filter { !$0.slips.isEmpty }
    #expect((30...200).contains(slipped.count))
    for document in slipped {
      for slip in document.slips {
        #expect(Equality.firstFalseStep([slip]) == 0, "\(slip) is true")
        let end = try #require(document.text.firstRange(of: slip)).upperBound
        let rest = document.text[end...]
        // The right value of the left side follows, in a line or in words.
        let left = slip.prefix { $0 != "=" }
        let isPutRight =
          rest.contains(left + "= ") || rest.contains("Count again: ") || rest.contains("It is ")
        #expect(isPutRight, "\(document.id) leaves \(slip) as it is")
      }
    }
  }

  @Test func workedAnswersAreParsedAsTheirResult() throws {
    let form = "\nAnswer:\n"
    var found = 0
    for document in world.documents
    where ["arithmetic", "slope"].contains(document.procedures.first) {
      guard let range = document.text.firstRange(of: form), document.text.hasPrefix("Question: ")
      else { continue }
      let completion = String(document.text[range.upperBound...])
      guard !completion.contains("\n\n") else { continue }
      let steps = completion.split(separator: "\n").map(String.init)
      #expect(steps.count >= 3)
      let last = try #require(steps.dropLast().last?.split(separator: " ").last)
      let question = Question(
        id: document.id, kind: .reasoning, task: "", prompt: document.text, answer: String(last))
      #expect(AnswerParser.isCorrect(completion: completion, question: question) == true)
      let wrong = Question(
        id: document.id, kind: .reasoning, task: "", prompt: document.text, answer: "\(last)1")
      #expect(AnswerParser.isCorrect(completion: completion, question: wrong) == false)
      found += 1
    }
    #expect(found > 150)
  }
}
