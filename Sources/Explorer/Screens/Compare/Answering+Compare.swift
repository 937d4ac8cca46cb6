internal import Findings
internal import RunModel

extension Answering {
  package mutating func compare(_ request: CompareRequest, depth wanted: Int? = nil) throws
    -> Comparison
  {
    func ask(_ unit: Unit) -> ListRequest {
      ListRequest(unit: unit, view: request.view, filter: request.filter)
    }
    let left = try list(ask(request.left))
    let right = try list(ask(request.right))
    let depth = min(
      wanted ?? TopDepth.of(passages: catalog.passageCount), left.list.count, right.list.count)
    var leftRanks: [UInt32: Int] = [:]
    for row in 0..<depth { leftRanks[UInt32(left.list[row].passage)] = left.list[row].rank }
    var common: [UInt32: (left: Int, right: Int)] = [:]
    for row in 0..<depth {
      let entry = right.list[row]
      if let rank = leftRanks[UInt32(entry.passage)] {
        common[UInt32(entry.passage)] = (rank, entry.rank)
      }
    }
    var comparison = Comparison(
      left: left, right: right,
      correlation: Self.correlation(try estimates(request.left), try estimates(request.right)),
      common: common, depth: depth)
    comparison.leftProfile = try profile(left.list, of: request.left, depth: depth)
    comparison.rightProfile = try profile(right.list, of: request.right, depth: depth)
    return comparison
  }

  /// What the first rows of a list are like.
  private func profile(
    _ list: DocumentList, of unit: Unit, depth: Int
  ) throws -> SideProfile {
    var profile = SideProfile()
    guard depth > 0 else { return profile }
    let rows = (0..<depth).map { list[$0] }
    let question = catalog.questions[unit.question]
    let pattern = AnswerPattern((question.answer.map { [$0] } ?? []) + question.aliases)
    if !pattern.isEmpty {
      let scanner = AnswerScanner([pattern])
      let texts = try source.texts(rows.map(\.passage))
      profile.answerRanks = zip(rows, texts).compactMap {
        scanner.patterns(in: $1).isEmpty ? nil : $0.rank
      }
      profile.answerShare = try shares(of: [pattern]).first
    }
    let all = (0..<list.count).reduce(0.0) { $0 + Double(max(0, list[$1].value)) }
    let top = rows.reduce(0.0) { $0 + Double(max(0, $1.value)) }
    if all > 0 { profile.topShare = top / all }
    let values = rows.map(\.value)
    if let ranking = try? Ranking(values) {
      profile.slope = logLogSlope(scores: values, ranking: ranking, k: depth)
    }
    profile.types = overRepresentation(
      tops: [rows.map { UInt32($0.passage) }], ks: [depth], group: "", side: .positive,
      types: catalog.types, typeNames: catalog.typeNames)
    return profile
  }

  /// Pearson's r over the passages that both have a score for.
  private static func correlation(_ left: [Float], _ right: [Float]) -> Double? {
    let both = left.indices.filter { left[$0].isFinite && right[$0].isFinite }
    guard both.count > 1 else { return nil }
    guard let rows = try? DenseScores([both.map { left[$0] }, both.map { right[$0] }]) else {
      return nil
    }
    guard let r = try? pearsonCorrelations(rows)[0, 1], r.isFinite else { return nil }
    return r
  }
}
