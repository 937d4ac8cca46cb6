/// A plain guess at a document's type, for documents that state neither type nor source.
///
/// Only the first 4,000 bytes count, and case does not. Each type collects points:
///
/// - *code*: 8 times the share of lines that look like program text or a shell session, and a point for
///   each of its cues (`TypeCues.code`);
/// - *forum*: 2 points for each line (of up to three) that starts with a nickname or a quotation
///   mark, and a point for each sign of people answering one another;
/// - *textbook*: a point for each sign of teaching, and one for worked arithmetic;
/// - *encyclopedia*: a point for each sign of an article, and 2 where the first sentence says what its
///   subject is or was.
///
/// The type with the most points wins, the earlier in this list among equals; a document with fewer
/// than 2 points is of the type `other`.
package enum TypeGuess {
  package static func type(of text: String) -> String {
    let head = text.utf8.prefix(4_000).map { $0 >= 0x41 && $0 <= 0x5A ? $0 | 0x20 : $0 }
    let lines = head.split(whereSeparator: { $0 == 0x0A || $0 == 0x0D })
      .map { $0.drop { $0 == 0x20 || $0 == 0x09 } }.filter { !$0.isEmpty }
    guard !lines.isEmpty else { return "other" }
    let cues = TypeCues.index.points(head)
    let scores = [
      ("code", cues.code + code(lines)), ("forum", cues.forum + forum(lines)),
      ("textbook", cues.textbook + textbook(lines)),
      ("encyclopedia", cues.encyclopedia + encyclopedia(lines)),
    ]
    var best = (type: "other", points: 1.99)
    for (type, points) in scores where points > best.points { best = (type, points) }
    return best.type
  }

  private typealias Line = ArraySlice<UInt8>

  private static func code(_ lines: [Line]) -> Double {
    8 * Double(lines.count(where: looksLikeCode)) / Double(lines.count)
  }

  private static func looksLikeCode(_ line: Line) -> Bool {
    if TypeCues.codeStarts.contains(where: { line.starts(with: $0) }) { return true }
    guard let last = line.last(where: { $0 > 0x20 }) else { return false }
    if last == UInt8(ascii: ";") || last == UInt8(ascii: "{") || last == UInt8(ascii: "}") {
      return true
    }
    return last == UInt8(ascii: ":") && TypeCues.codeBlocks.contains { line.starts(with: $0) }
  }

  private static func forum(_ lines: [Line]) -> Double {
    let spoken = lines.count { isSpoken($0) || $0.starts(with: [UInt8(ascii: ">"), 0x20]) }
    return 2 * Double(min(spoken, 3))
  }

  /// Whether a line starts with a nickname: letters, then digits or an underscore.
  private static func isSpoken(_ line: Line) -> Bool {
    let letters = line.prefix(20).prefix(while: isLetter).count
    guard letters >= 3, line.count > letters + 2 else { return false }
    let next = line[line.startIndex + letters]
    return next == UInt8(ascii: "_") || isDigit(next)
  }

  private static func textbook(_ lines: [Line]) -> Double {
    let worked = lines.count { line in
      line.contains(UInt8(ascii: "=")) && line.contains(where: isDigit)
    }
    return worked >= 2 ? 1 : 0
  }

  private static func encyclopedia(_ lines: [Line]) -> Double {
    (lines[0].starts(with: "== ".utf8) ? 2 : 0)
      + (lines.prefix(2).contains(where: saysWhatItIs) ? 2 : 0)
  }

  /// Whether a line's first words have `is a`, `was an`, `are the` and the like.
  private static func saysWhatItIs(_ line: Line) -> Bool {
    let words = line.prefix(160).split(separator: 0x20).prefix(14)
    let verbs = ["is", "was", "are", "were"].map { Array($0.utf8)[...] }
    let articles = ["a", "an", "the", "one"].map { Array($0.utf8)[...] }
    return zip(words, words.dropFirst()).dropFirst().contains {
      verbs.contains($0) && articles.contains($1)
    } && !line.prefix(160).contains(UInt8(ascii: "?"))
  }

  private static func isLetter(_ byte: UInt8) -> Bool { byte >= 0x61 && byte <= 0x7A }

  private static func isDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }
}
