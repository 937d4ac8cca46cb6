import RunModel

/// What is left of a group's influence after its control: every statistic before and after the mean of the control
/// questions' scores is taken from each question's.
///
/// Influence is linear in the query, so that the difference of two questions' scores is the score of the difference
/// of their gradients: what a passage does for the one beyond what it does for the other.
package struct ContrastFinding: Sendable, Codable, Equatable {
  /// The statistics of one set of scores.
  package struct Measures: Sendable, Codable, Equatable {
    /// Pearson's r of the group's pairs; nil for fewer than two questions.
    package let within: BlockSummary?
    /// Over-representation of every type at the top, by depth.
    package let types: [OverRepresentation]
    /// Passages that serve many questions of the group.
    package let reuse: DocumentReuse
  }

  package let group: String
  /// The control groups that were taken off.
  package let controls: [String]
  /// How many questions they hold.
  package let controlQuestions: Int
  package let before: Measures
  package let after: Measures

  /// One for each group of factual or reasoning questions that has a control.
  static func all(
    _ scores: some ScoreSource, groups: [StudyGroup], input: StudyInput, options: StudyOptions
  ) throws -> [ContrastFinding] {
    let depths = options.typeDepths.filter { 2 * $0 <= input.types.count }
    return try groups.filter { $0.kind != .control && !$0.isPooled }.compactMap { group in
      let controls = Self.controls(of: group, among: groups)
      guard !controls.isEmpty else { return nil }
      let base = SelectedScores(base: scores, rows: group.members)
      let mean = try Self.mean(scores, rows: controls.flatMap(\.members))
      func measures(_ source: some ScoreSource) throws -> Measures {
        try Self.measures(source, group, input, depths, options)
      }
      return ContrastFinding(
        group: group.name, controls: controls.map(\.name),
        controlQuestions: controls.reduce(0) { $0 + $1.members.count },
        before: try measures(base),
        after: try measures(AdjustedScores(base: base, less: mean)))
    }
  }

  /// Control groups that name the group; else those that name its kind; else, for reasoning, all that are no
  /// control of facts.
  static func controls(of group: StudyGroup, among groups: [StudyGroup]) -> [StudyGroup] {
    let all = groups.filter { $0.kind == .control }
    let own = all.filter { $0.name.contains(group.name) }
    if !own.isEmpty { return own }
    let kind = all.filter { $0.name.contains(group.kind.rawValue) }
    if !kind.isEmpty || group.kind == .factual { return kind }
    return all.filter { !$0.name.contains(QuestionKind.factual.rawValue) }
  }

  /// Mean of some rows [D].
  static func mean(_ scores: any ScoreSource, rows: [Int]) throws -> [Float] {
    var sums = [Double](repeating: 0, count: scores.documentCount)
    for row in rows {
      for (passage, value) in try scores.row(row).enumerated() { sums[passage] += Double(value) }
    }
    return sums.map { Float($0 / Double(rows.count)) }
  }

  private static func measures(
    _ source: some ScoreSource, _ group: StudyGroup, _ input: StudyInput, _ depths: [Int],
    _ options: StudyOptions
  ) throws -> Measures {
    let depth = max(depths.max() ?? 0, options.reuseDepth)
    let tops = try (0..<source.questionCount).map {
      try Ranking(try source.row($0)).top(depth, .positive)
    }
    let pearson = try pearsonCorrelations(source)
    return Measures(
      within: blockSummaries(
        pearson.values, groups: group.members.map { _ in group.name }
      ).first,
      types: overRepresentation(
        tops: tops, ks: depths, group: group.name, side: .positive, types: input.types,
        typeNames: input.typeLabels),
      reuse: DocumentReuse(tops: tops, k: options.reuseDepth, minimum: options.reuseMinimum))
  }
}

/// Scores less one row.
struct AdjustedScores<Base: ScoreSource>: ScoreSource {
  let base: Base
  /// What is taken off [D].
  let less: [Float]

  var questionCount: Int { base.questionCount }
  var documentCount: Int { base.documentCount }
  var scratchFolder: String? { base.scratchFolder }

  func read(
    question: Int, documents: Range<Int>, into buffer: UnsafeMutableBufferPointer<Float>
  ) throws {
    try base.read(question: question, documents: documents, into: buffer)
    for (index, passage) in documents.enumerated() { buffer[index] -= less[passage] }
  }
}
