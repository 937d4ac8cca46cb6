package import RunModel

/// Everything a person can ask for, by the name of its command after `:`.
///
/// Not a list that ends: what is asked for of a table's rows, as of document types, has a value for each row.
package struct Action: RawRepresentable, Hashable, Sendable, CaseIterable {
  /// The command's name.
  package let rawValue: String

  /// Nil where no key or command has that name.
  package init?(rawValue: String) {
    guard let known = Self.allCases.first(where: { $0.rawValue == rawValue }) else { return nil }
    self = known
  }

  init(name: String) { rawValue = name }

  /// Every action that the bindings lead to, each once.
  package static let allCases: [Action] = {
    var seen: Set<Action> = []
    return Keymap.standard.bindings.map(\.action).filter { seen.insert($0).inserted }
  }()
}

extension Action {
  // Places; a screen declares its own.
  package static var nextPane: Action { Action(name: "next-pane") }
  package static var previousPane: Action { Action(name: "previous-pane") }
  package static var back: Action { Action(name: "back") }
  package static var leave: Action { Action(name: "leave") }
  package static var quit: Action { Action(name: "quit") }
  package static var interrupt: Action { Action(name: "interrupt") }
  // Help and prompts.
  package static var help: Action { Action(name: "help") }
  package static var command: Action { Action(name: "command") }
  package static var palette: Action { Action(name: "palette") }
  package static var facts: Action { Action(name: "facts") }
  package static var messages: Action { Action(name: "messages") }
  package static var themes: Action { Action(name: "themes") }
  package static var tour: Action { Action(name: "tour") }
  // The screen.
  package static var redraw: Action { Action(name: "redraw") }
  package static var suspend: Action { Action(name: "suspend") }
  package static var reload: Action { Action(name: "reload") }
  package static var mouse: Action { Action(name: "mouse") }
  package static var preview: Action { Action(name: "preview") }
  package static var bars: Action { Action(name: "bars") }
  package static var zoom: Action { Action(name: "zoom") }
  package static var wide: Action { Action(name: "wide") }
  package static var numbers: Action { Action(name: "numbers") }
  package static var moveBorderLeft: Action { Action(name: "border-left") }
  package static var moveBorderRight: Action { Action(name: "border-right") }
  // Moving.
  package static var down: Action { Action(name: "down") }
  package static var up: Action { Action(name: "up") }
  package static var left: Action { Action(name: "left") }
  package static var right: Action { Action(name: "right") }
  package static var open: Action { Action(name: "open") }
  package static var top: Action { Action(name: "top") }
  package static var end: Action { Action(name: "end") }
  package static var pageDown: Action { Action(name: "page-down") }
  package static var pageUp: Action { Action(name: "page-up") }
  package static var halfDown: Action { Action(name: "half-down") }
  package static var halfUp: Action { Action(name: "half-up") }
  package static var goRank: Action { Action(name: "rank") }
  package static var goQuestion: Action { Action(name: "question") }
  package static var goDocument: Action { Action(name: "go-document") }
  // Finding and filtering.
  package static var find: Action { Action(name: "find") }
  package static var narrow: Action { Action(name: "narrow") }
  package static var findNext: Action { Action(name: "find-next") }
  package static var findPrevious: Action { Action(name: "find-previous") }
  /// Shows documents of a type, or no longer.
  package static func filter(_ type: DocumentType) -> Action {
    Action(name: "filter-\(type.rawValue)")
  }
  package static var filterOther: Action { Action(name: "filter-other") }
  package static var allTypes: Action { Action(name: "all-types") }
  package static var signPlus: Action { Action(name: "positive") }
  package static var signMinus: Action { Action(name: "negative") }
  package static var signBoth: Action { Action(name: "both-signs") }
  package static var nextSign: Action { Action(name: "sign") }
  package static var filterAnswer: Action { Action(name: "has-answer") }
  package static var filterStarred: Action { Action(name: "starred") }
  package static var filterUnread: Action { Action(name: "unread") }
  package static var filterTop: Action { Action(name: "top-k") }
  package static var filterCondition: Action { Action(name: "where") }
  package static var countValues: Action { Action(name: "values") }
  package static var clearFilters: Action { Action(name: "clear") }
  package static var foldCopies: Action { Action(name: "fold-copies") }
  // Views.
  package static var viewRaw: Action { Action(name: "view-raw") }
  package static var viewPerNat: Action { Action(name: "view-nat") }
  package static var viewNorm: Action { Action(name: "view-norm") }
  package static var nextView: Action { Action(name: "view") }
  package static var hold: Action { Action(name: "hold") }
  // Columns.
  package static var nextColumn: Action { Action(name: "next-column") }
  package static var previousColumn: Action { Action(name: "previous-column") }
  package static var sortColumn: Action { Action(name: "sort-column") }
  package static var chooseColumns: Action { Action(name: "columns") }
  package static var hideColumn: Action { Action(name: "hide-column") }
  package static var widenColumn: Action { Action(name: "widen-column") }
  package static var narrowColumn: Action { Action(name: "narrow-column") }
  // Several documents at once.
  package static var mark: Action { Action(name: "mark") }
  package static var markRange: Action { Action(name: "mark-range") }
  package static var markAll: Action { Action(name: "mark-all") }
  package static var undo: Action { Action(name: "undo") }
  // Doing something with what is selected.
  package static var star: Action { Action(name: "star") }
  package static var pin: Action { Action(name: "pin") }
  /// Keeps a combination of questions, and forgets it.
  package static var combine: Action { Action(name: "combine") }
  package static var unpin: Action { Action(name: "unpin") }
  package static var copyLine: Action { Action(name: "copy-line") }
  package static var copyId: Action { Action(name: "copy-id") }
  package static var copyText: Action { Action(name: "copy-text") }
  package static var copyQuestion: Action { Action(name: "copy-question") }
  package static var copyLink: Action { Action(name: "copy-link") }
  package static var exportTable: Action { Action(name: "export-table") }
  package static var exportLines: Action { Action(name: "export-lines") }
  package static var exportCard: Action { Action(name: "export-card") }
  package static var exportScreen: Action { Action(name: "export-screen") }
  package static var exportPicture: Action { Action(name: "export-picture") }
  // The reader.
  package static var nextDocument: Action { Action(name: "next-document") }
  package static var previousDocument: Action { Action(name: "previous-document") }
  package static var nextAnswer: Action { Action(name: "next-answer") }
  package static var previousAnswer: Action { Action(name: "previous-answer") }
  package static var answerMarks: Action { Action(name: "answer-marks") }
  package static var nextHot: Action { Action(name: "next-hot") }
  package static var previousHot: Action { Action(name: "previous-hot") }
  package static var heat: Action { Action(name: "heat") }
  package static var heatOnPredictions: Action { Action(name: "heat-on-predictions") }
  package static var heatByToken: Action { Action(name: "heat-by-token") }
  package static var heatByWord: Action { Action(name: "heat-by-word") }
  package static var heatBySentence: Action { Action(name: "heat-by-sentence") }
  package static var heatByLine: Action { Action(name: "heat-by-line") }
  package static var heatByParagraph: Action { Action(name: "heat-by-paragraph") }
  package static var heatScale: Action { Action(name: "heat-scale") }
  package static var milder: Action { Action(name: "milder") }
  package static var stronger: Action { Action(name: "stronger") }
  // Comparing.
  package static var lock: Action { Action(name: "lock") }
  package static var swap: Action { Action(name: "swap") }
  package static var overlap: Action { Action(name: "overlap") }
  package static var chooseA: Action { Action(name: "choose-a") }
  package static var chooseB: Action { Action(name: "choose-b") }
  // Findings.
  package static var deeper: Action { Action(name: "deeper") }
  package static var shallower: Action { Action(name: "shallower") }
  package static var otherSide: Action { Action(name: "other-side") }
  package static var relative: Action { Action(name: "relative") }
  package static var nextOrder: Action { Action(name: "order") }
  package static var nextCoefficient: Action { Action(name: "coefficient") }
  package static var onlyVerdict: Action { Action(name: "only-verdict") }
  package static var chooseFields: Action { Action(name: "fields") }
  package static var onlyGroup: Action { Action(name: "only-group") }
  package static var studyView: Action { Action(name: "study-view") }
  package static var everyQuestion: Action { Action(name: "every-question") }
  package static var exportFigure: Action { Action(name: "export-figure") }
  package static var nextFinding: Action { Action(name: "next-finding") }
  package static var previousFinding: Action { Action(name: "previous-finding") }
  // The engine.
  package static var edit: Action { Action(name: "edit") }
  package static var newQuestion: Action { Action(name: "new-question") }
  package static var editAnswer: Action { Action(name: "edit-answer") }
  package static var keepQuestion: Action { Action(name: "keep") }
  package static var discardQuestion: Action { Action(name: "discard") }
  package static var olderQuestion: Action { Action(name: "older") }
  package static var newerQuestion: Action { Action(name: "newer") }
  package static var startEngine: Action { Action(name: "start") }
  package static var stopEngine: Action { Action(name: "stop") }
  // Requests that wait for an engine.
  package static var pauseJob: Action { Action(name: "pause-request") }
  package static var pauseEngine: Action { Action(name: "pause") }
  package static var cancelJob: Action { Action(name: "cancel-request") }
  package static var retryJob: Action { Action(name: "retry") }
  package static var sooner: Action { Action(name: "sooner") }
  package static var later: Action { Action(name: "later") }
  package static var everyJob: Action { Action(name: "every-request") }
  package static var wholeLog: Action { Action(name: "log") }
}
