import Formatting
import RunModel
package import Terminal

/// A text being typed, with the cursor among its characters.
package struct LineEditor: Sendable, Hashable {
  package private(set) var characters: [Character] = []
  package private(set) var cursor = 0

  /// Whether line ends in pasted text stay.
  private let keepsLines: Bool

  /// Most characters that a text may have.
  package static let maximumLength = 4096
  /// Whether the last paste did not fit whole.
  package private(set) var hasCut = false

  package init(_ text: String = "", keepsLines: Bool = false) {
    characters = Array(text)
    cursor = characters.count
    self.keepsLines = keepsLines
  }

  package var text: String { String(characters) }

  /// Puts the cursor before a character.
  package mutating func move(to place: Int) { cursor = max(0, min(place, characters.count)) }

  /// Takes a key if it belongs to editing; false leaves it to the caller.
  package mutating func take(_ key: Key) -> Bool {
    hasCut = false
    switch key {
    case .character(let character): insert([character])
    case .paste(let text): insert(Array(keepsLines ? text : oneLine(text, limit: .max)))
    case .backspace: remove(cursor - 1)
    case .delete: remove(cursor)
    case .left: cursor = max(0, cursor - 1)
    case .right: cursor = min(characters.count, cursor + 1)
    case .home, .control("a"): cursor = 0
    case .end, .control("e"): cursor = characters.count
    case .control("u"):
      characters.removeSubrange(0..<cursor)
      cursor = 0
    case .control("k"): characters.removeSubrange(cursor...)
    case .control("w"): removeWord()
    default: return false
    }
    return true
  }

  private mutating func insert(_ more: [Character]) {
    let fitting = more.prefix(Self.maximumLength - characters.count)
    hasCut = fitting.count < more.count
    characters.insert(contentsOf: fitting, at: cursor)
    cursor += fitting.count
  }

  private mutating func remove(_ place: Int) {
    guard characters.indices.contains(place) else { return }
    characters.remove(at: place)
    if place < cursor { cursor -= 1 }
  }

  /// What is said where a paste did not fit.
  package static let cutNotice =
    "the paste is cut: what is typed has at most \(grouped(maximumLength)) characters"

  private mutating func removeWord() {
    var start = cursor
    while start > 0, characters[start - 1] == " " { start -= 1 }
    while start > 0, characters[start - 1] != " " { start -= 1 }
    characters.removeSubrange(start..<cursor)
    cursor = start
  }
}
