package import Findings
internal import Terminal

/// The Findings screen: one study of the run and what of it is looked at.
package struct FindingsState: Sendable {
  /// One finding a page.
  package enum Page: Int, Sendable, CaseIterable {
    case correlation, magnitude, types, answers, pairs, reuse

    package var title: String {
      switch self {
      case .correlation: "correlation"
      case .magnitude: "magnitude"
      case .types: "types"
      case .answers: "answers"
      case .pairs: "pairs"
      case .reuse: "documents"
      }
    }
  }

  package var page: Page = .correlation
  package var study: Study?
  /// Questions of the catalog that the study's rows stand for.
  package var rows: [Int] = []
  /// Why there is no study.
  package var trouble: String?
  package var isAsked = false
  /// Selected cell of the map, or selected line of a list: row and column.
  package var row = 0
  package var column = 0
  /// First row and column of the map on the screen.
  package var topRow = 0
  package var leftColumn = 0
  package var depth = 0
  package var side: Side = .positive

  package init() {}

  mutating func turnSide() { side = side == .positive ? .negative : .positive }

  /// Rows that the page's cursor moves over.
  package var rowCount: Int {
    guard let study else { return 0 }
    switch page {
    case .correlation: return study.correlations.order.count
    case .pairs: return study.correlations.strongestPairs.count
    default: return 0
    }
  }

  /// The two questions of the study that the cursor stands for.
  package var pair: (first: Int, second: Int)? {
    guard let study, row < rowCount else { return nil }
    switch page {
    case .correlation:
      let order = study.correlations.order
      guard column < order.count else { return nil }
      return (order[row], order[column])
    case .pairs:
      let pair = study.correlations.strongestPairs[row]
      return (pair.first, pair.second)
    default: return nil
    }
  }
}

/// A study of everything that is scored, and the questions it is of.
package struct StudyAnswer: Sendable {
  package var study: Study?
  package var rows: [Int]
  package var trouble: String?

  package init(study: Study?, rows: [Int], trouble: String? = nil) {
    self.study = study
    self.rows = rows
    self.trouble = trouble
  }
}

extension ExplorerState {
  /// Turns to the next or previous finding.
  mutating func turnFinding(by step: Int) {
    let pages = FindingsState.Page.allCases
    let place = (findings.page.rawValue + step + pages.count) % pages.count
    findings.page = pages[place]
    (findings.row, findings.column, findings.topRow, findings.leftColumn) = (0, 0, 0, 0)
  }

  mutating func moveInFindings(_ action: Action) {
    let count = findings.rowCount
    guard count > 0 else { return }
    let page = max(1, layout.body.height - 8)
    let isMap = findings.page == .correlation
    let scale = isMap ? CorrelationMap(layout).scale(self, count: count) : 1
    switch action {
    case .left: findings.column -= scale
    case .right: findings.column += scale
    case .down: findings.row += scale
    case .up: findings.row -= scale
    default: findings.row = Self.target(action, from: findings.row, count, page)
    }
    findings.row = max(0, min(findings.row, count - 1))
    findings.column = max(0, min(findings.column, count - 1))
    settleFindings()
  }

  /// Keeps the cursor's cell inside of the map's window.
  mutating func settleFindings() {
    let size = CorrelationMap(layout).window
    func window(_ top: Int, _ place: Int, _ room: Int) -> Int {
      max(0, min(max(top, place - room + 1), place))
    }
    findings.topRow = window(findings.topRow, findings.row, size.rows)
    findings.leftColumn = window(findings.leftColumn, findings.column, size.columns)
  }

  /// Puts the two questions under the cursor side by side.
  mutating func openFinding() {
    guard let pair = findings.pair, pair.first < findings.rows.count,
      pair.second < findings.rows.count
    else { return }
    compare.left = Unit(question: findings.rows[pair.first], step: 0)
    compare.right = Unit(question: findings.rows[pair.second], step: 0)
    tab = .compare
  }

  /// Changes the depth or the side that the types are counted at.
  mutating func changeDepth(by step: Int) {
    guard let study = findings.study, !study.typeDepths.isEmpty else { return }
    let count = study.typeDepths.count
    findings.depth = max(0, min(findings.depth + step, count - 1))
    message = "top \(study.typeDepths[findings.depth])"
  }
}
