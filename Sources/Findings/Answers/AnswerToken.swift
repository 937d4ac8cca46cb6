internal import Formatting
internal import Hashing

/// One token of a text as answer search compares it.
///
/// Search compares tokens, not characters, so that `2` does not match `12`, and spaces, case and
/// the way a number is written do not matter.
struct AnswerToken: Equatable {
  enum Kind: UInt8 {
    /// A number: separators of thousands, a plus and trailing zeros of a fraction are dropped.
    case number
    /// Letters, or letters and digits that stand together (`x2`, `2nd`), whatever their case.
    case word
    /// One of `+ - * / = ( ) ^ % < >`; `×`, `·` and `\times` are `*`, `÷` is `/`, `−` is `-`.
    case symbol
  }

  /// Equal for tokens that match: a 64-bit hash of the normal form and the kind.
  ///
  /// Different tokens share a key with a probability of 5e-20 per comparison.
  let key: UInt64
  let kind: Kind
  /// UTF-8 offsets in the text.
  let start: Int
  let end: Int
}

/// Hashes of normal forms, of each kind apart.
struct TokenHash {
  private var hash = FNV1a()

  init(_ kind: AnswerToken.Kind) { add(kind.rawValue) }

  var value: UInt64 { hash.value }

  @inline(__always) mutating func add(_ byte: UInt8) { hash.add(byte) }

  static func symbol(_ byte: UInt8) -> UInt64 { value(.symbol, CollectionOfOne(byte)) }
  static func word(_ text: String) -> UInt64 { value(.word, text.utf8) }
  static func number(_ text: String) -> UInt64 { value(.number, text.utf8) }

  private static func value(_ kind: AnswerToken.Kind, _ bytes: some Sequence<UInt8>) -> UInt64 {
    var hash = TokenHash(kind)
    for byte in bytes { hash.add(byte) }
    return hash.value
  }
}

/// Words for the numbers from 0 to 99; `twenty-one` is two words that merge.
enum NumberWords {
  private static let (small, tens) = (EnglishNumerals.small, EnglishNumerals.tens)

  /// Values by the key of the word.
  static let values: [UInt64: Int] = {
    var values: [UInt64: Int] = [:]
    for (value, word) in small.enumerated() { values[TokenHash.word(word)] = value }
    for (index, word) in tens.enumerated() { values[TokenHash.word(word)] = 20 + 10 * index }
    return values
  }()

  /// Keys of the numbers themselves.
  static let keys = (0..<100).map { TokenHash.number(String($0)) }

  /// The words of a number, for a full-text query; nil outside 0...99.
  static func spelled(_ value: Int) -> String? {
    guard (0..<100).contains(value) else { return nil }
    if value < 20 { return small[value] }
    let unit = value % 10
    return tens[value / 10 - 2] + (unit == 0 ? "" : " " + small[unit])
  }
}
