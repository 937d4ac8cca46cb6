/// Several ways of writing the same kind of passage.
///
/// The ways are separated by lines that hold only `%%`. Inside a way, `«a|b|c»` stands for any one
/// of the alternatives (they may nest), `$name` for the value of a slot, and `§` for a number
/// that means nothing. Lines `@name: a|b|c` or `@name: 2...9` at the top of a way draw a slot of
/// the way's own, so that what a text says once it can say again.
struct Voices: Sendable {
  private let ways: [Way]

  /// The ways of a part of the prose.
  init(_ prose: Prose, _ part: String) { self.init(prose[part]) }

  init(_ text: String) {
    ways = text.split(separator: "\n", omittingEmptySubsequences: false)
      .split(separator: "%%", omittingEmptySubsequences: true)
      .map { Way(lines: Array($0)) }
    precondition(!ways.isEmpty, "voices without a way of speaking")
  }

  var count: Int { ways.count }

  /// One of the ways, with its alternatives drawn and its slots filled.
  func speak(_ slots: [String: String] = [:], _ random: inout RandomStream) -> String {
    random.pick(ways).speak(slots, &random)
  }

  /// One of the ways of a text without slots.
  func speak(_ random: inout RandomStream) -> String {
    speak([:], &random)
  }

  /// So many different ways, or all of them if there are fewer, in an order of their own.
  func speak(
    distinct count: Int, _ slots: [String: String] = [:], _ random: inout RandomStream
  ) -> [String] {
    var order = ways
    random.shuffle(&order)
    return order.prefix(count).map { $0.speak(slots, &random) }
  }
}

/// One way of writing a passage: what it draws first, and the text.
private struct Way: Sendable {
  private enum Value: Sendable {
    case number(ClosedRange<Int>)
    case text([TemplatePiece])
  }

  private var values: [(name: String, value: Value)] = []
  private let pieces: [TemplatePiece]

  init(lines: [Substring]) {
    var rest = lines[...]
    while let line = rest.first,
      let match = line.wholeMatch(of: /@([a-z]+[0-9]?): (?:(\d+)\.\.\.(\d+)|(.+))/)
    {
      let (_, name, low, high, words) = match.output
      if let low = low.flatMap({ Int($0) }), let high = high.flatMap({ Int($0) }) {
        values.append((String(name), .number(low...high)))
      } else {
        var reader = TemplateReader(text: "«\(words ?? "")»")
        values.append((String(name), .text(reader.pieces())))
      }
      rest.removeFirst()
    }
    var reader = TemplateReader(text: rest.joined(separator: "\n"))
    pieces = reader.pieces()
  }

  func speak(_ slots: [String: String], _ random: inout RandomStream) -> String {
    var slots = slots
    for (name, value) in values {
      switch value {
      case .number(let range): slots[name] = "\(random.int(range))"
      case .text(let pieces): slots[name] = spoken(pieces, slots, &random)
      }
    }
    return spoken(pieces, slots, &random)
  }

  private func spoken(
    _ pieces: [TemplatePiece], _ slots: [String: String], _ random: inout RandomStream
  ) -> String {
    var text = ""
    for piece in pieces { piece.speak(slots, &random, into: &text) }
    return text
  }
}

/// A part of a template.
private indirect enum TemplatePiece: Sendable {
  case text(String)
  case slot(String)
  case number
  case alternatives([[TemplatePiece]])

  func speak(
    _ slots: [String: String], _ random: inout RandomStream, into text: inout String
  ) {
    switch self {
    case .text(let words): text += words
    case .slot(let name): text += Self.value(of: name, slots)
    case .number: text += "\(random.int(2...99))"
    case .alternatives(let choices):
      // Every choice takes its draws, so that a longer one doesn't shift what follows.
      let spoken = choices.map { choice in
        var words = ""
        for piece in choice { piece.speak(slots, &random, into: &words) }
        return words
      }
      text += random.pick(spoken)
    }
  }

  /// The longest beginning of the name that is a slot counts, so that `$ax` can be a number before
  /// an x; where none is, the text stands for itself, as code and prices need.
  private static func value(of name: String, _ slots: [String: String]) -> String {
    var slot = name[...]
    while !slot.isEmpty {
      if let value = slots[String(slot)] { return value + name[slot.endIndex...] }
      slot.removeLast()
    }
    return "$" + name
  }
}

/// Takes a template apart from left to right.
private struct TemplateReader {
  private var rest: Substring

  /// How many alternatives the reader stands inside; outside of any, a bar is only a bar.
  private var depth = 0

  init(text: String) {
    rest = text[...]
  }

  /// The pieces up to the end of the template, or of the alternative that the reader stands in.
  mutating func pieces() -> [TemplatePiece] {
    var pieces: [TemplatePiece] = []
    var words = ""
    while let character = rest.first {
      if depth > 0, character == "|" || character == "»" { break }
      rest.removeFirst()
      guard "«$§".contains(character) else {
        words.append(character)
        continue
      }
      if !words.isEmpty { pieces.append(.text(words)) }
      words = ""
      switch character {
      case "«": pieces.append(.alternatives(alternatives()))
      case "$": pieces.append(.slot(name()))
      default: pieces.append(.number)
      }
    }
    return words.isEmpty ? pieces : pieces + [.text(words)]
  }

  private mutating func alternatives() -> [[TemplatePiece]] {
    depth += 1
    defer { depth -= 1 }
    var choices = [pieces()]
    while rest.first == "|" {
      rest.removeFirst()
      choices.append(pieces())
    }
    precondition(rest.first == "»", "alternatives that don't end before: \(rest.prefix(40))")
    rest.removeFirst()
    return choices
  }

  private mutating func name() -> String {
    let name = rest.prefix { $0.isLetter || $0.isNumber }
    rest.removeFirst(name.count)
    return String(name)
  }
}
