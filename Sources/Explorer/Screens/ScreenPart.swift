internal import RunModel
internal import Terminal

/// What is common to all screens asks one of them.
///
/// A screen is a folder with its state, its bindings, its drawing and one of these; a row in ``Tab/part``
/// brings it into the program. What a screen says nothing of is as it is on a screen without lists.
protocol ScreenPart: Sendable {
  /// What the tab says, and where it is narrow.
  var title: String { get }
  var shortTitle: String { get }
  /// What leads there, and what the help says of it.
  var action: Action { get }
  var help: String { get }
  func go(_ state: inout ExplorerState) -> [Effect]
  /// Its own keys, with what they do.
  var bindings: [Binding] { get }
  /// The innermost place that keys are looked up in.
  func context(_ state: ExplorerState) -> Context
  /// The list whose columns keys move among; nil where there is none.
  func columnPlace(_ state: ExplorerState) -> Context?
  func draw(_ state: ExplorerState, _ layout: Layout, _ canvas: inout Canvas)
  /// What row 1 says of where one is.
  func breadcrumb(_ state: ExplorerState) -> Breadcrumb
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
  /// The commands that lead to it from where questions are explored.
  func linkCommands(_ state: ExplorerState) -> [String]
}

extension ScreenPart {
  func columnPlace(_ state: ExplorerState) -> Context? { nil }
  func needs(_ state: ExplorerState) -> [Query] { [] }
  func isSettled(_ state: ExplorerState) -> Bool { true }
  func storedTable(_ state: ExplorerState) -> TableRequest.Content? { nil }
  func table(_ state: ExplorerState) -> ViewTable? { nil }
  func exportName(_ state: ExplorerState) -> String { action.rawValue }
  func focusedPassage(_ state: ExplorerState) -> Int? { nil }
  func linkCommands(_ state: ExplorerState) -> [String] { [action.rawValue] }
}

extension Tab {
  /// The screen behind a tab.
  var part: any ScreenPart {
    switch self {
    case .explore: ExplorePart()
    case .read: ReadPart()
    case .compare: ComparePart()
    case .findings: FindingsPart()
    case .ask: AskPart()
    case .jobs: JobsPart()
    }
  }

  package var title: String { part.title }
}
