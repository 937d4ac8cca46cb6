extension Normalizer {
  /// Reads the steps that a tokenizer file's `normalizer` describes.
  static func steps(_ value: JSONValue?) throws(Problem) -> [Normalizer] {
    let steps = try steps(value, depth: 0)
    guard steps.count <= maximumSteps else {
      throw Problem("has \(steps.count) normalizers, more than the \(maximumSteps) that make sense")
    }
    let growth = steps.reduce(1.0) { $0 * $1.growth }
    guard growth <= maximumGrowth else {
      throw Problem(
        "has normalizers that could make a text more than \(Int(maximumGrowth)) times as long; such a tokenizer is not used"
      )
    }
    return steps
  }

  private static let maximumSteps = 64
  /// As with compressed files: more is an attack on memory.
  private static let maximumGrowth = 1_000.0

  /// How many times as long as before a text can be after this step, at most.
  private var growth: Double {
    switch self {
    // U+FDFA, the longest of all, has 3 bytes and becomes 33; lowering adds a byte to two.
    case .unicode: 11
    case .lowercase: 1.5
    case .strip, .stripAccents: 1
    case .prepend(let prefix): 1 + Double(prefix.count) / 64
    case .replace(let pattern, let replacement):
      max(1, Double(replacement.count) / Double(max(1, pattern.shortestMatch)))
    }
  }

  private static func steps(_ value: JSONValue?, depth: Int) throws(Problem) -> [Normalizer] {
    guard let value else { return [] }
    guard let type = value["type"]?.text, depth < 8 else {
      throw Problem("has a normalizer without a type")
    }
    if let form = UnicodeForm(rawValue: type) { return [.unicode(form)] }
    switch type {
    case "Sequence":
      guard let parts = value["normalizers"]?.elements else {
        throw Problem("has a normalizer Sequence without normalizers")
      }
      var steps: [Normalizer] = []
      for part in parts { steps += try Self.steps(part, depth: depth + 1) }
      return steps
    case "Lowercase": return [.lowercase]
    case "StripAccents": return [.stripAccents]
    case "Strip":
      return [
        .strip(
          left: value["strip_left"]?.boolean ?? true, right: value["strip_right"]?.boolean ?? true)
      ]
    case "Prepend":
      guard let prefix = value["prepend"]?.bytes else {
        throw Problem("has a normalizer Prepend without the text to prepend")
      }
      return [.prepend(prefix)]
    case "Replace":
      guard let content = value["content"]?.bytes else {
        throw Problem("has a normalizer Replace without content")
      }
      return [.replace(try SplitPattern(value["pattern"], of: type), with: content)]
    default:
      throw Problem(
        "uses the normalizer \(type), which is not supported; supported are NFC, NFD, NFKC, NFKD, "
          + "Lowercase, StripAccents, Strip, Prepend, Replace and Sequence")
    }
  }
}
