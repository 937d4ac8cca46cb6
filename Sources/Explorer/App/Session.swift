internal import RunModel

/// How things look and where a person is, kept for the next start or under a name.
package struct Session: Sendable, Hashable, Codable {
  var theme: String
  var view: String
  var preview: Bool?
  var bars: Bool
  var numbers: Bool
  var zoom: Bool?
  var wide: Bool?
  /// By arrangement of the panes.
  var splits: [String: Int]?
  var columns: Columns?
  package var place: SavedLocation?

  /// The columns of documents, by name.
  package struct Columns: Sendable, Hashable, Codable {
    var shown: [String]
    var hidden: [String]
    var widths: [String: Int]
  }

  /// The names of what a session holds, for complaints about others.
  static let names = [
    "theme", "view", "preview", "bars", "numbers", "zoom", "wide", "splits", "columns", "place",
  ]

  package init(_ state: ExplorerState) {
    theme = state.theme.name
    view = state.view.rawValue
    preview = state.preferences.preview
    bars = state.showsBars
    numbers = state.showsNumbers
    zoom = state.preferences.isZoomed
    wide = state.isWide
    splits = Dictionary(
      uniqueKeysWithValues: state.preferences.splits.map { ($0.key.rawValue, $0.value) })
    let choice = state.columnChoice
    func names(_ kinds: some Sequence<ColumnKind>) -> [String] {
      kinds.map { Column.of($0).name }.sorted()
    }
    columns = Columns(
      shown: names(choice.added), hidden: names(choice.hidden),
      widths: Dictionary(
        choice.widened.map { (Column.of($0.key).name, $0.value) },
        uniquingKeysWith: { one, _ in one }))
    place = state.lastLocation ?? SavedLocation(state)
  }
}

extension ExplorerState {
  /// Takes over a session's look at once, and its place as soon as the questions are there.
  package mutating func resume(_ session: Session) {
    theme = themes.first { $0.name == session.theme } ?? theme
    view = ScoreView(rawValue: session.view) ?? view
    if view == .norm, !catalog.questions.isEmpty, catalog.gradientNorms.isEmpty { view = .raw }
    preferences.preview = session.preview
    preferences.isZoomed = session.zoom ?? false
    preferences.splits = [:]
    for (name, split) in session.splits ?? [:] {
      // Further than the screen is wide no border goes.
      Layout.Arrangement(rawValue: name).map { preferences.splits[$0] = max(-100, min(100, split)) }
    }
    showsBars = session.bars
    showsNumbers = session.numbers
    isWide = session.wide ?? false
    columnChoice = ColumnChoice()
    // Fields are known by their names only; what this corpus has not is an empty column.
    func kind(_ name: String) -> ColumnKind {
      Column.named(name, fields: [])?.kind ?? .field(String(name.prefix(100)))
    }
    for name in session.columns?.shown.prefix(40) ?? [] { columnChoice.added.insert(kind(name)) }
    for name in session.columns?.hidden.prefix(40) ?? [] where name != Column.of(.rank).name {
      columnChoice.hidden.insert(kind(name))
    }
    for (name, width) in session.columns?.widths ?? [:] {
      columnChoice.widened[kind(name)] = max(-60, min(60, width))
    }
    guard !catalog.questions.isEmpty else {
      lastLocation = session.place
      return
    }
    message = ""
    if let place = session.place { restore(place, arrival: "the session as it was kept") }
  }

  /// `:session save NAME` and `:session load NAME`.
  mutating func session(_ value: String) -> [Effect] {
    let words = value.split(separator: " ", maxSplits: 1).map(String.init)
    guard words.count == 2, ["save", "load"].contains(words[0]) else {
      refuse("session takes save or load, and a name or a file")
      return []
    }
    if words[0] == "save", !sessionNames.contains(words[1]) { sessionNames.append(words[1]) }
    return [
      words[0] == "save" ? .saveSession(Session(self), name: words[1]) : .loadSession(words[1])
    ]
  }
}
