import Findings
import Foundation
package import Reports
import RunModel

/// How well rankings find what the corpus' own notes name, as `evaluate` shows it.
package struct RecoveryTable {
  /// One ranking over one group's questions; or by how much the first one is ahead of it.
  package struct Row: Encodable {
    let group: String
    let ranking: String
    let questions: Int?
    let precisionAt50: Double
    let precisionInterval: [Double]?
    let reciprocalRank: Double
    let reciprocalInterval: [Double]?
    let recallAt10: Double
    let recallInterval: [Double]?

    package var text: String {
      let name = group.padding(toLength: 15, withPad: " ", startingAt: 0)
      return "  \(name) \(ranking.padding(toLength: 33, withPad: " ", startingAt: 0))"
        + meanText(precisionAt50, precisionInterval)
        + meanText(reciprocalRank, reciprocalInterval) + meanText(recallAt10, recallInterval)
    }
  }

  package private(set) var rankings: [Row] = []
  package private(set) var leads: [Row] = []

  /// All questions, and facts that the model knows apart: a wrong answer's scores are about the
  /// wrong words, which no passage that states the fact holds.
  package init(_ reading: StudyReader.Reading) throws {
    var known = StudyOptions()
    known.correctness = .correct
    try add(reading, StudyOptions(), suffix: "") { _ in true }
    try add(reading, known, suffix: ", right") { $0 == .fact }
  }

  private mutating func add(
    _ reading: StudyReader.Reading, _ options: StudyOptions, suffix: String,
    where isShown: (GroundTruth.Kind) -> Bool
  ) throws {
    let study = try Study(reading.input, scores: reading.scores, options: options)
    guard let recovery = study.recovery else { return }
    let rows = recovery.rows.filter { isShown($0.kind) }
    rankings += rows.map { row in
      Row(
        group: row.group + suffix, ranking: row.method, questions: row.questions,
        precisionAt50: row.share.mean, precisionInterval: Self.ends(row.shareInterval),
        reciprocalRank: row.reciprocalRank.mean,
        reciprocalInterval: Self.ends(row.reciprocalInterval),
        recallAt10: row.recall.mean, recallInterval: Self.ends(row.recallInterval))
    }
    let groups = Set(rows.map(\.group))
    leads += recovery.leads.filter { groups.contains($0.group) }.map { lead in
      Row(
        group: lead.group + suffix, ranking: "over \(lead.over)", questions: nil,
        precisionAt50: lead.share.mean, precisionInterval: Self.ends(lead.share.interval),
        reciprocalRank: lead.reciprocalRank.mean,
        reciprocalInterval: Self.ends(lead.reciprocalRank.interval),
        recallAt10: lead.recall.mean, recallInterval: Self.ends(lead.recall.interval))
    }
  }

  private static func ends(_ range: ClosedRange<Double>?) -> [Double]? {
    range.map { [$0.lowerBound, $0.upperBound] }
  }
}
