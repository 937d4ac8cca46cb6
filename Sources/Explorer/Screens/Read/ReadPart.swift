internal import Formatting
internal import RunModel
internal import Terminal

extension Tab {
  package static let read = Tab(name: "read")
}

extension Action {
  package static var read: Action { Tab.read.action }
}

extension Context {
  package static let reader = Context("reader", title: "Reader")
}

struct ReadPart: ScreenPart {
  let tab = Tab.read
  let title = "Read"
  let shortTitle = "Read"
  let help = "Read: the selected document"
  var bindings: [Binding] { readerBindings }

  func go(_ state: inout ExplorerState) -> [Effect] { state.read() }

  func context(_ state: ExplorerState) -> Context { .reader }

  func draw(_ state: ExplorerState, _ layout: Layout, _ canvas: inout Canvas) {
    drawReader(state, layout, &canvas)
  }

  func breadcrumb(_ state: ExplorerState) -> Breadcrumb {
    let ranked = state.readerRank
    let id = state.reader.map { Sanitizer.visible(state.texts[$0.passage]?.id ?? "…") }
    let count = grouped(state.readerListCount ?? 0)
    return Breadcrumb(
      state, more: id.map { " > \($0)" } ?? "",
      right: ranked == nil ? "" : "doc \(grouped((state.reader?.row ?? 0) + 1)) of \(count)")
  }

  func back(_ state: inout ExplorerState) {
    if state.reader?.focus ?? .text != .text {
      state.reader?.focus = .text
    } else {
      state.tab = state.readerOrigin
    }
  }

  func needs(_ state: ExplorerState) -> [Query] { state.readNeeds }

  func table(_ state: ExplorerState) -> ViewTable? { state.readerTable }

  func exportName(_ state: ExplorerState) -> String {
    state.unit.map { state.fileName(of: $0) + "-document" } ?? "document"
  }

  func focusedPassage(_ state: ExplorerState) -> Int? { state.reader?.passage }

  func linkCommands(_ state: ExplorerState) -> [String] {
    guard let reader = state.reader, let passage = state.texts[reader.passage] else { return [] }
    var commands: [String] = []
    if state.readerOrigin == .compare {
      commands += ComparePart().linkCommands(state) + ["doc \(passage.id)"]
    } else {
      commands += [
        state.goCommand(reader.unit.question), "step \(reader.unit.step)",
        "doc \(passage.id)",
      ]
    }
    commands.append("read")
    if state.heatGrain != .token { commands.append("heat-by-\(state.heatGrain.rawValue)") }
    if state.readerLooks.isOnPredictions { commands.append("heat-on-predictions") }
    if !state.readerLooks.showsHeat { commands.append("heat") }
    if reader.top > 0, reader.lines.indices.contains(reader.top) {
      commands.append("line \(reader.lines[reader.top].number)")
    }
    return commands
  }
}

extension ExplorerState {
  /// Which document is open, and where in its list it stands, in as few words as there are.
  var readerPlace: String {
    guard let reader else { return "" }
    let id = Sanitizer.visible(texts[reader.passage]?.id ?? "…")
    let ranked = readerRank.map { " rank \(grouped($0.row.rank))" } ?? ""
    return fit(id, columns: 12) + ranked
  }

  fileprivate var readerTable: ViewTable? {
    guard let reader, let passage = texts[reader.passage] else { return nil }
    var table = ViewTable(title: passage.id, columns: ["line", "heat", "text"])
    var start = 0
    for (index, line) in passage.text.split(
      separator: "\n", omittingEmptySubsequences: false
    ).enumerated() {
      let end = start + line.utf8.count + 1
      let sum = reader.layer?.sum(bytes: start..<end)
      table.rows.append(
        [.init(index + 1), sum.map { .init($0) } ?? .missing, .text(String(line))])
      start = end
    }
    if let ranked = readerRank {
      let (row, view) = (ranked.row, ranked.view)
      table.notes = ["rank \(row.rank), \(view.column) \(row.value): \(view.meaning)"]
    }
    if let source = passage.source { table.notes.append("Source: \(source)") }
    table.notes += origin
    return table
  }
}
