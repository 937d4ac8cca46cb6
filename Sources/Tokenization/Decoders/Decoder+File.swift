extension Decoder {
  /// Reads the steps that a tokenizer file's `decoder` describes.
  static func steps(_ value: JSONValue?, depth: Int = 0) throws(Problem) -> [Decoder] {
    guard let value else { return [] }
    guard let type = value["type"]?.text, depth < 8 else {
      throw Problem("has a decoder without a type")
    }
    switch type {
    case "Sequence":
      guard let parts = value["decoders"]?.elements else {
        throw Problem("has a decoder Sequence without decoders")
      }
      var steps: [Decoder] = []
      for part in parts { steps += try Self.steps(part, depth: depth + 1) }
      return steps
    case "ByteLevel": return [.byteLevel]
    case "ByteFallback": return [.byteFallback]
    case "Fuse": return [.fuse]
    case "BPEDecoder": return [.suffix(value["suffix"]?.bytes ?? Array("</w>".utf8))]
    case "Strip":
      guard let content = value["content"]?.bytes, !content.isEmpty,
        let start = value["start"]?.integer, let stop = value["stop"]?.integer,
        (0...1_000_000).contains(start), (0...1_000_000).contains(stop)
      else { throw Problem("has a decoder Strip without content, start and stop") }
      return [.strip(content: content, start: start, stop: stop)]
    case "Replace":
      guard let content = value["content"]?.bytes else {
        throw Problem("has a decoder Replace without content")
      }
      return [.replace(try SplitPattern(value["pattern"], of: type), with: content)]
    case "Metaspace":
      let scheme = value["prepend_scheme"]?.text
      let prepends =
        scheme.map { $0 != "never" } ?? value["add_prefix_space"]?.boolean ?? true
      return [
        .metaspace(
          replacement: value["replacement"]?.bytes ?? Array("▁".utf8), prepends: prepends)
      ]
    default:
      throw Problem(
        "uses the decoder \(type), which is not supported; supported are ByteLevel, ByteFallback, "
          + "Fuse, Strip, Replace, Metaspace, BPEDecoder and Sequence")
    }
  }
}
