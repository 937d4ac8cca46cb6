internal import CYAMLEvents
package import Yams

/// YAML as people write settings: no anchors, no aliases, one document, not long.
package enum PlainYAML {
  /// The longest text that is read; people write a page.
  package static let maximumLength = 1 << 20

  /// The tree of a text; nil where it holds nothing.
  /// - Throws: `PlainYAMLError`.
  package static func compose(_ text: String) throws(PlainYAMLError) -> Node? {
    guard text.utf8.count <= maximumLength else {
      throw PlainYAMLError(line: nil, problem: "is larger than 1 MiB; settings are a page")
    }
    try look(text)
    do {
      // Who reads a value says whether it is a number: nothing asks for YAML's own guesses, of which each is a search by
      // regular expressions, and most of the time that a theme takes.
      return try Yams.compose(yaml: text, .basic)
    } catch {
      let words = "\(error)".split(whereSeparator: \.isNewline).prefix(2).joined(separator: " ")
      throw PlainYAMLError(line: nil, problem: "is not YAML: \(words)")
    }
  }

  /// Deepest that lists and mappings may lie in each other; settings need three.
  private static let deepest: Int32 = 32

  /// Refuses what settings do not need, as libyaml itself sees the text.
  private static func look(_ text: String) throws(PlainYAMLError) {
    var line = 0
    let bytes = Array(text.utf8)
    let found = Int(stemma_yaml_look(bytes, bytes.count, deepest, &line))
    let problem: String
    switch found {
    // With aliases a page becomes a tree that no memory holds.
    case STEMMA_YAML_ANCHOR:
      problem = "YAML anchors and aliases are not used here; write the value out"
    case STEMMA_YAML_KEY: problem = "a list or mapping in the place of a name means nothing here"
    case STEMMA_YAML_DEEP: problem = "lists and mappings lie too deep in each other"
    default: return
    }
    throw PlainYAMLError(line: line, problem: problem)
  }
}

/// Why a text is no settings, and in which line where that is known.
package struct PlainYAMLError: Error, Equatable {
  package let line: Int?
  package let problem: String
}
