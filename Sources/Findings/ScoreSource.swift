/// Where scores come from: Q questions x D passages, read piecewise so that any corpus fits.
///
/// Positive means that the passage raises the completion's log-likelihood. Statistics never hold
/// all scores at once: they read one question's row, or one block of columns of every question.
package protocol ScoreSource {
  /// Q, the number of rows.
  var questionCount: Int { get }
  /// D, the number of columns.
  var documentCount: Int { get }
  /// Where files of the same size may lie for a while; the system's temporary folder if nil.
  var scratchFolder: String? { get }
  /// Copies the scores of one question on some passages to `buffer`, which has their length.
  func read(
    question: Int, documents: Range<Int>, into buffer: UnsafeMutableBufferPointer<Float>) throws
}

extension ScoreSource {
  package var scratchFolder: String? { nil }

  /// One question's scores [D], refused unless all are numbers.
  package func row(_ question: Int) throws -> [Float] {
    let count = documentCount
    let row = try [Float](unsafeUninitializedCapacity: count) { buffer, initialized in
      try read(
        question: question, documents: 0..<count,
        into: UnsafeMutableBufferPointer(rebasing: buffer[0..<count]))
      initialized = count
    }
    try requireFinite(row, question: question)
    return row
  }
}

/// Scores that are in memory already.
package struct DenseScores: ScoreSource {
  /// Q rows of D scores each.
  package let rows: [[Float]]
  package let documentCount: Int

  package var questionCount: Int { rows.count }

  /// Takes rows of equal length.
  package init(_ rows: [[Float]]) throws {
    documentCount = rows.first?.count ?? 0
    if let odd = rows.firstIndex(where: { [documentCount] in $0.count != documentCount }) {
      throw FindingsError(
        "Question \(odd + 1) has \(rows[odd].count) scores and question 1 has \(documentCount);"
          + " statistics need every question scored on the same passages.")
    }
    self.rows = rows
  }

  package func read(
    question: Int, documents: Range<Int>, into buffer: UnsafeMutableBufferPointer<Float>
  ) throws {
    _ = buffer.update(fromContentsOf: rows[question][documents])
  }
}

/// Scores divided by each passage's gradient norm, the view that ranks texts for reading.
///
/// Reference: `gradnorm` of findings.md. A passage whose norm is zero has no gradient, so its
/// scores are zero and stay zero.
package struct GradientNormView<Base: ScoreSource>: ScoreSource {
  private let base: Base
  private let reciprocals: [Float]

  package var questionCount: Int { base.questionCount }
  package var scratchFolder: String? { base.scratchFolder }
  package var documentCount: Int { base.documentCount }

  /// - Parameters:
  ///   - base: the scores to divide.
  ///   - gradientNorms: [D], none negative.
  package init(_ base: Base, gradientNorms: [Float]) throws {
    guard gradientNorms.count == base.documentCount else {
      throw FindingsError(
        "There are \(gradientNorms.count) gradient norms for \(base.documentCount) passages.")
    }
    if let bad = gradientNorms.firstIndex(where: { !($0 >= 0 && $0.isFinite) }) {
      throw FindingsError(
        "The gradient norm of passage \(bad + 1) is \(gradientNorms[bad]); it must be a number"
          + " of zero or more.")
    }
    self.base = base
    reciprocals = gradientNorms.map { $0 > 0 ? 1 / $0 : 0 }
  }

  package func read(
    question: Int, documents: Range<Int>, into buffer: UnsafeMutableBufferPointer<Float>
  ) throws {
    try base.read(question: question, documents: documents, into: buffer)
    for (index, document) in documents.enumerated() { buffer[index] *= reciprocals[document] }
  }
}

/// Refuses a row that holds anything but numbers.
package func requireFinite(_ row: [Float], question: Int) throws {
  // A sum of x·0 is 0 exactly when all are finite, and vectorises; only a failure is searched.
  var residue: Float = 0
  for value in row { residue += value * 0 }
  if residue == 0 { return }
  if let bad = row.firstIndex(where: { !$0.isFinite }) {
    throw FindingsError.notFinite(row[bad], question: question, document: bad)
  }
}
