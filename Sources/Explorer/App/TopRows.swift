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
  struct PlacedTab {
    let tab: Tab
    let text: String
    let column: Int
  }

  private(set) var lead = " Stemma "
  private(set) var places: [PlacedTab] = []
  /// What is said of the engine.
  private(set) var strip = ""

  init(_ state: ExplorerState) {
    let (long, short) = (state.engine.strip, state.engine.shortStrip)
    func end(with strip: String) -> Int {
      (places.last.map { $0.column + columns(of: $0.text) } ?? 0) + columns(of: strip) + 2
    }
    if state.width >= 60 {
      for isFull in [true, false] where !isFull || state.width >= 100 {
        place(Tab.allCases, state) {
          isFull || $0 == state.tab ? $0.title : $0.shortTitle
        }
        for text in [long, short] where end(with: text) <= state.width {
          strip = text
          return
        }
      }
      // The name of the program is what one can do without.
      lead = ""
      place(Tab.allCases, state, isTight: true) { $0.shortTitle }
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
      let text = "\(tab.digit) \(name(tab))"
      let shown = tab == state.tab ? "[\(text)]" : isTight ? text : " \(text) "
      places.append(PlacedTab(tab: tab, text: shown, column: column))
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
  let crumb = state.tab.part.breadcrumb(state)
  var (left, right) = (crumb.lefts.last ?? "", crumb.right)
  func fits(_ text: String) -> Bool { columns(of: text) < area.width - columns(of: right) - 3 }
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
struct Breadcrumb {
  var lefts: [String]
  var right = ""
  /// Whether the left side is cut before the right side goes.
  var keepsRight = true
}

extension Breadcrumb {
  /// How the list of documents is looked at: its signs, its view, its order.
  static func looks(_ state: ExplorerState) -> String {
    var text = "sign \(state.filter.sign.mark)  \(state.view.heading)"
    if let order = state.order {
      text += "  by \(Column.of(order.column).name) \(order.isDescending ? "▼" : "▲")"
    }
    return text
  }

  /// The question and the step that a screen is about, and what comes after them.
  init(_ state: ExplorerState, more: String, right: String) {
    guard let question = state.selectedQuestion, let unit = state.unit else {
      self.init(lefts: [""], right: Self.looks(state))
      return
    }
    var set = question.set
    if !question.task.isEmpty { set += " / \(Sanitizer.visible(question.task))" }
    let left =
      Sanitizer.visible(question.id)
      + (unit.step == 0
        ? " > whole" : " > \(question.partName) \(unit.step) of \(question.steps.count)") + more
    self.init(lefts: [set + " > " + left, left], right: right)
  }
}
