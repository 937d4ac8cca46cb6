extension Normalizer {
  /// Reads the steps that a tokenizer file's `normalizer` describes.
  static func steps(_ value: JSONValue?, depth: Int = 0) throws(Problem) -> [Normalizer] {
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
