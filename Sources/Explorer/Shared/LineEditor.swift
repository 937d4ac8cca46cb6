package import Terminal

/// A text being typed, with the cursor among its characters.
package struct LineEditor: Sendable, Hashable {
  package private(set) var characters: [Character] = []
  package private(set) var cursor = 0

  /// Whether line ends in pasted text stay.
  private let keepsLines: Bool

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
    switch key {
    case .character(let character): insert([character])
    case .paste(let text):
      insert(Array(keepsLines ? String(text.prefix(4096)) : oneLine(text, limit: 4096)))
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
    guard characters.count + more.count <= 4096 else { return }
    characters.insert(contentsOf: more, at: cursor)
    cursor += more.count
  }

  private mutating func remove(_ place: Int) {
    guard characters.indices.contains(place) else { return }
    characters.remove(at: place)
    if place < cursor { cursor -= 1 }
  }

  private mutating func removeWord() {
    var start = cursor
    while start > 0, characters[start - 1] == " " { start -= 1 }
    while start > 0, characters[start - 1] != " " { start -= 1 }
    characters.removeSubrange(start..<cursor)
    cursor = start
  }
}
