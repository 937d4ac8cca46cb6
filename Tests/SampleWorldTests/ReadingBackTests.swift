import Corpus
import Foundation
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

  @Test func whatDocumentsWorkOutIsTrue() {
    let worked = world.documents.filter {
      ["exercise", "exercise sheet", "question and answer", "drill", "table"].contains($0.subtype)
    }
    #expect(worked.count > 1_000)
    for document in worked {
      let lines = document.text.split(separator: "\n").map(String.init)
      if let line = Equality.firstFalseStep(lines) {
        Issue.record("\(document.id) states \(lines[line])")
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
    #expect(found > 300)
  }
}
