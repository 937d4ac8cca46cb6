import Explorer
import Foundation
import Patterns
import RunModel
import Themes
import Workspace

/// `stemma.yaml`.
func readWorkspace(_ input: [UInt8]) throws {
  _ = try WorkspaceConfiguration(yaml: Data(input), path: "stemma.yaml")
}

/// A person's own theme.
func readTheme(_ input: [UInt8]) throws {
  _ = try ThemeFile(reading: String(decoding: input, as: UTF8.self), file: "theme.yaml")
}

/// The file of sessions: what it says of a place is gone to, and drawn.
func readSession(_ input: [UInt8]) throws {
  for session in SessionFiles.sessions(in: Data(input)).values {
    var state = ExplorerState(width: 100, height: 30)
    state.resume(session)
    _ = state.reduce(.catalog(catalog))
    _ = draw(state)
  }
}

/// A person's own settings and keys: whatever the file says, something still stops the program, and the help
/// is drawn where it says anything new.
func readKeys(_ input: [UInt8]) throws {
  let text = String(decoding: input, as: UTF8.self)
  var settings = Settings()
  settings.read(config: text)
  settings.read(keys: text)
  let bindings = settings.keymap.bindings
  precondition(bindings.contains { $0.action == .interrupt && !$0.keys.isEmpty })
  guard !bindings.elementsEqual(Keymap.standard.bindings, by: { $0.keys == $1.keys }) else {
    return
  }
  var state = ExplorerState(width: 100, height: 30)
  state.keymap = settings.keymap
  _ = state.reduce(.catalog(catalog))
  _ = state.reduce(.command("help"))
  _ = draw(state)
}

/// A person's settings alone, and the same text as one of keys and as a tree of YAML.
func readSettings(_ input: [UInt8]) throws {
  let text = String(decoding: input, as: UTF8.self)
  var settings = Settings()
  settings.read(config: text)
  precondition(settings.troubles.allSatisfy { !$0.isEmpty })
  let file = SettingsFile(reading: text, name: "config.yaml")
  for entry in file.entries { precondition(entry.line > 0) }
}

/// One session as `:session load` reads it: it is gone to and drawn, and keys are pressed there.
func readSessions(_ input: [UInt8]) throws {
  let (session, troubles) = try SessionFiles.read(Data(input), path: "session.json")
  precondition(troubles.count <= 8)
  var state = ExplorerState(width: 100, height: 30)
  _ = state.reduce(.catalog(catalog))
  _ = state.reduce(.session(session, troubles: troubles))
  _ = draw(state)
  for command in ["press j j k l h", "jobs", "findings", "step 1"] {
    _ = state.reduce(.command(command))
    _ = draw(state)
  }
}

/// A pattern, and after a NUL the text that it is looked for in.
func readFilter(_ input: [UInt8]) throws {
  let parts = input.split(separator: 0, maxSplits: 1, omittingEmptySubsequences: false)
  guard let pattern = SearchPattern(String(decoding: parts[0], as: UTF8.self)) else { return }
  for text in [
    parts.count > 1 ? String(decoding: parts[1], as: UTF8.self) : "", "The slope is -3 🙂",
  ] {
    _ = pattern.search(text)
  }
}

private let catalog = Catalog(
  model: "m", method: "ekfac",
  questions: ["q1", "q2"].map {
    CatalogQuestion(
      id: $0, kind: .reasoning, task: "slopes", prompt: "?", answer: "-3",
      steps: [CatalogStep(text: "so 2\n", nats: 1), CatalogStep(text: "so -3", nats: 2)])
  }, typeNames: ["code", "forum"], types: [0, 1, 1, 0], gradientNorms: [1, 2, 3, 4])
