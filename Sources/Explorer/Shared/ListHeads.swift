internal import RunModel
internal import Terminal

/// A column of the list of questions.
package enum QuestionColumn: String, Sendable, CaseIterable {
  case type, ok, nats, id, question

  private var meaning: String {
    switch self {
    case .type:
      "four letters for the question's set or, if it reasons, for its task; pin: a combination"
    case .ok: "✓ answered right, ✗ answered wrong, - nobody can say"
    case .nats:
      "-log p of the completion's tokens given all before; less means that the model is surer"
    case .id: "what commands call the question"
    case .question: "the question, or what of it tells it from its neighbours"
    }
  }

  static func heads(isWide: Bool) -> [ListHead] {
    let places: [(QuestionColumn, Int, Int)] =
      isWide
      ? [(.type, 1, 4), (.ok, 7, 2), (.nats, 11, 4), (.id, 16, 10), (.question, 27, 8)]
      : [(.type, 1, 4), (.ok, 7, 2), (.question, 11, 8)]
    return places.map {
      ListHead(name: $0.0.rawValue, meaning: $0.0.meaning, x: $0.1, width: $0.2)
    }
  }
}

/// The order of the list of questions by one of its columns.
package struct QuestionOrder: Sendable, Hashable {
  package var column: QuestionColumn
  package var isDescending: Bool
}

/// The columns of the list of steps, on Explore and on Ask.
enum StepColumn {
  private static let meanings: [String: String] = [
    "#": "the step's number; Σ is the whole completion or combination",
    "ok": "✓ the equalities that the step states hold, ✗ one does not",
    "nats": "-log p of the step's tokens given all before; less means that the model is surer",
    "top1": "the highest score of the step, per nat",
    "a": "✓ the top holds the answer (Σ) or what the step results in, · it does not",
    "text": "what the model wrote; red where it states an equality that does not hold",
  ]

  private static func heads(_ places: [(String, Int, Int)]) -> [ListHead] {
    places.map { ListHead(name: $0.0, meaning: meanings[$0.0] ?? "", x: $0.1, width: $0.2) }
  }

  static func heads(width: Int) -> [ListHead] {
    width < 28
      ? heads([("#", 1, 1), ("ok", 3, 2), ("nats", 6, 4), ("text", 11, 4)])
      : heads([
        ("#", 1, 1), ("ok", 3, 2), ("nats", 6, 4), ("top1", 13, 4), ("a", 18, 1), ("text", 20, 4),
      ])
  }

  static let asked = heads([("#", 1, 1), ("nats", 4, 4), ("top1", 11, 4), ("text", 16, 4)])
}

/// The columns of the list of requests.
enum JobColumn {
  static func heads(isWide: Bool) -> [ListHead] {
    let places: [(String, Int, Int, String)] =
      isWide
      ? [
        ("id", 3, 2, ids), ("kind", 7, 4, kinds), ("state", 19, 5, states),
        ("prio", 30, 4, "larger goes first"), ("what", 36, 4, whats),
      ]
      : [
        ("id", 3, 2, ids), ("kind", 6, 4, kinds), ("state", 12, 5, states), ("what", 23, 4, whats),
      ]
    return places.map { ListHead(name: $0.0, meaning: $0.3, x: $0.1, width: $0.2) }
  }

  private static let ids = "the request's number; larger ones came later"
  private static let kinds =
    "ask: a question of one's own; heat: where a score comes from; keep, discard: a typed question;"
    + " pause: the engine rests"
  private static let states =
    "waiting for an engine, running, paused by somebody, done, failed, cancelled"
  private static let whats = "what was asked for, then what came of it"
}

extension ExplorerState {
  /// Orders the questions by a column, then the other way round, then as they are in the file.
  mutating func sortQuestions(by name: String) {
    guard let column = QuestionColumn(rawValue: name) else {
      return refuse("questions have no column \(name)")
    }
    switch questionOrder {
    case let known? where known.column == column && known.isDescending:
      order(questionsBy: nil)
    case let known? where known.column == column:
      order(questionsBy: QuestionOrder(column: column, isDescending: true))
    default: order(questionsBy: QuestionOrder(column: column, isDescending: false))
    }
    message =
      questionOrder.map { "ordered by \(name)\($0.isDescending ? ", largest first" : "")" }
      ?? "in the order of the file"
  }
}

extension [CatalogQuestion] {
  /// Indices of questions in an order; equal ones stay in the order of the file.
  func ordered(_ rows: [Int], by order: QuestionOrder) -> [Int] {
    switch order.column {
    case .type: ordered(rows, order) { $0.tag }
    case .ok: ordered(rows, order) { $0.isCorrect.map { $0 ? 0 : 1 } ?? 2 }
    // What has no number is the largest.
    case .nats: ordered(rows, order) { $0.nats.isNaN ? .infinity : $0.nats }
    case .id: ordered(rows, order) { $0.id }
    case .question: ordered(rows, order) { $0.title.lowercased() }
    }
  }

  private func ordered<Key: Comparable>(
    _ rows: [Int], _ order: QuestionOrder, by key: (CatalogQuestion) -> Key
  ) -> [Int] {
    let keyed = rows.map { (key: key(self[$0]), row: $0) }
    return keyed.sorted { one, other in
      if one.key == other.key { return one.row < other.row }
      return (one.key < other.key) != order.isDescending
    }.map(\.row)
  }
}
