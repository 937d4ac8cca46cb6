extension PreTokenizer {
  /// GPT-2's pattern, which `ByteLevel` uses unless told otherwise.
  static let gpt2Pattern =
    #"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+"#

  /// `\w+|[^\w\s]+` as Rust's regular expressions read it.
  static let whitespacePattern =
    #"[\p{Alphabetic}\p{M}\p{Nd}\p{Pc}\x{200C}\x{200D}]+"#
    + #"|[^\p{Alphabetic}\p{M}\p{Nd}\p{Pc}\x{200C}\x{200D}\s]+"#

  /// Reads the steps that a tokenizer file's `pre_tokenizer` describes.
  static func steps(_ value: JSONValue?, depth: Int = 0) throws(Problem) -> [PreTokenizer] {
    guard let value else { return [] }
    guard let type = value["type"]?.text, depth < 8 else {
      throw Problem("has a pre_tokenizer without a type")
    }
    switch type {
    case "Sequence":
      guard let parts = value["pretokenizers"]?.elements else {
        throw Problem("has a pre_tokenizer Sequence without pretokenizers")
      }
      var steps: [PreTokenizer] = []
      for part in parts { steps += try Self.steps(part, depth: depth + 1) }
      return steps
    case "ByteLevel":
      let regex = value["use_regex"]?.boolean ?? true
      return [
        .byteLevel(
          addsPrefixSpace: value["add_prefix_space"]?.boolean ?? true,
          pattern: regex ? try Regex(gpt2Pattern) : nil, spells: false)
      ]
    case "Digits":
      let individual = value["individual_digits"]?.boolean ?? false
      return [.characters(.numeric, individual ? .isolated : .contiguous)]
    case "Punctuation":
      return [.characters(.punctuation, try behaviour(value["behavior"], type) ?? .isolated)]
    case "Metaspace": return [.metaspace(try Metaspace(value))]
    case "WhitespaceSplit": return [.characters(.space, .removed)]
    case "Whitespace":
      return [.pattern(.regex(try Regex(whitespacePattern)), .removed, inverted: true)]
    case "Split":
      guard let behaviour = try behaviour(value["behavior"], type) else {
        throw Problem("has a Split without a behavior")
      }
      return [
        .pattern(
          try SplitPattern(value["pattern"], of: type), behaviour,
          inverted: value["invert"]?.boolean ?? false)
      ]
    default:
      throw Problem(
        "uses the pre_tokenizer \(type), which is not supported; supported are ByteLevel, Split, "
          + "Digits, Punctuation, Whitespace, WhitespaceSplit, Metaspace and Sequence")
    }
  }

  private static func behaviour(
    _ value: JSONValue?, _ type: String
  ) throws(Problem) -> SplitBehaviour? {
    guard let value else { return nil }
    guard let name = value.text, let behaviour = SplitBehaviour(name: name) else {
      throw Problem("has a \(type) with an unknown behavior")
    }
    return behaviour
  }
}

extension SplitPattern {
  /// Reads `{"Regex": …}` or `{"String": …}`.
  init(_ value: JSONValue?, of type: String) throws(Problem) {
    if let pattern = value?["Regex"]?.text {
      self = .regex(try Regex(pattern))
    } else if let literal = value?["String"]?.bytes ?? value?.bytes {
      self = .literal(literal)
    } else {
      throw Problem("has a \(type) whose pattern is neither a String nor a Regex")
    }
  }
}
