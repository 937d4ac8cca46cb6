import Foundation
import SampleWorld
import Testing

@Suite struct SampleWorldTests {
  @Test func theSameSeedGivesTheSameBytes() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    defer { try? FileManager.default.removeItem(at: folder) }
    let again = SampleWorld(seed: 1)
    #expect(again.documents == world.documents)
    for (name, written) in [("first", world), ("second", again)] {
      try written.write(to: folder.appending(path: name).path())
    }
    for file in ["corpus.jsonl", "questions.jsonl"] {
      let first = try Data(contentsOf: folder.appending(path: "first/\(file)"))
      let second = try Data(contentsOf: folder.appending(path: "second/\(file)"))
      #expect(first == second)
      #expect(first.count > 10_000)
    }
  }

  @Test func anotherSeedGivesAnotherWorld() {
    let other = SampleWorld(seed: 2)
    #expect(other.documents != world.documents)
    #expect(other.questions != world.questions)
  }

  @Test func everyLineIsJSON() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    defer { try? FileManager.default.removeItem(at: folder) }
    try world.write(to: folder.path())
    for (file, keys) in [
      ("corpus.jsonl", ["id", "text", "type", "source", "meta"]),
      ("questions.jsonl", ["id", "kind", "task", "prompt", "answer", "aliases"]),
    ] {
      let text = try String(contentsOf: folder.appending(path: file), encoding: .utf8)
      for line in text.split(separator: "\n") {
        let object = try JSONSerialization.jsonObject(with: Data(line.utf8))
        let fields = try #require(object as? [String: Any])
        for key in keys { #expect(fields[key] != nil, "\(file) without \(key)") }
      }
    }
  }

  @Test func documentsAreManyAndOfEveryType() {
    #expect((4_500...6_000).contains(world.documents.count))
    #expect(Set(world.documents.map(\.id)).count == world.documents.count)
    for type in ["code", "textbook", "forum", "encyclopedia", "other"] {
      #expect(world.documents.count { $0.type == type } >= 400, "too few of \(type)")
    }
    let bytes = world.documents.reduce(0) { $0 + $1.text.utf8.count }
    #expect(bytes < 8_000_000)
  }

  @Test func theHundredQuestionsAreOfTheirKinds() {
    let questions = world.questions
    #expect(questions.count == 100)
    #expect(Set(questions.map(\.id)).count == 100)
    #expect(Set(questions.map(\.prompt)).count == 100)
    let tasks = Dictionary(grouping: questions, by: \.task).mapValues(\.count)
    #expect(
      tasks == [
        "facts": 40, "arithmetic": 20, "slope": 20, "factual control": 10, "reasoning control": 10,
      ])
    #expect(questions.allSatisfy { !$0.answer.isEmpty && $0.prompt.hasSuffix("Answer:\n") })
  }

  @Test func severalProceduresAndManyFactsAreCarried() {
    let procedures = Set(world.documents.flatMap(\.procedures))
    #expect(procedures.isSuperset(of: ["arithmetic", "slope", "linear", "percentage", "area"]))
    let facts = Set(world.documents.flatMap(\.facts))
    #expect(facts.count >= 120)
    for type in ["code", "textbook", "forum"] {
      for procedure in ["arithmetic", "slope", "linear"] {
        let count = world.documents.count { $0.type == type && $0.procedures == [procedure] }
        #expect(count >= 50, "\(procedure) in \(type)")
      }
    }
  }

  @Test func everyFactAskedIsStatedAsOftenAsPlanned() throws {
    let questions = world.questions.filter { $0.kind == "factual" }
    for question in questions {
      let fact = try #require(question.fact)
      let holders = world.documents.filter { $0.facts.contains(fact) }
      #expect(holders.count == question.statements, "\(question.prompt)")
      let answer = question.answer.lowercased()
      #expect(holders.allSatisfy { $0.text.lowercased().contains(answer) }, "\(question.prompt)")
    }
    #expect(questions.count { $0.statements <= 2 } >= 10)
    #expect(questions.count { $0.statements >= 20 } >= 5)
  }
}
