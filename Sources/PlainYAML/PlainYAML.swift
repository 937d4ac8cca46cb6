package import Yams

/// YAML as people write settings: no anchors, no aliases, one document, not long.
package enum PlainYAML {
  /// The longest text that is read; people write a page.
  package static let longest = 1 << 20

  /// The tree of a text; nil where it holds nothing.
  /// - Throws: `PlainYAMLError`.
  package static func compose(_ text: String) throws(PlainYAMLError) -> Node? {
    guard text.utf8.count <= longest else {
      throw PlainYAMLError(line: nil, problem: "is larger than 1 MiB; settings are a page")
    }
    // With aliases a page becomes a tree that no memory holds; settings need none.
    if let line = firstAnchor(in: Array(text.utf8)) {
      throw PlainYAMLError(
        line: line, problem: "YAML anchors and aliases are not used here; write the value out")
    }
    do {
      return try Yams.compose(yaml: text)
    } catch {
      let words = "\(error)".split(whereSeparator: \.isNewline).prefix(2).joined(separator: " ")
      throw PlainYAMLError(line: nil, problem: "is not YAML: \(words)")
    }
  }

  /// Line of the first `&name` or `*name` that is neither quoted nor a comment.
  private static func firstAnchor(in text: [UInt8]) -> Int? {
    var line = 1
    var quote: UInt8?
    var isComment = false
    // What comes before decides whether a sign begins a value.
    var before = UInt8(ascii: "\n")
    var place = 0
    while place < text.count {
      let byte = text[place]
      place += 1
      if byte == UInt8(ascii: "\n") {
        line += 1
        isComment = false
      } else if isComment {
        continue
      } else if let open = quote {
        if byte == UInt8(ascii: "\\"), open == UInt8(ascii: "\"") {
          if place < text.count, text[place] != UInt8(ascii: "\n") { place += 1 }
        } else if byte == open {
          quote = nil
        }
      } else if starters.contains(before) {
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "'"): quote = byte
        case UInt8(ascii: "#"): isComment = true
        case UInt8(ascii: "&"), UInt8(ascii: "*"): return line
        default: break
        }
      }
      before = byte
    }
    return nil
  }

  private static let starters = Set(" \t\r\n[]{},:-?!".utf8)
}

/// Why a text is no settings, and in which line where that is known.
package struct PlainYAMLError: Error, Equatable {
  package let line: Int?
  package let problem: String
}
