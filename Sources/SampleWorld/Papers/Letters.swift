/// Letters and diaries, and papers that tell a fact in passing.
enum Letters {
  static let letters = Voices(.papers, "Letters.letters")

  static let diaries = Voices(.papers, "Letters.diaries")

  /// Papers that state a fact.
  static let telling = Voices(.papers, "Letters.telling")
}
