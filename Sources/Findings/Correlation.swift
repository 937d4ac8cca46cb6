/// Correlations between every two of Q questions, over all passages.
package struct CorrelationMatrix: Sendable, Codable, Equatable {
  /// Q.
  package let order: Int
  /// Coefficients [Q, Q] row-major, symmetric, 1 on the diagonal; NaN where undefined.
  ///
  /// A question whose scores are all equal has no correlation with anything, itself included.
  package let values: [Double]
  /// Passages that went into each coefficient: all that are scored, not the top k.
  package let documentCount: Int

  package init(order: Int, values: [Double], documentCount: Int) {
    precondition(values.count == order * order)
    self.order = order
    self.values = values
    self.documentCount = documentCount
  }

  package subscript(i: Int, j: Int) -> Double { values[i * order + j] }

  private enum CodingKeys: String, CodingKey {
    case order, values, documentCount
  }

  /// Undefined coefficients are null, since files of numbers know no NaN.
  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    order = try container.decode(Int.self, forKey: .order)
    values = try container.decode([Double?].self, forKey: .values).map { $0 ?? .nan }
    documentCount = try container.decode(Int.self, forKey: .documentCount)
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(order, forKey: .order)
    try container.encode(values.map { $0.isNaN ? nil : $0 }, forKey: .values)
    try container.encode(documentCount, forKey: .documentCount)
  }

  init(_ moments: CoMoments) {
    let order = moments.rows
    var values = [Double](repeating: .nan, count: order * order)
    for i in 0..<order {
      for j in i..<order {
        let r = moments.correlation(i, j)
        values[i * order + j] = r
        values[j * order + i] = r
      }
    }
    self.init(order: order, values: values, documentCount: moments.count)
  }
}

/// Pearson's r of the scores over all passages for every pair of questions.
///
/// Finding 1 of Ruis et al. 2024 (arXiv 2411.12580, figure 1). 2·Q²·D floating-point operations
/// in blocks of columns; memory does not grow with D.
package func pearsonCorrelations(_ scores: some ScoreSource) throws -> CorrelationMatrix {
  var moments = CoMoments(rows: scores.questionCount)
  var first = 0
  while first < scores.documentCount && scores.questionCount > 0 {
    let last = min(first + CoMoments.blockWidth, scores.documentCount)
    try moments.add(width: last - first, firstColumn: first) { question, buffer in
      try scores.read(question: question, documents: first..<last, into: buffer)
    }
    first = last
  }
  return CorrelationMatrix(moments)
}

/// Pearson's r of two rows of finite scores [D]; not a number where one of them is constant.
package func pearsonCorrelation(_ first: [Float], _ second: [Float]) throws -> Double {
  try pearsonCorrelations(DenseScores([first, second]))[0, 1]
}

/// Spearman's rank correlation over all passages for every pair of questions.
///
/// Pearson's r of the ranks, equal scores sharing their mean rank. The ranks of all questions lie
/// in a temporary file of 4·Q·D bytes; memory holds those of one.
package func spearmanCorrelations(_ scores: some ScoreSource) throws -> CorrelationMatrix {
  let ranks = try ScoreTable(
    questions: scores.questionCount, documents: scores.documentCount, folder: scores.scratchFolder)
  for question in 0..<scores.questionCount {
    try ranks.store(sharedRanks(scores.row(question), question: question), question: question)
  }
  return try pearsonCorrelations(ranks)
}

/// Ranks of finite scores [D] where equal scores share their mean rank, halves and all.
///
/// Centred on zero, where a float32 holds halves exactly up to 16 million passages.
func sharedRanks(_ scores: [Float], question: Int) throws -> [Float] {
  let ranking = try Ranking(scores, question: question)
  let middle = Double(scores.count - 1) / 2
  var ranks = [Float](repeating: 0, count: scores.count)
  var start = 0
  while start < ranking.count {
    let value = scores[Int(ranking.order[start])]
    var end = start + 1
    while end < ranking.count, scores[Int(ranking.order[end])] == value { end += 1 }
    // Negated: the highest score has the greatest rank.
    let shared = Float(middle - Double(start + end - 1) / 2)
    for rank in start..<end { ranks[Int(ranking.order[rank])] = shared }
    start = end
  }
  return ranks
}
