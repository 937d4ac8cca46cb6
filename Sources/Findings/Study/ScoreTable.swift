import Foundation

/// Scores of all questions outside the program's memory: a temporary file that has no name.
///
/// Read by position, not mapped, so that 100 x 5,000,000 scores are no resident memory either; the
/// system's cache makes that as fast. Rows are stored once, then read in any order; only whoever
/// made the table stores, before anybody else has it, hence Sendable.
package final class ScoreTable: ScoreSource, Sendable {
  package let questionCount: Int
  package let documentCount: Int
  private let descriptor: Int32
  private let folder: String

  /// - Parameters:
  ///   - questions: Q.
  ///   - documents: D.
  ///   - folder: where the file lies while the table does; the system's temporary folder if nil.
  package init(questions: Int, documents: Int, folder: String? = nil) throws {
    let folder = folder ?? FileManager.default.temporaryDirectory.path
    questionCount = questions
    documentCount = documents
    self.folder = folder
    var template = Array((folder + "/stemma-scores-XXXXXX").utf8CString)
    descriptor = mkstemp(&template)
    guard descriptor >= 0 else {
      throw FindingsError("\(folder): no file can be made there; check its permissions.")
    }
    unlink(template)
    let bytes = 4 * questions * documents
    guard posix_fallocate(descriptor, 0, max(1, bytes)) == 0 else {
      close(descriptor)
      throw FindingsError(
        "\(folder): has no room for \(bytes >> 20) MiB of scores; free some space and run again."
      )
    }
  }

  deinit { close(descriptor) }

  package var scratchFolder: String? { folder }

  /// Size of the file.
  package var bytes: Int { 4 * questionCount * documentCount }

  /// Stores the scores [D] of one question.
  package func store(_ row: [Float], question: Int) throws {
    precondition(row.count == documentCount && question < questionCount)
    try row.withUnsafeBytes { bytes in
      try move(bytes.count, at: question * bytes.count) { offset, count, position in
        pwrite(descriptor, bytes.baseAddress.map { $0 + offset }, count, position)
      }
    }
  }

  /// The first rows, where fewer were stored than there is room for.
  package func prefix(_ questions: Int) -> some ScoreSource {
    SelectedScores(base: self, rows: Array(0..<min(questions, questionCount)))
  }

  package func read(
    question: Int, documents: Range<Int>, into buffer: UnsafeMutableBufferPointer<Float>
  ) throws {
    let bytes = UnsafeMutableRawBufferPointer(buffer)
    try move(4 * documents.count, at: 4 * (question * documentCount + documents.lowerBound)) {
      offset, count, position in
      pread(descriptor, bytes.baseAddress.map { $0 + offset }, count, position)
    }
  }

  /// Calls until all bytes are moved, since one call may move fewer.
  private func move(
    _ count: Int, at position: Int, _ call: (_ offset: Int, _ count: Int, _ position: Int) -> Int
  ) throws {
    var done = 0
    while done < count {
      let moved = call(done, count - done, position + done)
      if moved < 0 && errno == EINTR { continue }
      guard moved > 0 else {
        throw FindingsError(
          "\(folder): the temporary file of scores cannot be used (\(String(cString: strerror(errno))))."
        )
      }
      done += moved
    }
  }
}

/// Some of the questions of other scores.
struct SelectedScores<Base: ScoreSource>: ScoreSource {
  let base: Base
  /// Rows of the base, in the order they are read here.
  let rows: [Int]

  var questionCount: Int { rows.count }
  var scratchFolder: String? { base.scratchFolder }
  var documentCount: Int { base.documentCount }

  func read(
    question: Int, documents: Range<Int>, into buffer: UnsafeMutableBufferPointer<Float>
  ) throws {
    try base.read(question: rows[question], documents: documents, into: buffer)
  }
}
