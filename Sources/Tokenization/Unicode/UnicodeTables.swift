internal import Synchronization

/// Character classes by name, as the reference's regular expressions have them.
///
/// Names are matched without case, spaces, hyphens and underscores.
enum UnicodeTables {
  private static let known = Mutex<[String: CodeSet]>([:])

  /// The class of `\p{…}`; nil for a name that is none or is not kept.
  static func property(_ name: String) -> CodeSet? { named(key(name)) }

  /// The class of `[[:…:]]`.
  static func posix(_ name: String) -> CodeSet? {
    let name = key(name)
    switch name {
    case "alnum", "alpha", "lower", "upper", "punct", "graph", "print", "word":
      return named("[" + name)
    case "ascii": return CodeSet([0...0x7F])
    case "blank", "cntrl": return named(name)
    case "digit": return named("nd")
    case "space": return space
    case "xdigit": return CodeSet([0x30...0x39, 0x41...0x46, 0x61...0x66])
    default: return nil
    }
  }

  /// What `\w` means.
  static var word: CodeSet { named("\\w") ?? CodeSet() }

  /// Characters whose category changed, or that came, since Unicode `changedSince`.
  static var changed: CodeSet { named("changed") ?? CodeSet() }

  /// What `\s` means: the White_Space property.
  static let space = CodeSet([
    0x09...0x0D, 0x20...0x20, 0x85...0x85, 0xA0...0xA0, 0x1680...0x1680, 0x2000...0x200A,
    0x2028...0x2029, 0x202F...0x202F, 0x205F...0x205F, 0x3000...0x3000,
  ])

  static let hexadecimal = CodeSet([0x30...0x39, 0x41...0x46, 0x61...0x66])

  private static func key(_ name: String) -> String {
    name.lowercased().filter { $0 != " " && $0 != "-" && $0 != "_" }
  }

  private static func named(_ key: String) -> CodeSet? {
    if let set = known.withLock({ $0[key] }) { return set }
    guard let set = made(key) else { return nil }
    known.withLock { $0[key] = set }
    return set
  }

  private static func made(_ key: String) -> CodeSet? {
    if let members = groups[key] {
      return members.reduce(CodeSet()) { $0.union(named($1) ?? CodeSet()) }
    }
    switch key {
    case "any": return .all
    case "ascii": return CodeSet([0...0x7F])
    case "cn", "unassigned": return named("assigned")?.inverted
    case "whitespace", "wspace", "space": return space
    case "xdigit": return hexadecimal
    case "word": return named("[word")
    default: break
    }
    guard let text = packed[synonyms[key] ?? key] else { return nil }
    return text.hasPrefix("=") ? named(String(text.dropFirst())) : unpacked(text)
  }

  private static func unpacked(_ text: String) -> CodeSet {
    var ranges: [ClosedRange<UInt32>] = []
    var end: UInt32 = 0
    for part in text.split(separator: " ") {
      let numbers = part.split(separator: ".").map { UInt32($0, radix: 16) ?? 0 }
      let low = end + numbers[0]
      let high = low + (numbers.count > 1 ? numbers[1] : 0)
      ranges.append(low...high)
      end = high + 1
    }
    return CodeSet(ranges)
  }

  /// Classes that are made of others.
  private static let groups: [String: [String]] = {
    var groups: [String: [String]] = [
      "l": ["lu", "ll", "lt", "lm", "lo"], "lc": ["lu", "ll", "lt"], "m": ["mn", "mc", "me"],
      "n": ["nd", "nl", "no"], "p": ["pc", "pd", "ps", "pe", "pi", "pf", "po"],
      "s": ["sm", "sc", "sk", "so"], "z": ["zs", "zl", "zp"], "c": ["cc", "cf", "co", "cn"],
    ]
    let all = ["l", "m", "n", "p", "s", "z"].flatMap { groups[$0] ?? [] } + ["cc", "cf", "co"]
    for (long, short) in [
      ("letter", "l"), ("casedletter", "lc"), ("mark", "m"), ("combiningmark", "m"),
      ("number", "n"), ("punctuation", "p"), ("symbol", "s"), ("separator", "z"), ("other", "c"),
    ] { groups[long] = groups[short] }
    groups["assigned"] = all
    return groups
  }()

  /// Long names of what the tables have under short ones, and the reverse.
  private static let synonyms: [String: String] = [
    "control": "cc", "format": "cf", "privateuse": "co", "lowercaseletter": "ll",
    "modifierletter": "lm", "otherletter": "lo", "titlecaseletter": "lt", "uppercaseletter": "lu",
    "spacingmark": "mc", "enclosingmark": "me", "nonspacingmark": "mn", "decimalnumber": "nd",
    "digit": "nd", "letternumber": "nl", "othernumber": "no", "connectorpunctuation": "pc",
    "dashpunctuation": "pd", "closepunctuation": "pe", "finalpunctuation": "pf",
    "initialpunctuation": "pi", "otherpunctuation": "po", "openpunctuation": "ps",
    "currencysymbol": "sc", "modifiersymbol": "sk", "mathsymbol": "sm", "othersymbol": "so",
    "lineseparator": "zl", "paragraphseparator": "zp", "spaceseparator": "zs",
    "alpha": "alphabetic", "upper": "uppercase", "lower": "lowercase", "hani": "han",
    "hira": "hiragana", "kana": "katakana", "hang": "hangul", "latn": "latin", "grek": "greek",
    "cyrl": "cyrillic", "arab": "arabic", "hebr": "hebrew", "deva": "devanagari", "zyyy": "common",
    "zinh": "inherited", "qaai": "inherited", "armn": "armenian", "beng": "bengali",
    "bopo": "bopomofo", "ethi": "ethiopic", "geor": "georgian", "gujr": "gujarati",
    "guru": "gurmukhi", "khmr": "khmer", "knda": "kannada", "laoo": "lao", "mlym": "malayalam",
    "mong": "mongolian", "mymr": "myanmar", "orya": "oriya", "sinh": "sinhala", "taml": "tamil",
    "telu": "telugu", "thaa": "thaana", "tibt": "tibetan", "ahex": "xdigit", "hex": "hexdigit",
  ]
}
