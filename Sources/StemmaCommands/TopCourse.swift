import ArgumentParser
import Engine
import Findings
import Foundation
import RunModel
import Store

/// What the checkpoints of a training are taken together as.
enum CheckpointChoice: String, CaseIterable, ExpressibleByArgument {
  /// Their sum, by learning rates where they are known.
  case sum
}

/// The scores of listed passages at every checkpoint of the training.
struct TopCourse {
  struct Point: Encodable {
    let checkpoint: String
    @OrNull var step: Int?
    /// In the view that was asked for.
    @OrNull var score: Double?
  }

  private let checkpoints: [CheckpointRecord]
  /// `[checkpoints][passages]`.
  private let scores: [[Double?]]

  init(_ query: QueryExpression, of rows: [RankedPassage], view: ScoreView, _ results: Results)
    throws
  {
    checkpoints = try results.checkpoints()
    scores = try results.course(query, of: rows.map(\.number), view: view)
  }

  private static let width = 12

  /// The heads of the columns.
  var header: String {
    checkpoints.map { checkpoint in
      let label = String(checkpoint.label.prefix(Self.width - 1))
      return String(repeating: " ", count: max(1, Self.width - label.count)) + label
    }.joined()
  }

  /// The heads of the columns of a file.
  var names: [String] { checkpoints.map { "score \($0.label)" } }

  func points(row: Int) -> [Point] {
    zip(checkpoints, scores).map {
      Point(checkpoint: $0.name, step: $0.step, score: $1[row])
    }
  }

  func fields(row: Int) -> [String] { scores.map { $0[row].map { String($0) } ?? "" } }

  func text(row: Int) -> String {
    scores.map { own in
      let text = own[row].map { String(format: "%+.4g", $0) } ?? "–"
      return String(repeating: " ", count: max(1, Self.width - text.count)) + text
    }.joined()
  }
}

extension Results {
  /// The scores of some passages at every checkpoint of the training.
  ///
  /// - Parameters:
  ///   - query: a question, a step or a combination of them.
  ///   - passages: numbers.
  ///   - view: how each checkpoint's scores are looked at, by its own nats and gradient norms.
  /// - Returns: `[checkpoints][passages]`, nil where there is no score.
  fileprivate func course(_ query: QueryExpression, of passages: [Int], view: ScoreView) throws
    -> [[Double?]]
  {
    try checkpoints().map { checkpoint in
      let own = under(checkpoint.run)
      let scores = try own.scores(query, perNat: view == .perNat)
      let norms =
        view.needsGradientNorms
        ? try store.gradientNorms(run: checkpoint.run, passages: corpus.passages).values : []
      return passages.map { passage in
        var value = scores[passage]
        if view.needsGradientNorms {
          value = norms[passage] > 0 ? value / Double(norms[passage]) : 0
        }
        return value.isFinite ? value : nil
      }
    }
  }
}
