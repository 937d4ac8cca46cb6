package import Findings
internal import RunModel
package import Store
internal import Terminal

/// The Findings screen: one study of the run and what of it is looked at.
package struct FindingsState: ScreenState {
  /// One finding a page.
  package enum Page: Int, Sendable, CaseIterable {
    case correlation, magnitude, types, answers, pairs, documents, failures, control, fields,
      removal

    package var title: String { "\(self)" }

    /// The name where there is little room.
    package var shortTitle: String {
      [
        "map", "magn", "types", "answers", "pairs", "docs", "fails", "ctrl", "fields", "remov",
      ][rawValue]
    }

    /// Whether an action changes something on it.
    func uses(_ action: Action) -> Bool {
      switch action {
      case .nextOrder, .nextCoefficient, .zoom: self == .correlation
      case .deeper, .shallower:
        [.types, .answers, .control, .fields, .removal].contains(self)
      case .otherSide: self == .magnitude || self == .types || self == .fields
      case .chooseFields: self == .fields
      case .relative: self == .magnitude
      default: true
      }
    }

    /// What its numbers mean.
    func definition(isRelative: Bool) -> FindingDefinition {
      switch self {
      case .correlation, .pairs: .correlation
      case .magnitude: isRelative ? .concentration : .magnitude
      case .types: .types
      case .answers: .answers
      case .documents: .reuse
      case .failures: .outcomes
      case .control: .contrast
      case .fields: .fields
      case .removal: .removal
      }
    }
  }

  /// In which order the map has its questions.
  package enum Order: Sendable, CaseIterable {
    /// By group, within it each next to the one most like it.
    case group
    /// Each next to the one most like it, whatever its group.
    case cluster
    /// By falling coefficient with the question under the cursor.
    case cursor
  }

  /// What a cell of the map shows.
  package enum Coefficient: Sendable, CaseIterable {
    case pearson, spearman, overlap
  }

  package var page: Page = .correlation
  package var study: Study?
  /// Questions of the catalog that the study's rows stand for.
  package var rows: [Int] = []
  /// Top passages of the first false step of wrong completions, by question of the study.
  package var evidence: [Int: [Int]] = [:]
  /// Why there is no study.
  package var trouble: String?
  package var isAsked = false
  /// What the study is to be made of; the one shown may still be of other options.
  package var options = StudyOptions()
  /// Selected line of a page that is a list.
  package var cursor = ListCursor()
  /// Selected cell of the map: places in ``mapOrder``.
  package var row = 0
  package var column = 0
  /// First row and column of the map on the screen.
  package var topRow = 0
  package var leftColumn = 0
  /// Questions of the study as the map has them.
  package var mapOrder: [Int] = []
  package var order: Order = .group
  package var coefficient: Coefficient = .pearson
  package var depth = 0
  package var side: Side = .positive
  /// Whether magnitudes are shares of each question's total, not influence per nat.
  package var isRelative = false
  /// The fields whose values are counted: one, or two together.
  package var fields = ["source"]
  /// Which values of them are over-represented, as far as that is known.
  package var counted: FieldsAnswer?
  var askedFields: FieldsRequest?
  /// What retraining without the top documents did, where somebody has retrained.
  package var removal: RemovalFact?

  package init() {}

  /// What the page of fields asks for.
  var wantedFields: FieldsRequest { FieldsRequest(fields: fields, options: options) }

  /// Whether only some questions are studied.
  package var isFiltered: Bool { options.correctness != .all || options.groups != nil }

  /// The two questions of the study under the map's cursor.
  package var pair: (first: Int, second: Int)? {
    guard study != nil, mapOrder.indices.contains(row), mapOrder.indices.contains(column) else {
      return nil
    }
    return (mapOrder[row], mapOrder[column])
  }

  /// What the map shows of two questions of the study; NaN where undefined.
  package func value(_ first: Int, _ second: Int) -> Double {
    guard let found = study?.correlations else { return .nan }
    switch coefficient {
    case .pearson: return found.pearson[first, second]
    case .spearman: return found.spearman?[first, second] ?? .nan
    case .overlap: return found.overlap.jaccard(first, second)
    }
  }

  /// Brings the map into its order, the cursor staying on its two questions.
  mutating func arrange() {
    guard let study else {
      mapOrder = []
      return
    }
    let pair = pair
    let matrix = study.correlations.pearson
    switch order {
    case .group: mapOrder = study.correlations.order
    case .cluster:
      mapOrder = CorrelationFinding.neighbourOrder(
        matrix, [String](repeating: "", count: study.questions.count))
    case .cursor:
      let base = pair?.first ?? study.correlations.order.first ?? 0
      mapOrder = study.questions.indices.sorted { one, other in
        func rank(_ i: Int) -> Double { i == base ? 2 : value(base, i).isNaN ? -2 : value(base, i) }
        return (rank(other), one) < (rank(one), other)
      }
    }
    row = pair.flatMap { mapOrder.firstIndex(of: $0.first) } ?? 0
    column = pair.flatMap { mapOrder.firstIndex(of: $0.second) } ?? 0
  }

  /// Takes in a study, unless it is of what nobody wants any more.
  mutating func receive(_ answer: StudyAnswer) {
    guard answer.options == options else { return }
    study = answer.study
    rows = answer.rows
    evidence = answer.evidence
    trouble = answer.trouble
    removal = answer.removal
    (mapOrder, row, column) = ([], 0, 0)
    arrange()
  }
}

/// Values of documents' fields that are to be counted in the tops of the study's groups.
package struct FieldsRequest: Sendable, Equatable {
  package var fields: [String]
  package var options: StudyOptions
}

/// What came of it.
package struct FieldsAnswer: Sendable {
  package let request: FieldsRequest
  package let finding: FieldFinding?
  /// Why there is none.
  package let trouble: String?
}

/// A study of everything that is scored, and the questions it is of.
package struct StudyAnswer: Sendable {
  package var study: Study?
  package var rows: [Int]
  package var trouble: String?
  package var evidence: [Int: [Int]]
  /// What was asked for.
  package var options: StudyOptions
  package var removal: RemovalFact?

  package init(
    study: Study?, rows: [Int], options: StudyOptions, trouble: String? = nil,
    removal: RemovalFact? = nil, evidence: [Int: [Int]] = [:]
  ) {
    self.study = study
    self.rows = rows
    self.trouble = trouble
    self.evidence = evidence
    self.options = options
    self.removal = removal
  }
}

extension ExplorerState {
  package var findings: FindingsState {
    get { screens[FindingsState.self] }
    _modify { yield &screens[FindingsState.self] }
  }
}
