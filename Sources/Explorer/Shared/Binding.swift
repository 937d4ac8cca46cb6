import RunModel
package import Terminal

/// Where a key means something; inner places come before outer ones.
///
/// Not a list that ends: a screen declares its own in its folder.
package struct Context: RawRepresentable, Hashable, Sendable, CaseIterable {
  /// What `keys.yaml` calls it.
  package let rawValue: String
  /// The heading of its part of the help.
  package let title: String
  /// Whether the keys of lists work there as well.
  let isList: Bool

  package static let global = Context("global", title: "Everywhere")
  package static let lists = Context("lists", title: "Lists")
  /// Of every screen that lists them.
  package static let documents = Context("documents", title: "Documents", isList: true)

  init(_ name: String, title: String, isList: Bool = false) {
    (rawValue, self.title, self.isList) = (name, title, isList)
  }

  /// Nil where no key works in a place of that name.
  package init?(rawValue: String) {
    guard let known = Self.allCases.first(where: { $0.rawValue == rawValue }) else { return nil }
    self = known
  }

  /// Every place that has a key, each once.
  package static let allCases: [Context] = {
    var seen: Set<Context> = []
    return Keymap.standard.bindings.map(\.context).filter { seen.insert($0).inserted }
  }()
}

/// What a key does to the state, and what it asks of the world outside.
typealias Handler = @Sendable (inout ExplorerState) -> [Effect]

/// A handler that asks nothing of the world outside.
func act(_ change: @escaping @Sendable (inout ExplorerState) -> Void) -> Handler {
  { state in
    change(&state)
    return []
  }
}

/// Keys that ask for an action in a context, what it does there, and how the hints and the help call it.
///
/// Everything that is to be known of a key stands in one line, in the folder of the screen that has it.
package struct Binding: Sendable {
  package let context: Context
  /// Sequences that all mean the same; most are one key long.
  package private(set) var keys: [[Key]]
  package let action: Action
  /// A word or two for the last row; empty keeps it out of there.
  package let hint: String
  /// A phrase for the help.
  package let help: String
  let run: Handler

  /// How the first sequence is written: `j`, `f c`, `Ctrl-D`.
  package var keyName: String { Binding.name(keys.first ?? []) }

  /// How all sequences are written.
  package var keyNames: String { keys.map(Binding.name).joined(separator: "  ") }

  /// The same with other keys.
  func with(keys: [[Key]]) -> Binding {
    var changed = self
    changed.keys = keys
    return changed
  }

  package static func name(_ sequence: [Key]) -> String {
    sequence.map(\.name).joined(separator: " ")
  }

  /// The same keys in another place, without a hint.
  func moved(to other: Context) -> Binding {
    Binding(other, keys.map(Binding.name).joined(separator: " | "), action, "", help, run: run)
  }

  /// - Parameter keys: sequences apart by `|`, keys of a sequence apart by a space.
  init(
    _ context: Context, _ keys: String, _ action: Action, _ hint: String, _ help: String,
    run: @escaping Handler
  ) {
    self.context = context
    self.run = run
    self.keys = keys.split(separator: " | ").map { sequence in
      sequence.split(separator: " ").map { name in
        guard let key = Key(name: String(name)) else { preconditionFailure("no key \(name)") }
        return key
      }
    }
    self.action = action
    self.hint = hint
    self.help = help
  }
}
