import RunModel

/// Every finding of the procedural-knowledge study, computed from one set of scores.
///
/// Ruis et al. 2024 (arXiv 2411.12580). One value, so that a screen, a document and a file show the
/// same numbers. Positions of questions count from 0 in ``questions``, those of passages from 0 in
/// the corpus; ranks count from 1.
package struct Study: Sendable, Codable, Equatable {
  package let options: StudyOptions
  /// The questions that went in, in the order of their file.
  package let questions: [StudyQuestion]
  /// Questions that did not go in: filtered out.
  package let filteredOut: Int
  package let groups: [StudyGroup]
  /// D, the passages that each score vector covers.
  package let passageCount: Int
  package let corpus: [TypeShare]
  /// Finding 1.
  package let correlations: CorrelationFinding
  /// Findings 2 and 2b.
  package let magnitudes: MagnitudeFinding
  /// Finding 3; nil where no answers were looked for.
  package let answers: AnswerFinding?
  /// Finding 4, one a group of two questions or more.
  package let reuse: [ReuseFinding]
  /// Finding 5: every group, side, depth and type.
  package let types: [OverRepresentation]
  /// Completions that are wrong beside those that are right, one a group that has a verdict.
  package let outcomes: [OutcomeFinding]
  /// What is left after the control, one a group that has one.
  package let contrasts: [ContrastFinding]
  /// How well rankings find what the corpus's notes say; nil without notes.
  package let recovery: RecoveryFinding?

  /// A type of passage and how many there are.
  package struct TypeShare: Sendable, Codable, Equatable {
    package let type: String
    package let passages: Int
  }

  /// The over-representation of every type in one group's pooled top or bottom.
  package func types(group: String, side: Side, k: Int) -> [OverRepresentation] {
    types.filter { $0.group == group && $0.side == side && $0.k == k }
  }

  /// Depths at which types were counted, ascending: those of at most half the corpus.
  package var typeDepths: [Int] { Array(Set(types.map(\.k))).sorted() }
}

extension Study {
  /// Computes every finding.
  ///
  /// Reads each question's row twice or three times and holds a few vectors of one number a
  /// passage, however many questions there are.
  /// - Parameters:
  ///   - input: what the scores are about.
  ///   - scores: a row for each of the input's questions, complete.
  ///   - options: filters, views and depths.
  ///   - progress: told how many questions are done; throws to give up.
  package init(
    _ input: StudyInput, scores: some ScoreSource, options: StudyOptions = StudyOptions(),
    progress: (_ done: Int, _ total: Int) throws -> Void = { _, _ in }
  ) throws {
    try Self.check(input, scores, options)
    let rows = input.questions.indices.filter { options.keeps(input.questions[$0]) }
    let kept = rows.map { input.questions[$0] }
    let selected = SelectedScores(base: scores, rows: rows)
    let groups = StudyGroup.all(of: kept)
    let viewed = try StudyScores(selected, input.gradientNorms)

    var pass = QuestionPass(input, rows: rows, options: options)
    for question in rows.indices {
      try pass.add(question, viewed)
      try progress(question + 1, rows.count)
    }
    self.options = options
    questions = kept
    filteredOut = input.questions.count - kept.count
    self.groups = groups
    passageCount = scores.documentCount
    var counts = [Int](repeating: 0, count: input.typeLabels.count)
    for type in input.types { counts[Int(type)] += 1 }
    corpus = zip(input.typeLabels, counts).map { TypeShare(type: $0, passages: $1) }
    correlations = try CorrelationFinding(
      viewed.source(options.view), questions: kept, tops: pass.positive, options: options)
    magnitudes = MagnitudeFinding(pass.magnitudes, groups: groups)
    answers =
      input.answers == nil ? nil : AnswerFinding(pass.answers, kept, groups, options: options)
    reuse = groups.filter { !$0.isPooled && $0.members.count > 1 }.map {
      ReuseFinding(
        $0, tops: pass.positive, labels: pass.labels, passageCount: scores.documentCount, options)
    }
    types = groups.flatMap { group in
      Side.allCases.flatMap { side in
        let tops = side == .positive ? pass.positive : pass.negative
        return overRepresentation(
          tops: group.members.map { tops[$0] }, ks: pass.typeDepths, group: group.name,
          side: side, types: input.types, typeNames: input.typeLabels)
      }
    }
    let pearson = correlations.pearson
    outcomes = groups.compactMap {
      OutcomeFinding($0, kept, pearson, magnitudes: pass.magnitudes)
    }
    contrasts = try ContrastFinding.all(
      viewed.source(options.view), groups: groups, input: input, options: options)
    recovery = RecoveryFinding(pass.recoveries, groups: groups, options: options)
  }

  private static func check(
    _ input: StudyInput, _ scores: some ScoreSource, _ options: StudyOptions
  ) throws {
    guard scores.questionCount == input.questions.count else {
      throw FindingsError(
        "There are \(scores.questionCount) rows of scores for \(input.questions.count) questions.")
    }
    guard scores.documentCount == input.types.count else {
      throw FindingsError(
        "There are \(scores.documentCount) scores a question for \(input.types.count) passages.")
    }
    if let bad = input.types.firstIndex(where: { Int($0) >= input.typeLabels.count }) {
      throw FindingsError("Passage \(bad + 1) has a type without a name.")
    }
    let needsNorms = options.view == .gradientNorm
    if needsNorms && input.gradientNorms.isEmpty {
      throw FindingsError("The gradient norms are not all there; choose the view raw.")
    }
  }
}
