/// The entries of a model's vocabulary, told apart by their bytes.
struct Vocabulary: Sendable {
  /// Entry of each token; empty where a number is not taken.
  let entries: [[UInt8]]
  private let tokens: [[UInt8]: Int32]

  var count: Int { tokens.count }

  /// Reads a `vocab` object.
  init(_ value: JSONValue?) throws(Problem) {
    guard let members = value?.members, !members.isEmpty else {
      throw Problem("has a model without a vocab of texts and their numbers")
    }
    var tokens: [[UInt8]: Int32] = [:]
    tokens.reserveCapacity(members.count)
    var largest = 0
    for member in members {
      guard let number = member.value.integer, number >= 0, number <= 2 * members.count + 100_000
      else {
        let entry = String(decoding: member.key.prefix(40), as: UTF8.self)
        throw Problem("gives the vocabulary entry \"\(entry)\" no number that a token can have")
      }
      tokens[member.key] = Int32(number)
      largest = max(largest, number)
    }
    var entries = [[UInt8]](repeating: [], count: largest + 1)
    for (entry, token) in tokens { entries[Int(token)] = entry }
    self.entries = entries
    self.tokens = tokens
  }

  func token(_ entry: [UInt8]) -> Int32? { tokens[entry] }

  func token(_ entry: some Sequence<UInt8>) -> Int32? { tokens[Array(entry)] }
}
