internal import RunModel
internal import Terminal

/// Row 0: the name, the tabs with the current one in brackets, the engine.
func drawTabs(_ state: ExplorerState, _ layout: Layout, _ canvas: inout Canvas) {
  let theme = canvas.theme
  let row = TabRow(state)
  canvas.line(row.lead, in: layout.tabs, row: 0, style: theme.title)
  for place in row.places {
    let style = place.tab == state.tab ? theme.tabCurrent : theme.tab
    canvas.line(place.text, in: layout.tabs, row: 0, at: place.column, style: style)
  }
  let isBad =
    state.engine.state == .stale || state.engine.failure != nil || state.engine.isHalted
  canvas.lineRight(
    row.strip, in: layout.tabs, row: 0, inset: 1, style: isBad ? theme.bad : theme.tab)
}

/// What stands in row 0, and where: every tab whole and the engine, in the longest form that has room.
struct TabRow {
  struct Place {
    let tab: Tab
    let text: String
    let column: Int
  }

  private(set) var lead = " Stemma "
  private(set) var places: [Place] = []
  /// What is said of the engine.
  private(set) var strip = ""

  private static let short = ["Expl", "Read", "Comp", "Find", "Ask", "Jobs"]

  init(_ state: ExplorerState) {
    let (long, short) = (state.engine.strip, state.engine.shortStrip)
    func end(with strip: String) -> Int {
      (places.last.map { $0.column + columns(of: $0.text) } ?? 0) + columns(of: strip) + 2
    }
    if state.width >= 60 {
      for isFull in [true, false] where !isFull || state.width >= 100 {
        place(Tab.allCases, state) {
          isFull || $0 == state.tab ? $0.title : Self.short[$0.rawValue]
        }
        for text in [long, short] where end(with: text) <= state.width {
          strip = text
          return
        }
      }
      // The name of the program is what one can do without.
      lead = ""
      place(Tab.allCases, state, isTight: true) { Self.short[$0.rawValue] }
    } else {
      place([state.tab], state) { $0.title }
      if end(with: long) <= state.width { strip = long }
    }
    if strip.isEmpty, end(with: short) <= state.width + 1 { strip = short }
  }

  private mutating func place(
    _ tabs: [Tab], _ state: ExplorerState, isTight: Bool = false, name: (Tab) -> String
  ) {
    places = []
    var column = isTight ? 0 : columns(of: lead) + 1
    for tab in tabs {
      let text = "\(tab.rawValue + 1) \(name(tab))"
      let shown = tab == state.tab ? "[\(text)]" : isTight ? text : " \(text) "
      places.append(Place(tab: tab, text: shown, column: column))
      column += columns(of: shown) + 1
    }
  }
}

extension ExplorerState {
  /// The tab at a column of row 0.
  func tab(atColumn x: Int) -> Tab? {
    TabRow(self).places.first { x >= $0.column && x < $0.column + columns(of: $0.text) }?.tab
  }
}

/// Row 1: question, step and filters, which together are the query.
func drawBreadcrumb(_ state: ExplorerState, in area: Rect, _ canvas: inout Canvas) {
  guard !area.isEmpty else { return }
  let crumb = Breadcrumb(state)
  var (left, right) = (crumb.lefts.last ?? "", crumb.right)
  func fits(_ text: String) -> Bool { columns(of: text) <= area.width - columns(of: right) - 3 }
  // Where it is narrow the left side is said in fewer words; then what stands at the right goes.
  if let fitting = crumb.lefts.first(where: fits) {
    left = fitting
  } else if area.width < 60 || !crumb.keepsRight {
    right = ""
    left = crumb.lefts.first(where: fits) ?? left
  }
  let room = area.width - columns(of: right) - 3
  canvas.line(fit(" " + left, columns: room), in: area, row: 0)
  canvas.lineRight(right, in: area, row: 0, inset: 1, style: canvas.theme.dim)
}

/// What row 1 says: where one is, the longest way first, and how it is looked at.
private struct Breadcrumb {
  var lefts: [String]
  var right: String
  /// Whether the left side is cut before the right side goes.
  var keepsRight = true

  init(_ state: ExplorerState) {
    right = "sign \(state.filter.sign.mark)  \(state.view.heading)"
    if let order = state.order {
      right += "  by \(Column.of(order.column).name) \(order.isDescending ? "▼" : "▲")"
    }
    lefts = [""]
    switch state.tab {
    case .ask:
      let titles = askTitles(state)
      (lefts, right) = ([String(titles.0.drop { $0 == " " })], titles.1)
    case .findings:
      (lefts, right, keepsRight) = (findingTitles(state), findingFilters(state), false)
    case .compare: (lefts, right, keepsRight) = (compareTitles(state), lockText(state), false)
    case .jobs:
      let open = state.activity.jobs.count { $0.state.isOpen }
      lefts = ["Jobs > \(open) open of \(counted(state.activity.jobs.count, "request"))"]
      right = ""
    case .explore, .read: describe(state)
    }
  }

  private mutating func describe(_ state: ExplorerState) {
    guard let question = state.selectedQuestion, let unit = state.unit else { return }
    var set = question.kind.rawValue
    if !question.task.isEmpty { set += " / \(Sanitizer.visible(question.task))" }
    var left = Sanitizer.visible(question.id)
    left += unit.step == 0 ? " > whole" : " > step \(unit.step) of \(question.steps.count)"
    if state.tab == .read, let reader = state.reader {
      left += " > " + Sanitizer.visible(state.texts[reader.passage]?.id ?? "…")
      right =
        state.readerStanding == nil
        ? "" : "doc \(grouped(reader.row + 1)) of \(grouped(state.readerListCount ?? 0))"
    } else {
      let filters = state.filter.parts(typeNames: state.catalog.typeNames)
      if state.tab == .explore, !filters.isEmpty {
        left += " > " + Sanitizer.visible(filters.joined(separator: "  "))
      }
      right = "nats \(natsText(state.nats(unit)))  " + right
    }
    lefts = [set + " > " + left, left]
  }
}
