/// Why a statistic cannot be computed from what was given.
package struct FindingsError: Error, CustomStringConvertible, Equatable {
  package let description: String

  package init(_ description: String) { self.description = description }

  /// The error of a score that is no number; question and document count from 0 in the arguments.
  static func notFinite(_ value: Float, question: Int, document: Int) -> FindingsError {
    FindingsError(
      "The score of question \(question + 1) on passage \(document + 1) is \(value), not a number;"
        + " leave passages without scores out before asking for statistics.")
  }
}
