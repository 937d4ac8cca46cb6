/// One thing a person did: a key, a mouse action, or a pasted text.
package enum Key: Hashable, Sendable {
  case character(Character)
  /// A letter together with Ctrl, as a lower-case letter or a digit or sign.
  case control(Character)
  case up
  case down
  case left
  case right
  case home
  case end
  case pageUp
  case pageDown
  case enter
  case tab
  case backTab
  case backspace
  case delete
  case insert
  case escape
  case function(Int)
  case paste(String)
  case mouse(Mouse)

  /// What the mouse did at a place on the screen.
  package struct Mouse: Hashable, Sendable {
    /// The buttons and wheels that the program answers to.
    package enum Action: Hashable, Sendable { case press, doubleClick, release, wheelUp, wheelDown }
    package var action: Action
    package var x: Int
    package var y: Int
    package init(_ action: Action, x: Int, y: Int) {
      self.action = action
      self.x = x
      self.y = y
    }
  }
}

extension Key {
  /// The key's name as help and scripts write it: `j`, `Ctrl-D`, `Enter`, `F1`.
  package var name: String {
    switch self {
    case .character(" "): return "Space"
    case .character(let character): return String(character)
    case .control(let character): return "Ctrl-\(character.uppercased())"
    case .function(let number): return "F\(number)"
    case .paste: return "paste"
    case .mouse: return "mouse"
    default: return Key.named.first { $0.value == self }?.key ?? "?"
    }
  }

  /// The key that a name stands for, the opposite of `name`.
  package init?(name: String) {
    if let key = Key.named[name] {
      self = key
    } else if name.hasPrefix("Ctrl-"), let last = name.last, name.count == 6 {
      self = .control(Character(last.lowercased()))
    } else if name.count > 1, name.first == "F", let number = Int(name.dropFirst()) {
      self = .function(number)
    } else if name == "Space" {
      self = .character(" ")
    } else if name.count == 1, let character = name.first {
      self = .character(character)
    } else {
      return nil
    }
  }

  private static let named: [String: Key] = [
    "Up": .up, "Down": .down, "Left": .left, "Right": .right, "Home": .home, "End": .end,
    "PgUp": .pageUp, "PgDn": .pageDown, "Enter": .enter, "Tab": .tab, "S-Tab": .backTab,
    "Backspace": .backspace, "Del": .delete, "Ins": .insert, "Esc": .escape,
  ]

  /// The names of all keys that have more than one letter.
  package static var names: [String] {
    named.keys.sorted() + ["Space"] + (1...12).map { "F\($0)" }
      + "abcdefghijklmnopqrstuvwxyz".map { "Ctrl-\($0.uppercased())" }
  }

  /// Why no terminal sends this as a key of its own; nil where terminals do.
  package var objection: String? {
    switch self {
    case .control("i"): return "Ctrl-I and Tab are one key to a terminal"
    case .control("m"): return "Ctrl-M and Enter are one key to a terminal"
    case .control("["): return "Ctrl-[ and Esc are one key to a terminal"
    case .control("h"): return "Ctrl-H and Backspace are one key to a terminal"
    case .control("s"), .control("q"): return "\(name) may stop or start the terminal itself"
    case .control(let character):
      return "abcdefghijklmnopqrstuvwxyz\\]^_".contains(character)
        ? nil : "no terminal sends \(name)"
    case .function(let number): return (1...12).contains(number) ? nil : "no terminal sends \(name)"
    case .character(let character):
      let scalars = character.unicodeScalars
      let isOne = scalars.count == 1 && scalars.first.flatMap { columns(of: $0) } ?? 0 > 0
      return isOne ? nil : "\(name) is more than one key, or none"
    case .paste, .mouse: return "\(name) is no key"
    default: return nil
    }
  }
}
