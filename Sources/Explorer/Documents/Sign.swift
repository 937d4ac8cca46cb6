/// Which signs of influence a list shows.
package enum Sign: String, Sendable, CaseIterable {
  case both
  /// Passages that made the step likelier.
  case plus
  /// Passages that made it less likely, most harmful first.
  case minus

  package var mark: String {
    switch self {
    case .both: "±"
    case .plus: "+"
    case .minus: "-"
    }
  }

  package var next: Sign {
    switch self {
    case .both: .plus
    case .plus: .minus
    case .minus: .both
    }
  }
}
