/// A token that is found in text as it stands, before the model sees what lies around it.
struct AddedToken: Sendable {
  let token: Int32
  let content: [UInt8]
  /// Found only where no word character touches it.
  let isSingleWord: Bool
  /// Takes the white space on its left, on its right.
  let stripsLeft: Bool
  let stripsRight: Bool
  /// Looked for in the normalised text rather than in the original.
  let isNormalized: Bool
  let isSpecial: Bool

  /// Reads an element of `added_tokens`; a content that the vocabulary has keeps its number there.
  init(_ value: JSONValue, _ vocabulary: Vocabulary) throws(Problem) {
    guard let content = value["content"]?.bytes, let number = value["id"]?.integer,
      number >= 0, number <= 2 * vocabulary.count + 100_000
    else { throw Problem("has an added token without a content or a usable id") }
    self.content = content
    token = vocabulary.token(content) ?? Int32(number)
    isSingleWord = value["single_word"]?.boolean ?? false
    stripsLeft = value["lstrip"]?.boolean ?? false
    stripsRight = value["rstrip"]?.boolean ?? false
    isSpecial = value["special"]?.boolean ?? false
    isNormalized = value["normalized"]?.boolean ?? !isSpecial
  }
}
