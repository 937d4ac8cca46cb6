import RunModel

/// Which values of documents' fields are over-represented at the top of each group's rankings, as finding 5 counts
/// types; and what of that is left after the group's control.
package struct FieldFinding: Sendable, Codable, Equatable {
  /// One field, or two whose values are taken together.
  package let fields: [String]
  /// The values, the commonest first.
  package let names: [String]
  /// Whether rare values were put together.
  package let isCut: Bool
  /// Every group, side, depth and value.
  package let bins: [OverRepresentation]
  /// The positive side of every group that has a control, after the mean of the control's scores is taken off.
  package let after: [OverRepresentation]

  /// Depths at which values were counted, ascending: those of at most half the corpus.
  package var depths: [Int] { Array(Set(bins.map(\.k))).sorted() }

  /// The bin of a value for a group, before the control or after it.
  package func bin(_ name: String, group: String, side: Side, k: Int, isAfter: Bool = false)
    -> OverRepresentation?
  {
    (isAfter ? after : bins).first {
      $0.type == name && $0.group == group && $0.side == side && $0.k == k
    }
  }

  /// - Parameters:
  ///   - fields: whose values, or pairs of values, are counted.
  ///   - codes: value of every passage [D], an index into `names`.
  ///   - names: of the values.
  ///   - isCut: whether rarer values stand together as one.
  ///   - input: the questions, and the gradient norms for that view; its types do not matter.
  ///   - scores: a row for each of the input's questions, complete.
  ///   - options: the view, the depths, and which questions go in.
  package init(
    fields: [String], codes: [UInt16], names: [String], isCut: Bool, input: StudyInput,
    scores: some ScoreSource, options: StudyOptions
  ) throws {
    (self.fields, self.names, self.isCut) = (fields, names, isCut)
    let rows = input.questions.indices.filter { options.keeps(input.questions[$0]) }
    let groups = StudyGroup.all(of: rows.map { input.questions[$0] })
    let view = try StudyScores(SelectedScores(base: scores, rows: rows), input.gradientNorms)
      .source(options.view)
    let depths = options.typeDepths.filter { 2 * $0 <= codes.count }
    let found = try rows.indices.map {
      try Self.tops(view.row($0), depths.max() ?? 0, question: rows[$0])
    }
    bins = groups.flatMap { group in
      Side.allCases.flatMap { side in
        overRepresentation(
          tops: group.members.map { found[$0][side] ?? [] }, ks: depths, group: group.name,
          side: side, types: codes, typeNames: names)
      }
    }
    after = try groups.flatMap { group in
      try Self.after(view, group, groups, depths).map { tops in
        overRepresentation(
          tops: tops, ks: depths, group: group.name, side: .positive, types: codes,
          typeNames: names)
      } ?? []
    }
  }

  private static func tops(_ values: [Float], _ depth: Int, question: Int) throws -> [Side:
    [UInt32]]
  {
    let ranking = try Ranking(values, question: question)
    return Dictionary(
      uniqueKeysWithValues: Side.allCases.map { ($0, ranking.top(depth, $0)) })
  }

  /// The tops of a group's questions after its control; nil where it has none.
  private static func after(
    _ scores: some ScoreSource, _ group: StudyGroup, _ groups: [StudyGroup], _ depths: [Int]
  ) throws -> [[UInt32]]? {
    guard group.kind != .control, !group.isPooled else { return nil }
    let controls = ContrastFinding.controls(of: group, among: groups)
    guard !controls.isEmpty else { return nil }
    let left = AdjustedScores(
      base: SelectedScores(base: scores, rows: group.members),
      less: try ContrastFinding.mean(scores, rows: controls.flatMap(\.members)))
    return try group.members.indices.map {
      try tops(left.row($0), depths.max() ?? 0, question: $0)[.positive] ?? []
    }
  }
}
