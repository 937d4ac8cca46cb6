internal import RunModel
internal import Terminal

/// Eight stops in the real explorer; each says what is seen and asks for one key.
package struct Tour: Sendable {
  /// Where one is, in the order of the tour.
  package enum Stop: Int, Sendable, CaseIterable {
    case question, steps, documents, views, reader, compare, findings, ask

    /// What is to be done to go on.
    package var action: Action {
      switch self {
      case .question, .steps, .views: .open
      case .documents: .nextView
      case .reader: .compare
      case .compare: .findings
      case .findings: .ask
      case .ask: .explore
      }
    }

    package var title: String {
      switch self {
      case .question: "a question and how it was answered"
      case .steps: "the steps of the answer"
      case .documents: "the documents behind a step"
      case .views: "one score, three views"
      case .reader: "a document"
      case .compare: "two questions side by side"
      case .findings: "all questions at once"
      case .ask: "a question of your own"
      }
    }

    /// What the action leads to.
    package var promise: String {
      switch self {
      case .question: "its steps"
      case .steps: "the documents"
      case .documents: "another view of the same scores"
      case .views: "read the document"
      case .reader: "compare"
      case .compare: "findings"
      case .findings: "ask"
      case .ask: "back to the beginning; the tour ends"
      }
    }
  }

  package var stop = Stop.question
  /// Whether there is a question to begin with; until then the tour waits for one.
  package var isUnderway = false
  /// Rows that it takes from the foot of the screen.
  package var rows: Int
  /// The view before the tour turned it.
  var viewBefore: ScoreView

  /// What leads to a model of one's own.
  static let ownModel = "stemma init DIR --from FOLDER"
}

extension ExplorerState {
  /// What is said at the stop, with the keys as they are here.
  package var tourText: String {
    guard let tour else { return "" }
    guard tour.isUnderway else {
      return
        "The engine is reading the corpus and lets the model answer its questions; here it is seen at work."
        + " The tour begins by itself when a question is answered, and the documents come a little later."
    }
    func key(_ action: Action) -> String { keyName(for: action) }
    switch tour.stop {
    case .question:
      let steps = exploredQuestion.map { catalog.questions[$0].steps.count } ?? 0
      return
        "Each row is a question that the model answered by itself; ✓ and ✗ say whether it was right."
        + " The one under the cursor takes reasoning: the model wrote its answer in \(steps) steps."
    case .steps:
      return
        "The model's own words, cut into steps. nats say how surprising a step was to the model,"
        + " and the shares how much of all influence fell on it. The cursor is on the step with the largest share."
    case .documents:
      let types = DocumentType.keyed.prefix(3).map { "\(key(.filter($0))) keeps \($0.plural)" }
      return
        "All documents of the corpus by their influence on this step: above zero, training on one made the step"
        + " likelier. \(types.joined(separator: ", ")); \(key(.clearFilters)) clears."
    case .views:
      return
        "The same scores seen otherwise: raw, per nat of the step, or over the length of the document's gradient,"
        + " as the study ranked. The view's name always stands beside its numbers."
    case .reader:
      return
        "The document, with its rank and score. \(key(.nextAnswer)) walks through the places that hold the answer"
        + " or a step's result, \(key(.nextHot)) through the words that the score comes from;"
        + " \(key(.nextDocument)) is the next document."
    case .compare:
      return
        "A fact and a reasoning question with the documents at the top of each: how many they share, how many"
        + " chance would give, and what types they are. \(key(.chooseA)) and \(key(.chooseB)) choose other questions."
    case .findings:
      return
        "Which questions draw on the same documents? Each cell is the correlation of two groups' influence."
        + " \(key(.nextFinding)) turns to the next finding, \(key(.facts)) says what every number means."
    case .ask:
      return
        "\(key(.edit)) types a question: the model answers, and its steps and documents come as before."
        + " Your own model: `\(Tour.ownModel)` finds checkpoint, corpus and questions; then `stemma compute DIR`"
        + " and `stemma DIR`."
    }
  }

  /// What goes on, and what ends it.
  package var tourPrompt: String {
    guard let tour else { return "" }
    let end = "\(keyName(for: .back)) leaves the tour"
    guard tour.isUnderway else { return end }
    return "Press \(keyName(for: tour.stop.action)): \(tour.stop.promise).   \(end)"
  }

  /// Words filled into lines of a width.
  static func filled(_ text: String, width: Int) -> [String] {
    var lines: [String] = []
    for word in text.split(separator: " ") {
      if let last = lines.last, columns(of: last) + 1 + columns(of: String(word)) <= width {
        lines[lines.count - 1] = last + " " + word
      } else {
        lines.append(String(word))
      }
    }
    return lines
  }
}
