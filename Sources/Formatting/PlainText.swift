/// Text that may come from anywhere, made fit to be printed line by line.
package enum PlainText {
  /// A text with its control characters and direction marks replaced by `·`; line ends stay.
  ///
  /// A terminal obeys control characters, and direction marks show a text in another order than it has.
  package static func clean(_ text: String) -> String {
    String(
      String.UnicodeScalarView(
        text.unicodeScalars.map { scalar in
          let isHidden = scalar.properties.generalCategory == .control && scalar != "\n"
          let isDirection =
            (0x202A...0x202E).contains(scalar.value) || (0x2066...0x2069).contains(scalar.value)
          return isHidden || isDirection ? "·" : scalar
        }))
  }
}
