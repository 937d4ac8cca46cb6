internal import Findings
internal import RunModel
internal import Store
internal import Terminal

extension ExplorerState {
  /// Shows one question a cell of the map, or the whole map.
  mutating func zoomMap() {
    guard findings.page == .correlation else {
      return refuse("only the map of finding 1 has cells to zoom")
    }
    preferences.isZoomed.toggle()
    message = preferences.isZoomed ? "one question a cell" : "the whole map"
  }

  mutating func turnSide() {
    findings.side = findings.side == .positive ? .negative : .positive
    message =
      findings.side == .positive
      ? "positive side: what made it likelier" : "negative side: what made it less likely"
  }

  mutating func turnRelative() {
    findings.isRelative.toggle()
    message =
      findings.isRelative
      ? "relative: a share of each question's total" : "absolute: influence per nat"
  }

  mutating func turnVerdict() {
    let all = StudyOptions.Correctness.allCases
    let place = all.firstIndex(of: findings.options.correctness) ?? 0
    findings.options.correctness = all[(place + 1) % all.count]
    studyAnew()
    message =
      findings.options.correctness == .all
      ? "right and wrong completions"
      : "only \(findings.options.correctness.rawValue) completions"
  }

  mutating func chooseGroup() { overlay = .chooser(groupChooser) }

  mutating func turnStudyView() {
    guard !catalog.gradientNorms.isEmpty else {
      return refuse("gradient lengths are not stored for this run")
    }
    findings.options.view = findings.options.view == .raw ? .gradientNorm : .raw
    studyAnew()
    message = "by \(findings.options.view.name)"
  }

  mutating func studyEveryQuestion() {
    findings.options.correctness = .all
    findings.options.groups = nil
    studyAnew()
    message = "every question"
  }

  private mutating func studyAnew() {
    findings.isAsked = false
    findings.cursor = ListCursor()
  }

  /// The groups that questions can be narrowed to.
  private var groupChooser: Chooser {
    let names = groupNames
    return Chooser(
      .group, title: "Only questions of",
      entries: [Chooser.Entry(key: "", label: "every group", note: "", value: -1)]
        + names.enumerated().map { place, name in
          let count = catalog.questions.count {
            $0.combination == nil && Self.group(of: $0) == name
          }
          return Chooser.Entry(key: "", label: name, note: "\(count) questions", value: place)
        })
  }

  /// Groups of all questions, in their order.
  private var groupNames: [String] {
    var names: [String] = []
    for question in catalog.questions where question.combination == nil {
      let name = Self.group(of: question)
      if !names.contains(name) { names.append(name) }
    }
    return names
  }

  private static func group(of question: CatalogQuestion) -> String {
    StudyQuestion(
      id: question.id, kind: question.kind,
      task: question.task
    ).group
  }

  /// Narrows the study to a group by its place in the chooser.
  mutating func keepGroup(_ place: Int) {
    let names = groupNames
    findings.options.groups = names.indices.contains(place) ? [names[place]] : nil
    studyAnew()
  }

  /// Turns to the next or previous finding.
  mutating func turnFinding(by step: Int) {
    let pages = FindingsState.Page.allCases
    let place = (findings.page.rawValue + step + pages.count) % pages.count
    findings.page = pages[place]
    findings.cursor = ListCursor()
  }

  mutating func changeOrder() {
    let orders = FindingsState.Order.allCases
    let place = orders.firstIndex(of: findings.order) ?? 0
    findings.order = orders[(place + 1) % orders.count]
    findings.arrange()
    switch findings.order {
    case .group: message = "ordered by group, like beside like"
    case .cluster: message = "clustered, whatever the group"
    case .cursor:
      (findings.row, findings.topRow) = (0, 0)
      message = "ordered by likeness to the question of the first row"
    }
  }

  mutating func changeCoefficient() {
    let all = FindingsState.Coefficient.allCases
    let place = all.firstIndex(of: findings.coefficient) ?? 0
    findings.coefficient = all[(place + 1) % all.count]
    if findings.coefficient == .spearman, findings.study?.correlations.spearman == nil {
      findings.coefficient = .overlap
    }
    message = coefficientName
  }

  /// What the map shows, in words.
  var coefficientName: String {
    switch findings.coefficient {
    case .pearson: "Pearson's r of influence"
    case .spearman: "Spearman's rank r of influence"
    case .overlap:
      "shared top \((findings.study?.options ?? findings.options).overlapDepth), Jaccard's index"
    }
  }

  /// How deep into the rankings the page can count.
  var findingDepths: [Int] {
    switch findings.page {
    case .types: findings.study?.typeDepths ?? []
    case .answers: findings.study?.answers?.depths.map(\.depth) ?? []
    case .control:
      Set(findings.study?.contrasts.flatMap { $0.before.types.map(\.k) } ?? []).sorted()
    case .fields: findings.counted?.finding?.depths ?? []
    case .removal: findings.removal?.counts ?? []
    default: []
    }
  }

  /// Changes how deep into the rankings a page counts.
  mutating func changeDepth(by step: Int) {
    let depths = findingDepths
    guard !depths.isEmpty else {
      refuse("types, answers, controls, fields and removals have a depth; ] turns to them")
      return
    }
    findings.depth = max(0, min(min(findings.depth, depths.count - 1) + step, depths.count - 1))
    message =
      (findings.page == .removal ? "without " : "top ") + "\(depths[findings.depth])"
  }

  mutating func moveInFindings(_ action: Action) {
    guard findings.page == .correlation else {
      let height = findingsList.height
      findings.cursor.select(
        Self.target(action, from: findings.cursor.selected, findingLines.count, height),
        count: findingLines.count, height: height)
      return
    }
    let count = findings.mapOrder.count
    guard count > 0 else { return }
    let map = CorrelationMap(layout)
    let scale = map.scale(self, count: count)
    switch action {
    case .left: findings.column -= scale
    case .right: findings.column += scale
    case .down: findings.row += scale
    case .up: findings.row -= scale
    default:
      findings.row = Self.target(action, from: findings.row, count, map.window.rows * scale)
    }
    clampFindings()
  }

  /// Keeps the cursor's cell inside of the map's window, and that of a list inside of the list.
  mutating func clampFindings() {
    guard findings.page == .correlation else {
      findings.cursor.clamp(count: findingLines.count, height: findingsList.height)
      return
    }
    let count = findings.mapOrder.count
    findings.row = max(0, min(findings.row, count - 1))
    findings.column = max(0, min(findings.column, count - 1))
    let size = CorrelationMap(layout).window
    func window(_ top: Int, _ place: Int, _ room: Int) -> Int {
      max(0, min(max(top, place - room + 1), place))
    }
    findings.topRow = window(findings.topRow, findings.row, size.rows)
    findings.leftColumn = window(findings.leftColumn, findings.column, size.columns)
  }

  /// The line under the cursor, on pages that have lines.
  var selectedFinding: FindingLine? {
    let lines = findingLines
    return lines.indices.contains(findings.cursor.selected)
      ? lines[findings.cursor.selected] : nil
  }

  /// Opens what the cursor stands on: two questions, a question's step, or a document.
  mutating func openFinding() -> [Effect] {
    if findings.page == .correlation {
      if let pair = findings.pair { compare(pair.first, pair.second) }
      return []
    }
    guard let target = selectedFinding?.target else {
      refuse("nothing to open on this line")
      return []
    }
    switch target {
    case .pair(let first, let second): compare(first, second)
    case .unit(let unit): show(unit)
    case .combination(let expression): return keep(combination: expression)
    case .condition(let condition):
      keep(where: condition)
      if !hasRefused { (tab, pane) = (.explore, .documents) }
    case .passage(let passage, let unit):
      show(unit)
      return open(Reader(unit: unit, passage: passage, row: 0), from: .findings)
    }
    return []
  }

  private mutating func compare(_ first: Int, _ second: Int) {
    guard findings.rows.indices.contains(first), findings.rows.indices.contains(second) else {
      return
    }
    compare.left = Unit(question: findings.rows[first], step: 0)
    compare.right = Unit(question: findings.rows[second], step: 0)
    tab = .compare
  }

  /// Selects a unit in Explore and goes there.
  private mutating func show(_ unit: Unit) {
    go(toQuestion: unit.question)
    steps.select(unit.step, count: stepCount, height: layout.rows(of: .steps).height)
    pane = .documents
  }
}
