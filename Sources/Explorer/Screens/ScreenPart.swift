internal import RunModel
internal import Terminal

/// What is common to all screens asks one of them.
///
/// A screen is a folder with its state, its bindings, its drawing and one of these; its line in ``screens``
/// brings it into the program. What a screen says nothing of is as it is on a screen without lists.
protocol ScreenPart: Sendable {
  /// Its name, declared in its folder.
  var tab: Tab { get }
  /// What the tab says, and where it is narrow.
  var title: String { get }
  var shortTitle: String { get }
  /// What the help says of the key that leads there.
  var help: String { get }
  /// Goes there.
  func go(_ state: inout ExplorerState) -> [Effect]
  /// Its own keys, with what they do.
  var bindings: [Binding] { get }
  /// Whether an action finds something to do here, so that its key is worth a hint.
  func offers(_ action: Action, _ state: ExplorerState) -> Bool
  /// The innermost place that keys are looked up in.
  func context(_ state: ExplorerState) -> Context
  /// The list whose columns keys move among; nil where there is none.
  func columnPlace(_ state: ExplorerState) -> Context?
  /// The columns of that list, from the left, and where its rows stand below their heads.
  func heads(_ state: ExplorerState) -> [ListHead]
  func headedRows(_ state: ExplorerState) -> Rect
  func draw(_ state: ExplorerState, _ layout: Layout, _ canvas: inout Canvas)
  /// What row 1 says of where one is.
  func breadcrumb(_ state: ExplorerState) -> Breadcrumb
  /// Goes one level back.
  func back(_ state: inout ExplorerState)
  /// Gives the focus to what stands at a place of the screen.
  func focus(_ state: inout ExplorerState, x: Int, y: Int)
  /// Selects the row of the focused list at a line of the screen; false where there is none.
  func select(_ state: inout ExplorerState, y: Int) -> Bool
  /// Brings its cursors to where they can be, whether or not it is on the screen.
  func clamp(_ state: inout ExplorerState)
  /// Everything that it shows and that is known outside: a function of the state that changes nothing.
  func needs(_ state: ExplorerState) -> [Query]
  /// Whether all that it shows is here, as far as it will come.
  func isSettled(_ state: ExplorerState) -> Bool
  /// What it lists and only the database knows whole; nil where it lists something else.
  func storedTable(_ state: ExplorerState) -> TableRequest.Content?
  /// What it lists, where all of it is here.
  func table(_ state: ExplorerState) -> ViewTable?
  /// What a file of it is called, without its ending.
  func exportName(_ state: ExplorerState) -> String
  /// The row that copying and starring act on.
  func focusedPassage(_ state: ExplorerState) -> Int?
  /// The selected line as text, where it is no document's.
  func selectedLine(_ state: ExplorerState) -> String?
  /// The commands that lead to it from where questions are explored.
  func linkCommands(_ state: ExplorerState) -> [String]
}

extension ScreenPart {
  func go(_ state: inout ExplorerState) -> [Effect] {
    state.tab = tab
    return []
  }
  func offers(_ action: Action, _ state: ExplorerState) -> Bool { offersUsual(action, state) }

  /// The same of what works on several screens.
  func offersUsual(_ action: Action, _ state: ExplorerState) -> Bool {
    switch action {
    case .star, .mark: focusedPassage(state) != nil
    case .pin: state.unit != nil
    case .copyLine: focusedPassage(state) != nil || selectedLine(state) != nil
    default: true
    }
  }
  func columnPlace(_ state: ExplorerState) -> Context? { nil }
  func heads(_ state: ExplorerState) -> [ListHead] { state.documentHeads }
  func headedRows(_ state: ExplorerState) -> Rect {
    columnPlace(state) == .documents ? state.documentHeadArea : .empty
  }
  func back(_ state: inout ExplorerState) { state.tab = .explore }
  func focus(_ state: inout ExplorerState, x: Int, y: Int) {}
  func select(_ state: inout ExplorerState, y: Int) -> Bool { false }
  func clamp(_ state: inout ExplorerState) {}
  func needs(_ state: ExplorerState) -> [Query] { [] }
  func isSettled(_ state: ExplorerState) -> Bool { true }
  func storedTable(_ state: ExplorerState) -> TableRequest.Content? { nil }
  func table(_ state: ExplorerState) -> ViewTable? { nil }
  func exportName(_ state: ExplorerState) -> String { tab.rawValue }
  func focusedPassage(_ state: ExplorerState) -> Int? { nil }
  func selectedLine(_ state: ExplorerState) -> String? { nil }
  func linkCommands(_ state: ExplorerState) -> [String] { [tab.rawValue] }
}
