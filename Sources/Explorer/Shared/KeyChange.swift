internal import PlainYAML
package import Terminal

/// Other keys for an action, as a person's `keys.yaml` gives them.
package struct KeyChange: Sendable, Hashable {
  package let action: Action
  /// The only place it is for; nil changes the action everywhere.
  package let place: Context?
  /// Sequences that all ask for the action; none takes its keys away.
  package let keys: [[Key]]
  package let line: Int

  /// Most keys of a sequence, and most sequences of an action.
  private static let (longest, most) = (3, 8)

  /// Reads the changes of a file, in its order; what is wrong with it is left in the file's troubles.
  package static func read(_ file: inout SettingsFile) -> [KeyChange] {
    var changes: [KeyChange] = []
    for entry in file.entries {
      guard case .entries(let inner) = entry.value else {
        changes += [change(entry, in: nil, &file)].compactMap { $0 }
        continue
      }
      guard let place = Context(rawValue: entry.name) else {
        let known = Context.allCases.map(\.rawValue)
        file.complain(
          entry.line,
          "there is no place \(entry.name)\(suggestion(for: entry.name, among: known))"
        )
        continue
      }
      changes += inner.compactMap { change($0, in: place, &file) }
    }
    return changes
  }

  private static func change(
    _ entry: SettingsFile.Entry, in place: Context?, _ file: inout SettingsFile
  ) -> KeyChange? {
    guard let action = Action(rawValue: entry.name) else {
      let known = Action.allCases.map(\.rawValue)
      file.complain(
        entry.line,
        "there is no action \(entry.name)\(suggestion(for: entry.name, among: known))")
      return nil
    }
    let texts: [String]
    switch entry.value {
    case .text(let text): texts = text.isEmpty ? [] : [text]
    case .list(let list): texts = list
    case .entries: texts = []
    }
    do throws(KeyObjection) {
      guard texts.count <= most else {
        throw KeyObjection("\(most) are the most keys of an action")
      }
      let keys = try texts.map(sequence)
      if action == .interrupt, keys.isEmpty {
        throw KeyObjection("something must be able to stop the program")
      }
      return KeyChange(action: action, place: place, keys: keys, line: entry.line)
    } catch {
      file.complain(entry.line, "\(error.text); \(action.rawValue) keeps its keys")
      return nil
    }
  }

  /// Reads keys apart by spaces, written as the help writes them.
  private static func sequence(_ text: String) throws(KeyObjection) -> [Key] {
    let names = text.split(separator: " ").map(String.init)
    guard (1...longest).contains(names.count) else {
      throw KeyObjection("one to \(longest) keys are expected, as in `f c`")
    }
    var keys: [Key] = []
    for name in names {
      guard let key = Key(name: name) else {
        throw KeyObjection("there is no key \(name)\(suggestion(for: name, among: Key.names))")
      }
      if let objection = key.objection { throw KeyObjection(objection) }
      keys.append(key)
    }
    if keys.count > 1, keys.contains(.escape) || keys.contains(.function(1)) {
      throw KeyObjection("Esc ends a sequence and F1 explains it, so neither can be part of one")
    }
    return keys
  }
}

/// Why keys cannot be given to an action.
private struct KeyObjection: Error {
  let text: String
  init(_ text: String) { self.text = text }
}
