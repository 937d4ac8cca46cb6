import Findings
import RunModel
import TestSupport

/// Questions, heavy-tailed scores and texts, alike for equal sizes.
struct SyntheticStudy {
  let questions: [StudyQuestion]
  private let passages: Int
  private static let types = ["code", "textbook", "forum", "encyclopedia", "other"]
  /// Bytes of the text of as many passages.
  let bytes: Int
  private let texts: [String]

  init(questions count: Int, passages: Int) {
    self.passages = passages
    questions = (0..<count).map { number in
      let (a, b) = (number % 17 + 3, number % 23 + 2)
      let isFact = number % 5 < 2
      return StudyQuestion(
        id: "q\(number)", kind: number % 5 == 4 ? .control : isFact ? .factual : .reasoning,
        task: isFact ? "" : number % 2 == 0 ? "slope" : "arithmetic",
        prompt: "What is \(a) * \(b)?",
        completion: "\(a) * \(b) = \(a * b)\n", steps: ["\(a) * \(b) = \(a * b)\n"],
        answers: ["\(a * b)"], isCorrect: number % 3 > 0, nats: Double(number % 7 + 1))
    }
    texts = (0..<997).map { number in
      (0..<90).map { word in
        word % 9 == 0 ? "\(number % 31) * \(word) = \(number % 31 * word)" : "the slope of line"
      }.joined(separator: " ")
    }
    bytes = texts.reduce(0) { $0 + $1.utf8.count } / texts.count * passages
  }

  /// Scores with a common part for each group and tails far from normal.
  func scores() throws -> ScoreTable {
    let table = try ScoreTable(questions: questions.count, documents: passages)
    var source = RandomSource(seed: 7)
    let shared = source.floats(passages)
    for question in questions.indices {
      let own = source.floats(passages)
      let weight: Float = questions[question].kind == .factual ? 0.2 : 0.6
      let row = zip(shared, own).map { pair in
        let x = weight * pair.0 + (1 - weight) * pair.1
        return x * x * x
      }
      try table.store(row, question: question)
    }
    return table
  }

  func scan(_ search: inout AnswerSearch, texts count: Int) {
    for start in stride(from: 0, to: count, by: 2_000) {
      let block = (start..<min(start + 2_000, count)).map { texts[$0 % texts.count] }
      search.scan(block, first: start)
    }
  }

  func input(answers: AnswerSearch) -> StudyInput {
    StudyInput(
      questions: questions, types: (0..<passages).map { UInt16($0 * 7 % Self.types.count) },
      typeLabels: Self.types, gradientNorms: (0..<passages).map { 1 + Float($0 % 13) },
      answers: answers)
  }
}
