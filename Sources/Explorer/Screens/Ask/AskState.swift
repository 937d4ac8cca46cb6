package import RunModel
package import Store

/// A question that was typed, and what became of it so far.
package struct Asked: Sendable, Hashable {
  /// The request.
  package var job: Int
  /// State of the request.
  package var state: JobState
  /// Id of the question; nil until it has one.
  package var question: String?
  /// What was typed.
  package var prompt: String
  /// Whether a completion was given instead of the model's own.
  package var isGiven = false
  /// The answer as far as it is written.
  package var answer = ""
  /// Nil until an engine has taken it.
  package var progress: AskProgress?
  /// What went wrong.
  package var note = ""

  package init(job: Int, state: JobState, prompt: String) {
    self.job = job
    self.state = state
    self.prompt = prompt
  }

  package var isOpen: Bool { state.isOpen }
}

/// The Ask screen: what is typed, which question is shown, and where in it one is.
package struct AskState: ScreenState {
  /// What is typed into the box at the top.
  package enum Draft: Sendable { case question, answer }

  /// The text being typed; nil while keys are keys.
  package var editor: LineEditor?
  package var draft = Draft.question
  /// The text before a part of it was erased at once.
  var erased: LineEditor?
  /// The request that is shown; nil for the newest.
  package var job: Int?
  /// Whether the next question that comes was typed here.
  var waitsForOwn = false
  package var steps = ListCursor()
  package var isOnDocuments = false
  /// Whether the order stands still while new scores come.
  package var isHeld = false
  /// Ranks in the list that was shown before the present one.
  package var ranksBefore: [Int: Int] = [:]
  /// The question whose answer a person rewrote, to be put beside the new one.
  var rewritten: String?

  package init() {}

  /// How a passage's place differs from the list before.
  package enum Move: Sendable { case new, up, down }

  /// Passages that are remembered from a list.
  static let remembered = 200

  package func move(of passage: Int, rank: Int) -> Move? {
    guard !ranksBefore.isEmpty else { return nil }
    guard let before = ranksBefore[passage] else { return rank <= Self.remembered ? .new : nil }
    return before == rank ? nil : rank < before ? .up : .down
  }
}

extension ExplorerState {
  /// The typed question that is shown.
  package var shownAsk: Asked? {
    activity.asks.first { $0.job == ask.job } ?? activity.asks.first
  }

  /// Its place in the catalog, once it is there.
  package var askedQuestion: Int? {
    guard let name = shownAsk?.question else { return nil }
    return catalog.questions.firstIndex { $0.id == name }
  }

  /// Whether the typed question is what keys and lists are about.
  package var isInAsk: Bool { tab == .ask || (tab == .read && readerOrigin == .ask) }
}

extension ExplorerState {
  package var ask: AskState {
    get { screens[AskState.self] }
    _modify { yield &screens[AskState.self] }
  }
}
