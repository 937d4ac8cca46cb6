internal import Foundation

/// Finds what a completion, or a file's solution, gives as its answer.
///
/// In this order: the last `\boxed{…}`; what stands in the last `<answer>…</answer>`, as models trained by rewards
/// write it; what follows the last `####` on its line, as GSM8K writes it; what follows the last `Final Answer:`,
/// `the answer is` or the like, in several languages.
package enum FinalAnswer {
  /// The answer in a field that may hold a whole solution.
  package static func expected(_ field: String) -> String {
    marked(field)?.trimmingCharacters(in: .whitespacesAndNewlines) ?? field
  }

  /// What is marked as the answer beyond doubt; nil where nothing is.
  static func marked(_ completion: String) -> String? {
    MathText.lastBoxed(completion) ?? tagged(completion) ?? afterMark(completion)
  }

  /// A completion without the thoughts that a model writes before `</think>` or the like.
  static func withoutThoughts(_ completion: String) -> String {
    guard completion.utf8.contains(UInt8(ascii: "<")) else { return completion }
    for mark in ["</think>", "</thinking>", "</thought>", "</reasoning>", "<|end_of_thought|>"] {
      guard let end = completion.range(of: mark, options: [.backwards, .caseInsensitive]) else {
        continue
      }
      let rest = completion[end.upperBound...]
      if !rest.allSatisfy(\.isWhitespace) { return String(rest) }
    }
    return completion
  }

  /// The content of the last `<answer>…</answer>` that is closed.
  private static func tagged(_ text: String) -> String? {
    let options: String.CompareOptions = [.backwards, .caseInsensitive]
    guard let end = text.range(of: "</answer>", options: options),
      let start = text.range(
        of: "<answer>", options: options, range: text.startIndex..<end.lowerBound)
    else { return nil }
    let content = text[start.upperBound..<end.lowerBound]
    return content.allSatisfy(\.isWhitespace) ? nil : String(content)
  }

  /// What follows the last `####` on its line, or on the next where nothing does.
  private static func afterMark(_ text: String) -> String? {
    guard let mark = text.range(of: "####", options: .backwards) else { return nil }
    let rest = text[mark.upperBound...].drop { $0.isWhitespace || $0 == "#" }
    let line = rest.prefix { !$0.isNewline }
    return line.isEmpty ? nil : String(line)
  }

  /// What is announced as the answer, the last first: from each announcement to the end of its sentence.
  static func announced(_ completion: String) -> [String] {
    let original = Array(completion.unicodeScalars.suffix(20_000))
    // Letter by letter, so that places in both are the same.
    let text = original.map { scalar in
      let lower = scalar.properties.lowercaseMapping.unicodeScalars
      return lower.count == 1 ? lower.first ?? scalar : scalar
    }
    var found: [String] = []
    var place = text.count - 1
    while place >= 0, found.count < 20 {
      for stem in stems where text[place...].starts(with: stem.word.unicodeScalars) {
        guard !isInsideWord(text, place, stem) else { continue }
        if let start = afterLink(text, from: place + stem.word.unicodeScalars.count, stem) {
          found.append(sentence(original, from: start))
          break
        }
      }
      place -= 1
    }
    return found
  }

  private struct Stem {
    let word: String
    /// Whether it announces without a link, as a heading does.
    var isHeading = false
  }

  private static let stems: [Stem] = [
    Stem(word: "final answer", isHeading: true), Stem(word: "answer"), Stem(word: "result"),
    Stem(word: "ans"), Stem(word: "答案"), Stem(word: "答"), Stem(word: "结果"), Stem(word: "結果"),
    Stem(word: "答え"), Stem(word: "正解"), Stem(word: "정답"), Stem(word: "답"), Stem(word: "antwort"),
    Stem(word: "ergebnis"), Stem(word: "réponse"), Stem(word: "résultat"), Stem(word: "respuesta"),
    Stem(word: "resultado"), Stem(word: "risposta"), Stem(word: "resposta"), Stem(word: "ответ"),
    Stem(word: "คำตอบ"), Stem(word: "उत्तर"), Stem(word: "الجواب"), Stem(word: "الإجابة"),
  ]
  private static let links = [
    ":", "=", "：", "＝", "→", "is", "was", "are", "equals", "是", "为", "為", "は", "은", "는", "ist",
    "lautet", "est", "es", "è", "é", "คือ", "है", "هو", "هي", "—", "–",
  ]

  private static func isInsideWord(_ text: [Unicode.Scalar], _ place: Int, _ stem: Stem) -> Bool {
    guard place > 0, stem.word.unicodeScalars.first.map({ $0.value < 0x0E00 }) == true else {
      return false
    }
    return text[place - 1].properties.isAlphabetic
  }

  /// Place behind `is`, `:` and the like, nil where an announcement has none.
  private static func afterLink(_ text: [Unicode.Scalar], from start: Int, _ stem: Stem) -> Int? {
    var place = start
    var isLinked = false
    while true {
      let begin = place
      while place < text.count, Self.isMarkup(text[place]) || text[place] == " " { place += 1 }
      let link = links.first { text[place...].starts(with: $0.unicodeScalars) }
      guard let link else {
        if !isLinked, stem.isHeading,
          text[start..<place].contains(where: isMarkup) || isEnd(text, place)
        {
          isLinked = true
        }
        return isLinked ? place : nil
      }
      let end = place + link.unicodeScalars.count
      let isWord = link.unicodeScalars.allSatisfy {
        $0.properties.isAlphabetic && $0.value < 0x0E00
      }
      // `answers` is no announcement, nor is `issued` a link.
      let touches = begin == place && place == start || end < text.count && isLatin(text[end])
      if isWord, touches { return isLinked ? place : nil }
      isLinked = true
      place = end
    }
  }

  private static func isLatin(_ scalar: Unicode.Scalar) -> Bool {
    scalar.value < 0x0E00 && scalar.properties.isAlphabetic
  }

  private static func isEnd(_ text: [Unicode.Scalar], _ place: Int) -> Bool {
    place < text.count && text[place] == "\n"
  }

  private static func isMarkup(_ scalar: Unicode.Scalar) -> Bool {
    "*_`\"".unicodeScalars.contains(scalar)
  }

  /// The sentence that starts at a place, or on the next lines where the line ends there.
  private static func sentence(_ text: [Unicode.Scalar], from start: Int) -> String {
    var place = start
    while place < text.count, text[place].properties.isWhitespace || isMarkup(text[place]) {
      place += 1
    }
    let first = place
    while place < text.count, !text[place].isLineEnd, place - first < 2_000 {
      let isStop = ".!?".unicodeScalars.contains(text[place])
      if isStop, place + 1 == text.count || text[place + 1].properties.isWhitespace { break }
      if text[place] == "。" { break }
      place += 1
    }
    return String(String.UnicodeScalarView(text[first..<place]))
  }
}

extension Unicode.Scalar {
  fileprivate var isLineEnd: Bool { self == "\n" || self == "\r" }
}
