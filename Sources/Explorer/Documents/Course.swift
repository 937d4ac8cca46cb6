internal import Terminal

/// A document's influence at every checkpoint of a training, in its order.
struct Course {
  /// What the checkpoints are called.
  let labels: [String]
  /// nil where none is stored.
  let scores: [Float?]

  init?(labels: [String], scores: [Float?]) {
    guard labels.count > 1, labels.count == scores.count else { return nil }
    (self.labels, self.scores) = (labels, scores)
  }

  var largest: Float { scores.reduce(0) { max($0, abs($1 ?? 0)) } }

  /// Which checkpoints are shown where there is room for so many: all, or some evenly, the last among them.
  func shown(_ room: Int) -> [Int] {
    guard scores.count > room, room > 0 else { return room > 0 ? Array(scores.indices) : [] }
    return (1...room).map { $0 * scores.count / room - 1 }
  }

  private static let levels = Array("▁▂▃▄▅▆▇█")

  /// Sign and size of each, such as `-▂+▅+█`: two columns a checkpoint.
  func strip(columns: Int) -> String {
    let largest = largest
    return shown(columns / 2).map { index in
      guard let score = scores[index] else { return " ·" }
      guard score != 0, largest > 0 else { return " \(Self.levels[0])" }
      let level = Int(drawn: (8 * abs(score) / largest).rounded(.up))
      return (score < 0 ? "-" : "+") + String(Self.levels[max(1, min(8, level)) - 1])
    }.joined()
  }
}

extension Legend {
  static let training = Legend(
    "training",
    "the document's influence at each checkpoint in the order of the training: its sign, and its size in eighths of the largest, raw in every view",
    [.documents, .reader])
}

extension ExplorerState {
  /// The signs that there are here.
  var legends: [Legend] { Legend.all + (catalog.checkpoints.count > 1 ? [.training] : []) }

  /// What is asked of a document that is looked at; nothing where there is one checkpoint.
  func courseNeeds(_ request: HeatRequest?) -> [Query] {
    guard catalog.checkpoints.count > 1, let request else { return [] }
    return [.course(request)]
  }

  /// The selected document of the list on the screen, for what it is listed for.
  package var selectedScore: HeatRequest? {
    guard pane == .documents, let unit = answered?.unit, let passage = document?.passage else {
      return nil
    }
    return HeatRequest(unit: unit, passage: passage)
  }

  func course(of request: HeatRequest?) -> Course? {
    guard let request, let scores = courses[request] else { return nil }
    return Course(labels: catalog.checkpoints, scores: scores)
  }

  /// The strip for the lower edge of a pane; empty where nothing is known.
  func courseText(_ request: HeatRequest?, width: Int) -> String {
    guard let course = course(of: request), width >= 20 else { return "" }
    return "training \(course.strip(columns: width - 16))"
  }

  /// The same in words, for `i`.
  func courseFacts(_ request: HeatRequest?) -> [String] {
    guard let course = course(of: request) else { return [] }
    // Nats and lengths of gradients differ from one checkpoint to the next: only raw scores are of one kind.
    return ["  influence across the training, raw in every view:"]
      + course.labels.indices.map {
        "    \(course.labels[$0])  \(course.scores[$0].map { number($0) } ?? "·")"
      }
  }
}

extension SideBox {
  /// Adds a line for each checkpoint: what it is called, the score, a bar.
  mutating func add(_ course: Course, theme: Theme, width: Int) {
    add("")
    add("influence across the training", theme.dim)
    add("raw in every view", theme.dim)
    let largest = course.largest
    for index in course.shown(8) {
      let label = pad(fit(Sanitizer.visible(course.labels[index]), columns: 12), 12)
      guard let score = course.scores[index] else {
        add(" \(label)       ·", theme.dim)
        continue
      }
      let share = largest > 0 ? Double(abs(score) / largest) : 0
      add(
        " \(label)\(pad(number(score), 8, right: true)) \(bar(share, width: width - 23))",
        score < 0 ? theme.negative : theme.positive)
    }
  }
}
