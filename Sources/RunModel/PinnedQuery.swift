/// A combination of questions that a person keeps under a name, as it was typed.
package struct PinnedQuery: Sendable, Hashable {
  package let name: String
  /// Nobody has checked that it can be read: the database may be somebody else's.
  package let expression: String

  package init(name: String, expression: String) {
    (self.name, self.expression) = (name, expression)
  }

  /// Queries that a workspace may keep, letters of a name, and bytes of an expression.
  package static let (limit, longestName, longestExpression) = (200, 64, 4_096)

  /// Whether a text can be a query's name: letters, digits and `-_.`, a letter first.
  package static func isName(_ text: some StringProtocol) -> Bool {
    guard let first = text.first, first.isLetter, text.utf8.count <= longestName else {
      return false
    }
    return text.allSatisfy { $0.isLetter || $0.isNumber || "-_.".contains($0) }
  }
}
