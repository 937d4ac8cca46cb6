/// A passage whose numbers cannot be used.
package struct RefusedPassage: Sendable, Equatable {
  /// Place in the call, counted from 0.
  package let index: Int
  /// What is not finite, with the tracked module where it began.
  package let reason: String
}

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
  /// Passages that a caller may leave out and try again; ascending.
  package let refused: [RefusedPassage]
  /// Row of the offending step in the call, counted from 0, where there is one.
  package let step: Int?

  package init(_ code: Code, _ problem: String, passage: Int? = nil, step: Int? = nil) {
    self.code = code
    self.problem = problem
    self.passage = passage
    self.step = step
    refused = []
  }

  /// Passages whose numbers are infinite or not numbers; at least one.
  init(refusing passages: [RefusedPassage], called what: String = "passage") {
    code = .notFinite
    problem = "\(what) \(passages[0].index + 1): \(passages[0].reason)"
    passage = passages[0].index
    refused = passages
    step = nil
  }

  package var description: String { problem }
}
