internal import Findings
internal import RunModel

/// Something that a document is searched for because the question or the completion says it.
package struct ReaderTarget: Sendable, Hashable {
  package enum Kind: Sendable, Hashable {
    case answer
    /// The equality that a step states.
    case result(step: Int)
    /// A number of the question.
    case number
  }

  package var kind: Kind
  package var text: String
  /// Lines of the document where it stands, from 1.
  package var lines: [Int] = []

  /// How it is marked in the text; nil for single numbers, which are everywhere.
  package var mark: Reader.Marks? {
    switch kind {
    case .answer: .answer
    case .result: .result
    case .number: nil
    }
  }

  /// What is to be looked for on behalf of a question.
  static func all(of question: CatalogQuestion) -> [ReaderTarget] {
    var targets: [ReaderTarget] = []
    if let answer = question.answer { targets.append(ReaderTarget(kind: .answer, text: answer)) }
    for (index, step) in question.steps.enumerated() {
      guard let result = stepResult(in: step.text) else { continue }
      targets.append(ReaderTarget(kind: .result(step: index + 1), text: oneLine(result)))
    }
    guard question.kind == .reasoning else { return targets }
    var seen: Set<String> = []
    for word in question.title.split(whereSeparator: { !$0.isNumber && $0 != "." }) {
      let number = String(word).trimmed(of: ".")
      guard !number.isEmpty, seen.count < 8, seen.insert(number).inserted else { continue }
      targets.append(ReaderTarget(kind: .number, text: number))
    }
    return targets
  }
}

extension String {
  fileprivate func trimmed(of character: Character) -> String {
    var part = self[...]
    while part.first == character { part.removeFirst() }
    while part.last == character { part.removeLast() }
    return String(part)
  }
}

extension Reader {
  /// What a byte of the text belongs to.
  package struct Marks: OptionSet, Sendable, Hashable {
    package let rawValue: UInt8
    package init(rawValue: UInt8) { self.rawValue = rawValue }
    package static let answer = Marks(rawValue: 1)
    package static let result = Marks(rawValue: 2)
  }

  /// Finds the answer, the steps' results and the question's numbers in the text.
  package mutating func search(for question: CatalogQuestion?, in text: String) {
    matches = question.map { ReaderMatches(of: $0, in: text) } ?? ReaderMatches()
  }

  /// Finds the rows that hold the answer or a step's result.
  package mutating func clampAnswers() {
    let marks = marks
    answers = lines.indices.filter { row in
      marks[bytes(ofRow: row).clamped(to: marks.indices)].contains { !$0.isEmpty }
    }
  }
}

/// What a question and its completion say, and where that stands in a text.
package struct ReaderMatches: Sendable, Hashable {
  package var targets: [ReaderTarget] = []
  /// Which of them each byte of the text belongs to.
  package var marks: [Reader.Marks] = []

  init() {}

  package init(of question: CatalogQuestion, in text: String) {
    var found = ReaderTarget.all(of: question)
    let patterns = found.map { target in
      AnswerPattern(target.kind == .answer ? [target.text] + question.aliases : [target.text])
    }
    let bytes = Array(text.utf8)
    var marks = [Reader.Marks](repeating: [], count: bytes.count)
    // Matches come in the order of the text, so lines are counted along with them.
    var (line, counted) = (1, 0)
    for match in AnswerScanner(patterns).matches(in: text) {
      while counted < match.range.lowerBound {
        if bytes[counted] == 0x0A { line += 1 }
        counted += 1
      }
      if found[match.pattern].lines.last != line { found[match.pattern].lines.append(line) }
      guard let mark = found[match.pattern].mark else { continue }
      for byte in match.range.clamped(to: bytes.indices) { marks[byte].insert(mark) }
    }
    (targets, self.marks) = (found, marks)
  }
}
