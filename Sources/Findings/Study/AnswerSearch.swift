import RunModel

/// Looks for the answers and step results of all questions in one pass over the texts.
///
/// Equal answers of different questions are looked for once.
package struct AnswerSearch: Sendable {
  /// Something whose presence in a passage is looked for.
  package struct Target: Sendable, Equatable {
    package let text: String
    /// Whether it is the result of a reasoning step, not the expected answer.
    package let isStep: Bool
    fileprivate let pattern: Int
  }

  /// The targets of each question: its answer first if one is known, then its steps' results.
  package let targets: [[Target]]
  private let scanner: AnswerScanner
  private var found: [[UInt32]]

  package init(_ questions: [StudyQuestion]) {
    var patterns: [AnswerPattern] = []
    var numbers: [[[UInt64]]: Int] = [:]
    func number(_ texts: [String]) -> Int? {
      let pattern = AnswerPattern(texts)
      guard !pattern.isEmpty else { return nil }
      if let known = numbers[pattern.phrases] { return known }
      numbers[pattern.phrases] = patterns.count
      patterns.append(pattern)
      return patterns.count - 1
    }
    targets = questions.map { question in
      var targets: [Target] = []
      if let first = question.answers.first, let pattern = number(question.answers) {
        targets.append(Target(text: first, isStep: false, pattern: pattern))
      }
      if question.kind == .reasoning {
        for result in question.steps.compactMap({ stepResult(in: $0) }) {
          guard let pattern = number([result]) else { continue }
          if targets.contains(where: { $0.isStep && $0.pattern == pattern }) { continue }
          targets.append(Target(text: result, isStep: true, pattern: pattern))
        }
      }
      return targets
    }
    scanner = AnswerScanner(patterns)
    found = Array(repeating: [], count: patterns.count)
  }

  /// Notes which answers the next passages hold.
  ///
  /// - Parameters:
  ///   - texts: of consecutive passages.
  ///   - first: number of the first of them.
  package mutating func scan(_ texts: [String], first: Int) {
    var scratch = AnswerScanner.Scratch()
    for (offset, text) in texts.enumerated() {
      for pattern in scanner.patterns(in: text, &scratch) {
        found[pattern].append(UInt32(first + offset))
      }
    }
  }

  /// Passages that hold a target, in the order they were scanned.
  package func hits(_ target: Target) -> [UInt32] { found[target.pattern] }
}
