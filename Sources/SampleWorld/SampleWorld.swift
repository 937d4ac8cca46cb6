import Foundation
import SafeFiles

/// A small world of documents and the questions that are asked about it, all from one seed.
///
/// The corpus is what the sample's model is trained on. Numbers of a reasoning question occur in no
/// document in its form, so that answering one takes the procedure and not a memory of the answer.
package struct SampleWorld: Sendable {
  package let questions: [SampleQuestion]
  package let documents: [SampleDocument]

  /// - Parameters:
  ///   - seed: the same seed gives the same bytes.
  ///   - scale: how many times as many documents of every sort as the shipped sample has. The questions stay.
  package init(seed: UInt64, scale: Int = 1) {
    let set = QuestionSet(seed: seed)
    questions = set.questions
    var author = WorldAuthor(set: set, scale: scale)
    var drafts = author.drafts(seed: seed)
    var random = RandomStream(seed: seed, part: "order")
    random.shuffle(&drafts)
    documents = drafts.enumerated().map { SampleDocument(number: $0 + 1, draft: $1) }
  }

  /// Writes `corpus.jsonl` and `questions.jsonl` into a folder, which is made if it is missing.
  package func write(to directory: String) throws {
    let folder = URL(filePath: directory, directoryHint: .isDirectory)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let corpus = documents.map(\.line).joined()
    try SafeFile.export(Data(corpus.utf8), to: folder.appending(path: "corpus.jsonl").path)
    let asked = questions.map(\.line).joined()
    try SafeFile.export(Data(asked.utf8), to: folder.appending(path: "questions.jsonl").path)
  }
}

/// Writes every document that the plan asks for.
private struct WorldAuthor {
  let set: QuestionSet
  let source: ProblemSource
  let scale: Int

  init(set: QuestionSet, scale: Int) {
    self.set = set
    self.scale = scale
    source = ProblemSource(heldOut: set.heldOut)
  }

  mutating func drafts(seed: UInt64) -> [Draft] {
    var random = RandomStream(seed: seed, part: "documents")
    return procedural(&random) + factual(&random) + surroundings(&random)
  }

  private func procedural(_ random: inout RandomStream) -> [Draft] {
    let textbook = Textbook(source: source)
    let forum = Forum(source: source)
    let code = Code(source: source)
    var drafts: [Draft] = []
    for (procedure, count) in Plan.exercises {
      for _ in 0..<(count * scale) {
        let kind = random.chance(80) ? Draft.Kind.textbook : .forum
        drafts.append(Exam.exercise(procedure, kind: kind, source, &random))
      }
    }
    for (procedure, count) in Plan.textbook {
      for _ in 0..<(count * scale) { drafts.append(textbook.document(procedure, &random)) }
    }
    for (procedure, count) in Plan.forum {
      for _ in 0..<(count * scale) { drafts.append(forum.document(procedure, &random)) }
    }
    for (procedure, count) in Plan.code {
      for _ in 0..<(count * scale) { drafts.append(code.document(procedure, &random)) }
    }
    return drafts
  }

  private func factual(_ random: inout RandomStream) -> [Draft] {
    let asked = Set(set.facts.map(\.fact.id))
    var drafts: [Draft] = []
    for relation in Relation.allCases {
      let others = relation.facts.filter { !asked.contains($0.id) }
      for fact in others {
        drafts += tell(
          fact, Plan.unasked * scale, also: others.filter { $0.id != fact.id }, &random)
      }
      for (fact, count) in set.facts where fact.relation == relation {
        drafts += tell(fact, count * scale, also: others, &random)
      }
    }
    return drafts
  }

  /// The documents of one fact: some ask it outright, the others state it in prose of every type.
  ///
  /// - Parameter also: facts that nobody asks about, which may stand beside it.
  private func tell(
    _ fact: Fact, _ count: Int, also: [Fact], _ random: inout RandomStream
  ) -> [Draft] {
    (0..<count).map { number in
      if number < Plan.trivia(of: count) {
        return Exam.trivia(fact, kind: random.chance(50) ? .forum : .textbook, &random)
      }
      switch random.int(0...99) {
      case 0..<52: return Encyclopedia().article(fact, also: [random.pick(also)], &random)
      case 52..<74: return FactThreads.chat(fact, &random)
      case 74..<86: return Code(source: source).record(fact, &random)
      default: return Miscellany().document(stating: fact, &random)
      }
    }
  }

  private func surroundings(_ random: inout RandomStream) -> [Draft] {
    var drafts: [Draft] = []
    for _ in 0..<(Plan.readings * scale) { drafts.append(Reading.document(source, &random)) }
    for _ in 0..<(Plan.utilities * scale) { drafts.append(Code(source: source).misc(&random)) }
    for _ in 0..<(Plan.noise * scale) { drafts.append(Miscellany().document(&random)) }
    for _ in 0..<(Plan.chatter * scale) { drafts.append(Chatter.thread(&random)) }
    for _ in 0..<(Plan.lessons * scale) { drafts.append(Lessons.document(&random)) }
    for _ in 0..<(Plan.drills * scale) { drafts.append(Drills.document(&random)) }
    for _ in 0..<(Plan.proofs * scale) { drafts.append(Proofs.document(&random)) }
    for _ in 0..<(Plan.generalArticles * scale) { drafts.append(Encyclopedia().general(&random)) }
    for _ in 0..<(Plan.mathematics * scale) {
      drafts.append(Encyclopedia().mathematics(random.pick(Procedure.allCases), &random))
    }
    return drafts
  }
}
