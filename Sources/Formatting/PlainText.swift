/// Text that may come from anywhere, made fit to be printed line by line.
package enum PlainText {
  /// A text with its control characters and direction marks replaced by `·`; line ends stay.
  ///
  /// A terminal obeys control characters, and direction marks show a text in another order than it has.
  package static func clean(_ text: String) -> String { HiddenCharacters.lines(text) }
}
