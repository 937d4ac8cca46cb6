internal import Answers

/// Tells whether a completion gives the answer that its question expects, or one of the answer's aliases.
package enum AnswerParser {
  /// Whether the answer is right; nil where the question expects none.
  package static func isCorrect(completion: String, question: Question) -> Bool? {
    question.answer.map { AnswerComparison.gives(completion, oneOf: [$0] + question.aliases) }
  }
}
