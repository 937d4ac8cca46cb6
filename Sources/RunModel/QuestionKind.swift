/// What a question asks of the model; the raw value is what files and the database hold.
package enum QuestionKind: String, Sendable, Codable, CaseIterable {
  /// One fact.
  case factual
  /// Several steps that lead to a result.
  case reasoning
  /// A question of either form whose answer takes none of what the others take, to compare with.
  case control

  /// Task of the questions that a person typed.
  package static let askedTask = "asked"
}
