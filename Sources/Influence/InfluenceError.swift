/// Why influence cannot be computed, in one sentence that says where and what to do.
package struct InfluenceError: Error, CustomStringConvertible, Equatable {
  /// What went wrong, for code that reacts to it.
  package enum Code: String, Sendable {
    /// A passage or step that the model cannot take.
    case badInput
    /// Factors that are missing, damaged or of another model.
    case badFactors
    /// An index that is damaged, outdated or of another model.
    case badIndex
    /// A computed value is infinite or not a number.
    case notFinite
    /// Settings that contradict each other.
    case badSettings
  }

  package let code: Code
  package let problem: String
  /// Place of the offending passage in the call, counted from 0, where there is one.
  package let passage: Int?

  package init(_ code: Code, _ problem: String, passage: Int? = nil) {
    self.code = code
    self.problem = problem
    self.passage = passage
  }

  package var description: String { problem }
}
