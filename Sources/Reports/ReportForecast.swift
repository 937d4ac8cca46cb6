package import Engine
import Findings
import Formatting
import Foundation
import Store

/// What a report will cost, from what findings took on two cores (Benchmarks/README.md).
package struct ReportForecast {
  /// Seconds a score: reading it from the database and every finding.
  private static let secondsPerScore = 1.4e-7
  /// Seconds a passage: reading its text from the database.
  private static let secondsPerPassage = 2e-6
  /// Bytes of text that are searched for answers a second.
  private static let searchedPerSecond = 2e8
  /// Bytes of text a token of English stands for, about.
  private static let bytesPerToken = 4.0
  /// Bytes of memory a passage: orders and ranks in both views, gradient norms, types, hits.
  private static let memoryPerPassage = 45.0
  /// Bytes of memory of any report.
  private static let minimumMemory = 40.0 * 1_048_576

  let questions: Int
  let passages: Int
  package let seconds: Double
  /// Bytes of temporary files.
  let disk: Double
  let memory: Double
  /// Where the temporary files will lie.
  let folder: String

  package init(_ results: Results) throws {
    questions = try results.questions().count
    passages = results.corpus.passages
    folder = results.store.folder
    let scores = Double(questions) * Double(passages)
    // Every checkpoint of a training is read and ranked as the run itself is.
    let readings = 1 + (try results.store.checkpoints(of: results.run.id)).count
    seconds =
      Double(readings) * scores * Self.secondsPerScore + Double(passages) * Self.secondsPerPassage
      + Double(results.corpus.tokens) * Self.bytesPerToken / Self.searchedPerSecond
    // The scores and their ranks.
    disk = 2 * 4 * scores
    memory = Self.minimumMemory + Double(passages) * Self.memoryPerPassage
  }

  package var text: String {
    let time =
      seconds < 1
      ? "under a second"
      : seconds < 90
        ? "about \(Int(seconds.rounded(.up))) s"
        : "about \(Int((seconds / 60).rounded(.up))) minutes"
    return "\(grouped(questions)) questions on \(grouped(passages)) passages: \(time), "
      + "\(mebibytes(memory)) of memory, \(mebibytes(disk)) of temporary files in "
      + folder
  }

  private func mebibytes(_ bytes: Double) -> String {
    "\(grouped(Int((bytes / 1_048_576).rounded(.up)))) MiB"
  }
}
