package import Terminal

/// Which keys do what; the hints, the help and the dispatcher all read this one table.
package struct Keymap: Sendable {
  /// What a sequence of keys leads to.
  package enum Meaning: Sendable, Equatable {
    case action(Action)
    /// More keys must follow.
    case prefix
    case nothing
  }

  package let bindings: [Binding]
  /// The same by their places: every frame asks which of them hold.
  private let byContext: [Context: [Binding]]
  /// The key that most filters begin with; nil where each has a key of its own.
  let filterPrefix: String?

  init(bindings: [Binding]) {
    self.bindings = bindings
    byContext = Dictionary(grouping: bindings, by: \.context)
    filterPrefix = bindings.filterPrefix
  }

  package static let standard = Keymap(bindings: standardBindings)

  /// What a sequence means; earlier contexts win.
  package func meaning(of sequence: [Key], in contexts: [Context]) -> Meaning {
    for context in contexts {
      var isPrefix = false
      for binding in byContext[context] ?? [] {
        for keys in binding.keys where keys.starts(with: sequence) {
          if keys.count == sequence.count { return .action(binding.action) }
          isPrefix = true
        }
      }
      if isPrefix { return .prefix }
    }
    return .nothing
  }

  /// Bindings that work in the contexts, innermost first, those hidden by an inner one left out.
  package func bindings(in contexts: [Context]) -> [Binding] {
    var taken: Set<[Key]> = []
    var result: [Binding] = []
    for context in contexts {
      let here = byContext[context] ?? []
      result += here.filter { $0.keys.contains { !taken.contains($0) } }
      for binding in here { taken.formUnion(binding.keys) }
    }
    return result
  }

  /// What an action does in a place: what the innermost one there says of it, else what any place says.
  func handler(for action: Action, in contexts: [Context]) -> Handler? {
    for context in contexts {
      if let here = byContext[context]?.first(where: { $0.action == action }) { return here.run }
    }
    return bindings.first { $0.action == action }?.run
  }

  /// Every action once, as a command: its name and what it does.
  package var commands: [(name: String, help: String)] {
    var seen: Set<Action> = []
    return bindings.filter { seen.insert($0.action).inserted }.map {
      ($0.action.rawValue, $0.help)
    }
  }

  /// The first key that asks for an action in the contexts.
  package func key(for action: Action, in contexts: [Context]) -> String? {
    bindings(in: contexts).first { $0.action == action }?.keyName
  }
}

extension [Binding] {
  fileprivate var filterPrefix: String? {
    let filters = Set(typeBindings.map(\.action)).union([
      .filterOther, .allTypes, .filterAnswer, .filterStarred, .filterUnread, .filterTop,
      .filterCondition,
    ])
    let prefixes = filter { filters.contains($0.action) }.compactMap { binding in
      binding.keys.first { $0.count > 1 }?.first
    }
    let counts = Dictionary(grouping: prefixes) { $0 }.mapValues(\.count)
    guard let most = counts.max(by: { $0.value < $1.value }), most.value > 1 else { return nil }
    return most.key.name
  }
}

private let standardBindings: [Binding] =
  Tab.allCases.flatMap { $0.part.bindings } + markBindings + listBindings + columnBindings
  + typeBindings + filterBindings + paneBindings + tabBindings + globalBindings
