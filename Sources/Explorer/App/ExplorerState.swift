internal import Findings
package import RunModel
package import Terminal

/// What is typed in the message row, and what for.
package struct Prompt: Sendable {
  /// What accepting the text does.
  package enum Purpose: Sendable, Hashable {
    case find, narrow, command, rank, top, condition, document, keep, combine
  }
  package var purpose: Purpose
  package var editor = LineEditor()
  /// Why what was typed could not be done.
  package var trouble: String?
  /// Where one was when it was opened.
  var origin: SearchOrigin?
  /// How far back in what was typed before one is, and what was typed newly.
  var historyPlace = 0
  var draft = ""

  init(purpose: Purpose, editor: LineEditor = LineEditor()) {
    self.purpose = purpose
    self.editor = editor
  }

  /// What stands before the text.
  package var lead: String {
    switch purpose {
    case .find: "/"
    case .narrow: "narrow to: "
    case .command: ":"
    case .rank: "rank: "
    case .top: "top: "
    case .condition: "where: "
    case .document: "document: "
    case .combine: "pin: "
    case .keep: "keep it; expected answer (may be empty): "
    }
  }
}

/// Where a search began.
struct SearchOrigin: Sendable {
  var questions: ListCursor
  var steps: ListCursor
  var documents: ListCursor
  /// Those of the sides of Compare.
  var left: ListCursor
  var right: ListCursor
  var readerTop: Int
}

/// What lies over the screen.
package enum Overlay: Sendable {
  case chooser(Chooser)
  case text(title: String, lines: [String], top: Int)
  /// Quit while the engine works: stop it, keep it, or stay.
  case quit
}

/// Everything the explorer knows and shows; `reduce` changes it, `draw` reads it.
///
/// A value without references to the terminal, the database or the clock, so that tests drive it with
/// events and look at the frames.
package struct ExplorerState: Sendable {
  package var width: Int
  package var height: Int
  package var catalog: Catalog
  package var keymap = Keymap.standard
  package var engine = EngineStatus(state: .idle)
  package var activity = Activity()
  /// Whether an engine can be started from here.
  package var controlsEngine = false

  package var tab: Tab = .explore
  package var pane: Pane = .questions
  package var preferences = Layout.Preferences()
  package var showsBars = true
  package var showsNumbers = true
  package var isWide = false
  /// Which columns the lists of documents show, and how wide.
  package var columnChoice = ColumnChoice()
  /// The column that `i` explains and `o o` orders by, by the list that has it.
  package var columnCursors: [Context: String] = [:]
  /// Another order of the list of documents than that of its ranking.
  package var order: ListOrder?
  package var questionOrder: QuestionOrder?
  /// Documents that were marked.
  package var marks = Marks()
  /// What can be taken back, the last at the end.
  var undoable: [Undo] = []
  /// The folder that was opened, for links to what is shown; empty where nobody knows.
  package var workspace = ""
  /// A document that a command goes to and that is being looked for.
  package var awaitedDocument: String?
  /// A field whose values are being counted, and those that were counted last.
  var awaitedValues: ValuesRequest?
  var shownValues: ValuesAnswer?
  /// A combination that is being kept.
  var awaitedPin: AwaitedPin?
  package var isMouseOn = true
  /// The column of the screen where the mouse holds the border between the lists.
  var heldBorder: Int?

  /// Questions that the narrowing lets pass, as indices in the catalog.
  package var questionRows: [Int]
  package var questionWords = ""
  /// Which questions hold the words, as far as it is known.
  var narrowing = NarrowingState()
  package var questions = ListCursor()
  package var steps = ListCursor()
  package var documents = ListCursor()

  package var view: ScoreView = .perNat
  package var filter = Filter()
  package var answer: ListAnswer?
  /// What `answer` is the answer to.
  package var answered: ListRequest?
  package var awaited: ListRequest?
  /// The unit whose list was shown last, so that a new list of the same one keeps the cursor.
  var lastUnit: Unit?
  /// Whether the first document is to be opened as soon as the list that was asked for is there.
  var opensWhenRanked = false
  /// Whether scores have arrived that the list held still does not show.
  package var hasNewScores = false
  /// What the steps pane says of each question.
  package var summaries = QueryCache<Int, [StepSummary]>(limit: 500)
  package var texts = TextCache()
  /// Where in passages that the screen shows the answers of the questions stand that they are shown for.
  package var hits = QueryCache<AnswerLocation, [Range<Int>]>(limit: 10_000)

  /// What the words of the listed passages have in common with those of what they are listed for.
  package var relevance = WordRelevance()

  package var reader: Reader?
  package var readerLooks = ReaderLooks()
  /// Where scores come from, as computed by an engine that was asked.
  package var heats = QueryCache<HeatRequest, Heat>(limit: 64)
  /// The same as far as it was known already; nil where nobody has computed it.
  package var glances = QueryCache<HeatRequest, Heat?>(limit: 256)
  package var relations = QueryCache<HeatRequest, Relations>(limit: 64)
  package var courses = QueryCache<HeatRequest, [Float?]>(limit: 256)
  package var matches = QueryCache<HeatRequest, ReaderMatches>(limit: 16)
  /// Where reading began, and where leaving it leads back to.
  package var readerOrigin: Tab = .explore
  /// How finely token heat is shown, and what its strongest colour stands for.
  package var heatGrain = HeatLayer.Grain.token
  package var heatReach = HeatReach.document
  /// Largest share of a token that has been seen for each unit.
  var heatScales: [Unit: Float] = [:]
  /// The previewed document, folded.
  var preview: PreviewText?
  /// What two completions, or steps of them, share.
  var differences = QueryCache<UnitPair, CompletionDiff>(limit: 64)
  /// What each screen alone knows.
  var screens = ScreenStates()
  /// The engine's rates of late, the newest last.
  package var rates: [Double] = []

  package var prompt: Prompt?
  package var overlay: Overlay?
  package var query = ""
  /// A text that is being looked for in a list or a document, and where one was before.
  var awaitedFind: FindRequest?
  var findOrigin: SearchOrigin?
  /// Bytes at which a text stands in a document.
  var finds = QueryCache<TextFind, [Int]>(limit: 8)
  /// Where the last session ended, until there are questions to find it among.
  package var lastLocation: SavedLocation?
  /// What is said while that is waited for.
  var waitingNotice = ""
  /// The guided tour, while it is on.
  package var tour: Tour?
  /// Whether nobody has been here before: then a telling question is gone to as soon as one is answered.
  package var opensAtReasoning = false
  /// Whether the cursor of the steps is to go to the one with the largest share of influence.
  var seeksTellingStep = false
  /// A document to go back to as soon as its list is there.
  var returning: Return?
  /// Keys of a sequence that is not complete.
  package var pending: [Key] = []
  /// Where the results come from, if not from this installation and nobody has accepted them.
  package var foreign: String?
  package var showsWhichKey = false
  package var message = ""
  package var messages: [String] = []
  package var hasAskedToInterrupt = false
  /// Whether what was asked for last could not be done, for scripts to stop at.
  package var hasRefused = false
  /// The column, from 1, of what was typed that could not be understood.
  var refusedColumn: Int?
  /// Sessions that have a name, as far as is known.
  package var sessionNames: [String] = []
  /// What was typed into each kind of prompt, the newest last.
  var promptHistory: [Prompt.Purpose: [String]] = [:]
  package var theme = Theme.plain
  package var themes: [Theme] = [.plain]
  /// The theme before the picker showed others.
  var themeBefore: Theme?

  package init(catalog: Catalog = Catalog(), width: Int = 80, height: Int = 24) {
    self.catalog = catalog
    self.width = width
    self.height = height
    questionRows = catalog.questions.indices.filter { !catalog.questions[$0].isScratch }
  }
}

/// A passage shown for a question.
package struct AnswerLocation: Sendable, Hashable {
  package var question: Int
  package var passage: Int

  package init(question: Int, passage: Int) {
    self.question = question
    self.passage = passage
  }
}

extension ExplorerState {
  package var layout: Layout {
    .explore(width: width, height: height, focus: pane, preferences: preferences)
  }

  /// The question that the screen is about, as an index in the catalog.
  package var question: Int? { tab == .read ? reader?.unit.question : listQuestion }

  /// The question whose documents are listed on Explore or Ask, seen or not.
  var listQuestion: Int? { isInAsk ? askedQuestion : exploredQuestion }

  /// The question under the cursor of Explore.
  var exploredQuestion: Int? {
    questionRows.indices.contains(questions.selected) ? questionRows[questions.selected] : nil
  }

  package var selectedQuestion: CatalogQuestion? { question.map { catalog.questions[$0] } }

  /// What the screen is about: the step under the cursor, or what the open document is read for.
  ///
  /// Step 0 is the whole completion.
  package var unit: Unit? { tab == .read ? reader?.unit : listUnit }

  /// The step whose documents are listed on Explore or Ask, seen or not.
  package var listUnit: Unit? {
    listQuestion.map { Unit(question: $0, step: isInAsk ? ask.steps.selected : steps.selected) }
  }

  /// Rows of the steps pane: the whole completion and each step.
  package var stepCount: Int { listQuestion.map { catalog.questions[$0].steps.count + 1 } ?? 0 }

  /// The list on the screen; none where no question is selected.
  package var list: DocumentList { listUnit == nil ? .empty : answer?.list ?? .empty }

  /// Where the rows of the list stand on Explore and on Ask.
  var documentArea: Rect {
    tab == .ask ? AskLayout(layout, self).rows : layout.rows(of: .documents)
  }

  /// Whether the list has room for the words' relevance.
  var showsRelevance: Bool {
    DocumentColumns(self, width: documentArea.width).shows(.bm25)
  }

  /// The row of the documents pane under the cursor.
  package var document: DocumentList.Row? {
    list.count > 0 ? list[min(documents.selected, list.count - 1)] : nil
  }

  /// Whether the list belongs to what is selected now.
  package var isListCurrent: Bool { answered != nil && answered == wantedList }

  /// The list that what is selected now asks for.
  package var wantedList: ListRequest? {
    listUnit.map { ListRequest(unit: $0, view: view, filter: filter, order: order) }
  }

  /// What the numbers of the list are that is on the screen, which another may be about to replace.
  package var listView: ScoreView { answered?.view ?? view }

  /// Whether nothing is on its way that the next command of a script would have to wait for.
  package var isSettled: Bool {
    guard awaitedDocument == nil, awaitedPin == nil, awaitedValues == nil, awaitedFind == nil,
      !opensWhenRanked,
      returning?.waitsForScores ?? true, wantedNarrowing == nil,
      wantedChoice == nil
    else { return false }
    return tab.part.isSettled(self)
  }

  /// Nats of a unit.
  package func nats(_ unit: Unit) -> Double {
    let question = catalog.questions[unit.question]
    return unit.step == 0 ? question.nats : question.steps[unit.step - 1].nats
  }

  /// How long to wait for the next event before `timeout`; nil waits for ever.
  package var wakeAfter: Int32? { !pending.isEmpty && !showsWhichKey ? 300 : nil }

  /// The contexts that keys are looked up in, innermost first.
  package var contexts: [Context] { tab.part.context(self).chain }

  /// The key that asks for an action, here if it works here; its command where no key does.
  func keyName(for action: Action) -> String {
    let names =
      [keymap.key(for: action, in: contexts)]
      + keymap.bindings.filter { $0.action == action }.map(\.keyName)
    return names.lazy.compactMap { $0 }.first { !$0.isEmpty } ?? ":\(action.rawValue)"
  }
}
