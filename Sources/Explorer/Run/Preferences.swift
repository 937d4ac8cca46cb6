package import Foundation

/// What a person chose about the look of things, and where they were, kept between sessions.
package struct Preferences: Codable {
  var theme: String
  var view: String
  var preview: Bool?
  var bars: Bool
  var numbers: Bool
  var place: Place?

  init(_ state: ExplorerState) {
    theme = state.theme.name
    view = state.view.rawValue
    preview = state.wishes.preview
    bars = state.showsBars
    numbers = state.showsNumbers
    place = state.lastPlace ?? Place(state)
  }

  /// Takes over the look at once, and the place as soon as the questions are there.
  package func apply(to state: inout ExplorerState) {
    state.theme = state.themes.first { $0.name == theme } ?? state.theme
    state.view = ScoreView(rawValue: view) ?? state.view
    state.wishes.preview = preview
    state.showsBars = bars
    state.showsNumbers = numbers
    state.lastPlace = place
  }

  private static var path: String {
    UserFiles.folder("XDG_STATE_HOME", fallback: ".local/state") + "/session.json"
  }

  /// Sessions by database; a file that cannot be read, as an older program's, holds none.
  package static func sessions(in data: Data) -> [String: Preferences] {
    (try? JSONDecoder().decode([String: Preferences].self, from: data)) ?? [:]
  }

  private static func all() -> [String: Preferences] {
    sessions(in: (try? Data(contentsOf: URL(fileURLWithPath: path))) ?? Data())
  }

  /// Of the last session on a database; nil where there was none.
  static func read(_ database: String) -> Preferences? { all()[database] }

  /// Keeps them for the next session; a folder that cannot be written is no reason to complain.
  func write(_ database: String) {
    var all = Self.all()
    all[database] = self
    let folder = URL(fileURLWithPath: Self.path).deletingLastPathComponent()
    try? FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try? JSONEncoder().encode(all).write(to: URL(fileURLWithPath: Self.path), options: .atomic)
  }
}
