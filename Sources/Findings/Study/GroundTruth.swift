import Foundation
import RunModel

/// Which passages carry what a question asks for, by the corpus's own notes.
///
/// For evaluation only: no score ever sees it.
package struct GroundTruth: Sendable, Equatable {
  /// What kind of note a question is held against.
  package enum Kind: String, Sendable, Codable, CaseIterable {
    /// The passages carry out or explain the question's procedure.
    case procedure
    /// The passages state the fact that is asked.
    case fact
  }

  /// The note of one question.
  package struct Label: Sendable, Equatable {
    package let kind: Kind
    package let name: String
    /// Passages that carry it, ascending.
    package let passages: [UInt32]
  }

  /// One a question; nil where no note fits it.
  package let labels: [Label?]

  package init(labels: [Label?]) { self.labels = labels }

  /// The notes of one document.
  package struct Note: Sendable, Equatable {
    package var procedures: [String]
    package var facts: [String]
    /// Passages of the document.
    package var passages: Range<Int>

    package init(procedures: [String], facts: [String], passages: Range<Int>) {
      self.procedures = procedures
      self.facts = facts
      self.passages = passages
    }
  }

  /// Reads the notes that documents carry: `{"procedures": [...], "facts": [...]}`.
  ///
  /// - Parameters:
  ///   - meta: JSON of each document that has any, by its number.
  ///   - documents: document of every passage [D], ascending.
  package static func notes(_ meta: [Int: String], documents: [Int32]) -> [Note] {
    guard !meta.isEmpty else { return [] }
    var ranges: [Int: Range<Int>] = [:]
    var start = 0
    while start < documents.count {
      var end = start
      while end < documents.count, documents[end] == documents[start] { end += 1 }
      ranges[Int(documents[start])] = start..<end
      start = end
    }
    struct Meta: Decodable {
      let procedures: [String]?
      let facts: [String]?
    }
    return meta.keys.sorted().compactMap { document in
      guard let json = meta[document], let passages = ranges[document],
        let note = try? JSONDecoder().decode(Meta.self, from: Data(json.utf8))
      else { return nil }
      return Note(
        procedures: note.procedures ?? [], facts: note.facts ?? [], passages: passages)
    }
  }

  /// Finds each question's note.
  ///
  /// A reasoning question's is the procedure named like its task. A factual question's is the fact
  /// whose subject (`france` in `capital:france`) stands in the prompt and whose documents hold the
  /// answer most often, more often than not.
  /// - Parameters:
  ///   - questions: the questions.
  ///   - notes: of all documents that carry any.
  ///   - answers: the answer search over all passages.
  package init(questions: [StudyQuestion], notes: [Note], answers: AnswerSearch) {
    var procedures: [String: [UInt32]] = [:]
    var facts: [String: [UInt32]] = [:]
    for note in notes {
      let passages = note.passages.map { UInt32($0) }
      for name in Set(note.procedures) { procedures[name, default: []] += passages }
      for name in Set(note.facts) { facts[name, default: []] += passages }
    }
    let subjects = facts.keys.sorted().map { name in
      (name, AnswerPattern([subject(of: name)]))
    }
    let scanner = AnswerScanner(subjects.map(\.1))
    labels = questions.enumerated().map { number, question in
      switch question.kind {
      case .control: return nil
      case .reasoning:
        return procedures[question.task].map {
          Label(kind: .procedure, name: question.task, passages: $0.sorted())
        }
      case .factual:
        guard let target = answers.targets[number].first(where: { !$0.isStep }) else { return nil }
        let holders = Set(answers.hits(target))
        var best: (name: String, share: Double)?
        for candidate in scanner.patterns(in: question.prompt) {
          let name = subjects[candidate].0
          let passages = facts[name] ?? []
          let share = Double(passages.count { holders.contains($0) }) / Double(passages.count)
          if share > 0.5, share > best?.share ?? 0 { best = (name, share) }
        }
        return best.map {
          Label(kind: .fact, name: $0.name, passages: (facts[$0.name] ?? []).sorted())
        }
      }
    }
  }
}

/// The words of a fact's subject: what follows the colon, hyphens as blanks.
private func subject(of fact: String) -> String {
  let name = fact.split(separator: ":", maxSplits: 1).last.map(String.init) ?? fact
  return name.split { $0 == "-" || $0 == "_" }.joined(separator: " ")
}
