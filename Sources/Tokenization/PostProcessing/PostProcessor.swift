/// The tokens that are put around a text's own.
struct PostProcessor: Sendable {
  private(set) var before: [Int32] = []
  private(set) var after: [Int32] = []

  /// Reads a `post_processor`; those that only trim offsets add nothing.
  init(_ value: JSONValue?, depth: Int = 0) throws(Problem) {
    guard let value else { return }
    guard let type = value["type"]?.text, depth < 8 else {
      throw Problem("has a post_processor without a type")
    }
    switch type {
    case "ByteLevel": break
    case "Sequence":
      guard let parts = value["processors"]?.elements else {
        throw Problem("has a post_processor Sequence without processors")
      }
      for part in parts {
        let inner = try PostProcessor(part, depth: depth + 1)
        before = inner.before + before
        after += inner.after
      }
    case "TemplateProcessing": try readTemplate(value)
    case "BertProcessing", "RobertaProcessing":
      before = [try Self.pair(value["cls"], type)]
      after = [try Self.pair(value["sep"], type)]
    default:
      throw Problem(
        "uses the post_processor \(type), which is not supported; supported are ByteLevel, "
          + "TemplateProcessing, BertProcessing, RobertaProcessing and Sequence")
    }
  }

  private mutating func readTemplate(_ value: JSONValue) throws(Problem) {
    guard let pieces = value["single"]?.elements else {
      throw Problem("has a TemplateProcessing without a template for single texts")
    }
    var sequences = 0
    for piece in pieces {
      if piece["Sequence"] != nil {
        sequences += 1
        continue
      }
      guard let name = piece["SpecialToken"]?["id"]?.text else {
        throw Problem("has a template piece that is neither a Sequence nor a SpecialToken")
      }
      guard let ids = value["special_tokens"]?[name]?["ids"]?.elements else {
        throw Problem("has a template with the token \(name) that its special_tokens lack")
      }
      for id in ids {
        guard let number = id.integer, let token = Int32(exactly: number), token >= 0 else {
          throw Problem("has a template whose token \(name) has no usable id")
        }
        if sequences == 0 { before.append(token) } else { after.append(token) }
      }
    }
    guard sequences == 1 else {
      throw Problem("has a template for single texts that does not hold the text once")
    }
  }

  /// Reads `["</s>", 2]`.
  private static func pair(_ value: JSONValue?, _ type: String) throws(Problem) -> Int32 {
    guard let elements = value?.elements, elements.count == 2, let number = elements[1].integer,
      let token = Int32(exactly: number), token >= 0
    else { throw Problem("has a \(type) whose tokens are not pairs of text and id") }
    return token
  }
}
