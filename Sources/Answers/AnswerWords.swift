internal import Foundation

/// The words of a text as answers compare them.
///
/// Case does not count, by folding it: `Straße` is `STRASSE`, and a final `ς` any other sigma. Points within
/// abbreviations (`p.m.`) do not either, nor do accents of letters that carry them as an addition (Latin, Greek, Cyrillic, Hebrew,
/// Arabic): `São` is `sao`, but `パ` is not `ハ`. Full-width letters are those of ASCII. In scripts that
/// are written without spaces every character is a word, so that 北京 is found in 首都是北京。
enum AnswerWords {
  static func split(_ text: String) -> [String] {
    var words: [String] = []
    var word = ""
    /// Whether the word is made of letters with a point behind each.
    var isPointed = false
    func end() {
      if !word.isEmpty { words.append(word) }
      (word, isPointed) = ("", false)
    }
    let characters = Array(folded(text.precomposedStringWithCanonicalMapping))
    for (place, character) in characters.enumerated() {
      if character == ".", word.count == 1 || isPointed, word.last?.isLetter == true,
        place + 1 < characters.count, characters[place + 1].isLetter,
        place + 2 >= characters.count || !characters[place + 2].isLetter
      {
        isPointed = true
        continue
      }
      guard character.isLetter || character.isNumber else {
        end()
        continue
      }
      if isUnspaced(character) {
        end()
        words.append(plain(character))
      } else {
        word += plain(character)
      }
    }
    end()
    return words
  }

  /// Simple case folding by way of capitals, which both `ß` and `ss`, both `ς` and `σ` come to.
  private static func folded(_ text: String) -> String { text.uppercased().lowercased() }

  /// Whether a text holds the words of another side by side, and not behind a `not`.
  static func contains(_ text: String, _ wanted: String) -> Bool {
    let wanted = split(wanted)
    let said = split(text)
    guard !wanted.isEmpty, said.count >= wanted.count else { return false }
    return (0...(said.count - wanted.count)).contains { start in
      said[start..<(start + wanted.count)].elementsEqual(wanted)
        && (start == 0 || said[start - 1] != "not")
    }
  }

  /// Whether a character belongs to a script that is written without spaces between words.
  private static func isUnspaced(_ character: Character) -> Bool {
    guard let value = character.unicodeScalars.first?.value, value >= 0x0E00 else { return false }
    return unspaced.contains { $0.contains(value) }
  }

  /// Thai and Lao, Myanmar, Khmer, Tai Le to Khmer signs, Tai Tham, kana and ideographs with their marks, Hangul,
  /// Javanese, Myanmar extended, compatibility ideographs, half-width kana, further ideographs.
  private static let unspaced: [ClosedRange<UInt32>] = [
    0x0E00...0x0EFF, 0x1000...0x109F, 0x1780...0x17FF, 0x1950...0x19FF, 0x1A20...0x1AAF,
    0x3005...0x3007, 0x3040...0x312F, 0x3400...0x9FFF, 0xA980...0xA9FF, 0xAA60...0xAA7F,
    0xAC00...0xD7AF, 0xF900...0xFAFF, 0xFF66...0xFF9F, 0x1B000...0x1B16F, 0x20000...0x3FFFF,
  ]

  /// Letters whose stroke is an accent that no decomposition parts from them.
  private static let struck: [Character: String] = ["ł": "l", "ø": "o", "đ": "d", "ħ": "h"]

  private static func plain(_ character: Character) -> String {
    let scalars = character.unicodeScalars
    guard let first = scalars.first else { return "" }
    if first.value < 0x80, scalars.count == 1 { return String(character) }
    if let letter = struck[character] { return letter }
    if (0xFF00...0xFFEF).contains(first.value) || (0x2070...0x209C).contains(first.value) {
      return String(character).precomposedStringWithCompatibilityMapping
    }
    let carriesAccents = first.value < 0x0700 || (0x1E00..<0x2000).contains(first.value)
    guard carriesAccents else { return String(character) }
    return String(
      String.UnicodeScalarView(
        String(character).decomposedStringWithCanonicalMapping.unicodeScalars.filter {
          !$0.properties.generalCategory.isMark
        }))
  }
}

extension Unicode.GeneralCategory {
  fileprivate var isMark: Bool {
    self == .nonspacingMark || self == .spacingMark || self == .enclosingMark
  }
}
