internal import RunModel
internal import Terminal

extension Keymap {
  /// The keymap with a person's changes, and a sentence for each that could not be made.
  ///
  /// All changes are made at once, so that two actions can change places. Of two that want the same key
  /// the later in the file gives way, and a change gives way to the keys that nobody changed.
  ///
  /// - Parameters:
  ///   - changes: the keys that actions are to have.
  ///   - file: what the file is called in the sentences.
  package func rebound(by changes: [KeyChange], file: String) -> (
    keymap: Keymap, troubles: [String]
  ) {
    var changes = changes
    var troubles: [String] = []
    for change in changes where !bindings.contains(where: { change.concerns($0) }) {
      let places = bindings.filter { $0.action == change.action }.map(\.context.rawValue)
      troubles.append(
        "\(file):\(change.line): \(change.action.rawValue) does nothing in"
          + " \(change.place?.rawValue ?? ""); it works in \(places.joined(separator: ", "))")
    }
    changes.removeAll { change in !bindings.contains { change.concerns($0) } }
    while true {
      let made = applying(changes)
      guard let conflict = firstConflict(among: made) else {
        return (Keymap(bindings: made.map(\.binding)), troubles)
      }
      changes.removeAll { $0 == conflict.change }
      troubles.append(
        "\(file):\(conflict.change.line): \(conflict.reason);"
          + " \(conflict.change.action.rawValue) keeps its keys")
    }
  }

  /// The keymap without the letters h, j, k and l for moving, for those who use the arrows.
  package var withoutLetterMotion: Keymap {
    let motions: Set<Action> = [.down, .up, .left, .right, .nextDocument, .previousDocument]
    let letters = Set("hjkl".map { [Key.character($0)] })
    return Keymap(
      bindings: bindings.map { binding in
        motions.contains(binding.action)
          ? binding.with(keys: binding.keys.filter { !letters.contains($0) }) : binding
      })
  }

  /// A binding, and the change that gave it its keys.
  private struct Made {
    let binding: Binding
    let change: KeyChange?
  }

  private func applying(_ changes: [KeyChange]) -> [Made] {
    var given: Set<[String]> = []
    return bindings.compactMap { binding in
      let fitting = changes.filter { $0.concerns(binding) }
      guard let change = fitting.first(where: { $0.place != nil }) ?? fitting.first else {
        return Made(binding: binding, change: nil)
      }
      // An action with two entries in one place gets its new keys once.
      let isFirst = given.insert([binding.context.rawValue, binding.action.rawValue]).inserted
      return isFirst ? Made(binding: binding.with(keys: change.keys), change: change) : nil
    }
  }

  private func firstConflict(among made: [Made]) -> (change: KeyChange, reason: String)? {
    for one in made {
      guard let change = one.change else { continue }
      for other in made where other.binding.action != one.binding.action {
        guard one.binding.context.meets(other.binding.context) else { continue }
        for keys in one.binding.keys {
          for others in other.binding.keys
          where (keys.starts(with: others) || others.starts(with: keys))
            && !(other.change == nil && hasAlready(keys, one.binding))
          {
            if let later = other.change, later.line > change.line {
              return (later, Self.reason(others, keys, one.binding))
            }
            return (change, Self.reason(keys, others, other.binding))
          }
        }
      }
    }
    return nil
  }

  /// Whether an action asks for a key that was its own before any change.
  private func hasAlready(_ keys: [Key], _ binding: Binding) -> Bool {
    bindings.contains {
      $0.action == binding.action && $0.context == binding.context && $0.keys.contains(keys)
    }
  }

  private static func reason(_ keys: [Key], _ taken: [Key], _ binding: Binding) -> String {
    let (name, other) = (Binding.name(keys), Binding.name(taken))
    let owner = "\(binding.action.rawValue) (\(binding.context.title))"
    if keys == taken { return "\(name) means \(owner) already" }
    return keys.count < taken.count
      ? "\(name) begins \(other), which means \(owner)"
      : "\(name) begins with \(other), which means \(owner)"
  }
}

extension KeyChange {
  fileprivate func concerns(_ binding: Binding) -> Bool {
    binding.action == action && (place ?? binding.context) == binding.context
  }
}

extension Context {
  /// Where keys are looked up when this is the innermost place, itself first.
  package var chain: [Context] {
    self == .global ? [self] : isList ? [self, .lists, .global] : [self, .global]
  }

  /// Whether there is a place where keys of both work.
  fileprivate func meets(_ other: Context) -> Bool {
    chain.contains(other) || other.chain.contains(self)
  }
}
