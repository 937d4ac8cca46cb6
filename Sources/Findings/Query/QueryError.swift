/// Why an expression that combines questions means nothing.
package struct QueryError: Error, CustomStringConvertible, Equatable {
  /// What is wrong, without the expression.
  package let reason: String
  /// The character, from 1, where it is wrong.
  package let place: Int?
  package let description: String

  /// The fault of an expression at one of its characters.
  init(text: String, reason: String, place: Int) {
    (self.reason, self.place) = (reason, place)
    let shown = text.count > 200 ? text.prefix(200) + "…" : text
    description = "the query \(shown): at character \(place): \(reason)"
  }

  /// The fault of something that an expression names.
  package init(_ sentence: String) {
    (reason, place, description) = (sentence, nil, sentence)
  }
}
