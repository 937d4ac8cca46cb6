/// Several ways of writing the same kind of passage.
///
/// The ways are separated by lines that hold only `%%`. Inside a way, `«a|b|c»` stands for any one
/// of the alternatives (they may nest), `$name` for the value of a slot, and `§` for a number
/// that means nothing.
struct Voices {
  private let ways: [[Character]]

  init(_ text: String) {
    ways = text.split(separator: "\n", omittingEmptySubsequences: false)
      .split(separator: "%%", omittingEmptySubsequences: true)
      .map { Array($0.joined(separator: "\n")) }
    precondition(!ways.isEmpty, "voices without a way of speaking")
  }

  var count: Int { ways.count }

  /// One of the ways, with its alternatives drawn and its slots filled.
  func speak(_ slots: [String: String] = [:], _ random: inout RandomStream) -> String {
    var reader = TemplateReader(characters: random.pick(ways))
    return reader.expand(slots, &random)
  }
}

/// Expands one template from left to right.
private struct TemplateReader {
  let characters: [Character]
  var position = 0

  /// How many alternatives the reader stands inside; outside of any, a bar is only a bar.
  private var depth = 0

  init(characters: [Character]) {
    self.characters = characters
  }

  /// Reads up to the end of the template, or of the alternative that the reader stands in.
  mutating func expand(_ slots: [String: String], _ random: inout RandomStream) -> String {
    var text = ""
    while position < characters.count {
      let character = characters[position]
      switch character {
      case "|", "»":
        if depth > 0 { return text }
        text.append(character)
        position += 1
      case "«":
        text += alternatives(slots, &random)
      case "$":
        text += slot(slots)
      case "§":
        text += "\(random.int(2...99))"
        position += 1
      default:
        text.append(character)
        position += 1
      }
    }
    return text
  }

  private mutating func alternatives(
    _ slots: [String: String], _ random: inout RandomStream
  ) -> String {
    var choices: [String] = []
    depth += 1
    defer { depth -= 1 }
    repeat {
      position += 1
      choices.append(expand(slots, &random))
    } while position < characters.count && characters[position] == "|"
    precondition(position < characters.count, "alternatives that don't end: \(choices)")
    position += 1
    return random.pick(choices)
  }

  /// The longest name that is a slot counts, so that `$ax` can be the value of `a` before an x.
  ///
  /// A dollar sign that no slot's name follows stands for itself, as code and prices need.
  private mutating func slot(_ slots: [String: String]) -> String {
    var end = position + 1
    while end < characters.count, characters[end].isLetter || characters[end].isNumber { end += 1 }
    while end > position + 1 {
      if let value = slots[String(characters[(position + 1)..<end])] {
        position = end
        return value
      }
      end -= 1
    }
    position += 1
    return "$"
  }
}
