import RunModel

/// The same scores in both views.
struct StudyScores {
  private let raw: any ScoreSource
  private let normed: (any ScoreSource)?

  /// - Parameter gradientNorms: [D]; empty where unknown.
  init(_ raw: some ScoreSource, _ gradientNorms: [Float]) throws {
    self.raw = raw
    normed = gradientNorms.isEmpty ? nil : try GradientNormView(raw, gradientNorms: gradientNorms)
  }

  /// The scores in a view; the influence itself where norms are unknown.
  func source(_ view: StudyView) -> any ScoreSource {
    view == .raw ? raw : normed ?? raw
  }

  var hasNorms: Bool { normed != nil }
}

/// What is learned of each question from its rows, one question at a time.
struct QuestionPass {
  private let input: StudyInput
  private let rows: [Int]
  private let options: StudyOptions
  private let depth: Int
  /// Depths at which types are counted: beyond half the corpus every multiplier nears one.
  let typeDepths: [Int]
  /// Most positive passages of each question in the options' view.
  private(set) var positive: [[UInt32]] = []
  /// Most negative passages of each question in the options' view.
  private(set) var negative: [[UInt32]] = []
  private(set) var magnitudes: [QuestionMagnitude] = []
  private(set) var answers: [QuestionAnswers] = []
  private(set) var recoveries: [QuestionRecovery] = []

  init(_ input: StudyInput, rows: [Int], options: StudyOptions) {
    self.input = input
    self.rows = rows
    self.options = options
    typeDepths = options.typeDepths.filter { 2 * $0 <= input.types.count }
    depth = max(typeDepths.max() ?? 0, options.overlapDepth, options.reuseDepth)
  }

  /// Passages that carry the note of each question.
  var labels: [GroundTruth.Label?] {
    rows.map { row in input.truth.flatMap { $0.labels[row] } }
  }

  mutating func add(_ question: Int, _ scores: StudyScores) throws {
    let row = rows[question]
    let values = try scores.source(options.view).row(question)
    let ranking = try Ranking(values, question: row)
    positive.append(ranking.top(depth, .positive))
    negative.append(ranking.top(depth, .negative))
    magnitudes.append(
      try QuestionMagnitude(
        values, ranking, nats: input.questions[row].nats, slopeDepth: options.slopeDepth))

    let label = input.truth.flatMap { $0.labels[row] }
    guard input.answers != nil || label != nil else { return }
    var orders: [StudyView: Ranking] = [options.view: ranking]
    for view in StudyView.allCases where orders[view] == nil {
      let wanted = label != nil || view == options.answerView
      guard wanted, view == .raw || scores.hasNorms else { continue }
      orders[view] = try Ranking(try scores.source(view).row(question), question: row)
    }
    if let search = input.answers {
      let view = orders[options.answerView] ?? ranking
      answers.append(
        QuestionAnswers(search, question: row, ranks: view.ranks(), depths: options.answerDepths))
    }
    if let label {
      var methods = StudyView.allCases.compactMap { view in
        orders[view].map { (view.name, $0.order) }
      }
      methods += input.baselines.map { ($0.name, $0.orders[row]) }
      recoveries.append(
        QuestionRecovery(
          question: question, label: label, methods: methods, passageCount: input.types.count,
          options: options))
    }
  }
}
