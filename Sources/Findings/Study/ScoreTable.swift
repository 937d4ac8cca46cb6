import Foundation

/// Scores of all questions outside the program's memory budget: a mapped file that has no name.
///
/// The kernel writes out what does not fit, so 100 x 5,000,000 scores need no 2 GB of memory.
/// Rows are stored once, then read in any order; only whoever made the table stores, before anybody else
/// has it, hence Sendable.
package final class ScoreTable: ScoreSource, @unchecked Sendable {
  package let questionCount: Int
  package let documentCount: Int
  private let scores: UnsafeMutableBufferPointer<Float>

  /// - Parameters:
  ///   - questions: Q.
  ///   - documents: D.
  ///   - folder: where the file lies while the table does; the system's temporary folder if nil.
  package init(questions: Int, documents: Int, folder: String? = nil) throws {
    let folder = folder ?? FileManager.default.temporaryDirectory.path
    questionCount = questions
    documentCount = documents
    let bytes = max(1, 4 * questions * documents)
    var template = Array((folder + "/stemma-scores-XXXXXX").utf8CString)
    let descriptor = mkstemp(&template)
    guard descriptor >= 0 else {
      throw FindingsError("\(folder): no file can be made there; check its permissions.")
    }
    defer { close(descriptor) }
    unlink(template)
    let refusal = posix_fallocate(descriptor, 0, bytes)
    let memory = mmap(nil, bytes, PROT_READ | PROT_WRITE, MAP_SHARED, descriptor, 0)
    guard refusal == 0, let memory, memory != MAP_FAILED else {
      throw FindingsError(
        "\(folder): has no room for \(bytes >> 20) MiB of scores; free some space and run again."
      )
    }
    scores = UnsafeMutableBufferPointer(
      start: memory.assumingMemoryBound(to: Float.self), count: questions * documents)
  }

  deinit { munmap(scores.baseAddress, max(1, 4 * scores.count)) }

  /// Size of the file.
  package var bytes: Int { 4 * scores.count }

  /// Stores the scores [D] of one question.
  package func store(_ row: [Float], question: Int) {
    precondition(row.count == documentCount && question < questionCount)
    let start = question * documentCount
    _ = UnsafeMutableBufferPointer(rebasing: scores[start..<start + documentCount])
      .update(fromContentsOf: row)
  }

  /// The first rows, where fewer were stored than there is room for.
  package func prefix(_ questions: Int) -> some ScoreSource {
    SelectedScores(base: self, rows: Array(0..<min(questions, questionCount)))
  }

  package func read(
    question: Int, documents: Range<Int>, into buffer: UnsafeMutableBufferPointer<Float>
  ) throws {
    let start = question * documentCount
    _ = buffer.update(
      fromContentsOf: scores[start + documents.lowerBound..<start + documents.upperBound])
  }
}

/// Some of the questions of other scores.
struct SelectedScores<Base: ScoreSource>: ScoreSource {
  let base: Base
  /// Rows of the base, in the order they are read here.
  let rows: [Int]

  var questionCount: Int { rows.count }
  var documentCount: Int { base.documentCount }

  func read(
    question: Int, documents: Range<Int>, into buffer: UnsafeMutableBufferPointer<Float>
  ) throws {
    try base.read(question: rows[question], documents: documents, into: buffer)
  }
}
