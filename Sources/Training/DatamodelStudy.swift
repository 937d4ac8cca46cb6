import Foundation
import Hashing
import LinearAlgebra
import Synchronization
package import Transformer

/// Retrains a model on many random parts of a corpus and measures what that does to given losses.
///
/// The measured side of the linear datamodelling score (Park et al. 2023). Every model starts from the
/// same parameters and sees its documents under the same settings; only the documents differ.
package struct DatamodelStudy: Sendable {
  /// Text whose steps' losses are measured.
  package struct Query: Sendable, Equatable {
    package let tokens: [Int32]
    /// Ranges of tokens, none beginning at 0.
    package let steps: [Range<Int>]

    package init(tokens: [Int32], steps: [Range<Int>]) {
      precondition(steps.allSatisfy { $0.lowerBound > 0 && $0.upperBound <= tokens.count })
      self.tokens = tokens
      self.steps = steps
    }
  }

  package let configuration: ModelConfiguration
  /// How each model is trained; its threads are not used, models are trained side by side.
  package let settings: TrainingSettings
  package let documents: [[Int32]]
  package let queries: [Query]
  /// Share of the documents in a part.
  package let share: Double
  package let seed: UInt64

  package init(
    configuration: ModelConfiguration, settings: TrainingSettings, documents: [[Int32]],
    queries: [Query], share: Double = 0.5, seed: UInt64 = 0
  ) {
    precondition(share > 0 && share <= 1)
    self.configuration = configuration
    self.settings = settings
    self.documents = documents
    self.queries = queries
    self.share = share
    self.seed = seed
  }

  /// Documents of a part, a uniform draw of the share's size, in the corpus' order.
  package func members(of part: Int) -> [Int] {
    let own = SplitMix64.hash(SplitMix64.hash(seed) &+ UInt64(part))
    let order = documents.indices.sorted {
      let (a, b) = (SplitMix64.hash(own &+ UInt64($0)), SplitMix64.hash(own &+ UInt64($1)))
      return (a, $0) < (b, $1)
    }
    let count = max(1, Int((share * Double(documents.count)).rounded()))
    return order.prefix(count).sorted()
  }

  /// A model trained on some of the documents.
  ///
  /// - Parameter start: added to the seeds of the initial parameters and of the documents' order.
  package func trained(on members: [Int], start: UInt64 = 0) throws -> LanguageModel {
    let model = LanguageModel.randomlyInitialised(configuration: configuration, seed: seed &+ start)
    var settings = settings
    settings.threads = 1
    settings.seed &+= start
    try Trainer(model: model, settings: settings).run(documents: members.map { documents[$0] })
    return model
  }

  /// Models trained on all documents, each from its own start, side by side.
  package func trainedOnAll(starts: Int, threads: Int) throws -> [LanguageModel] {
    let models = Mutex<[Int: Result<LanguageModel, any Error>]>([:])
    inParallel(starts, threads: threads) { start in
      let model = Result { try trained(on: Array(documents.indices), start: UInt64(start)) }
      models.withLock { $0[start] = model }
    }
    return try models.withLock { found in try (0..<starts).compactMap { try found[$0]?.get() } }
  }

  /// Losses in nats of every step of every query, in order.
  package func losses(of model: LanguageModel) -> [Double] {
    eachStep(of: model) { _, _, _, loss in loss }
  }

  /// Something of every step of every query, in order.
  ///
  /// - Parameter body: sees the query, the rows that predict a step's tokens, what the forward pass left, and the
  ///   step's loss in nats.
  private func eachStep<Value>(
    of model: LanguageModel, _ body: (Query, Range<Int>, ActivationBuffers, Double) -> Value
  ) -> [Value] {
    let buffers = ActivationBuffers(model)
    return queries.flatMap { query in
      let pack = TokenPack([query.tokens])
      model.forward(pack, buffers)
      let losses = model.loss(.given(pack.nextTokens), buffers)
      return query.steps.map { step in
        let rows = step.lowerBound - 1..<step.upperBound - 1
        return body(query, rows, buffers, losses[rows].reduce(0) { $0 + Double($1) })
      }
    }
  }

  /// How well a model writes a step: its loss in nats, and whether greedy decoding writes it word for word.
  package struct Outcome: Sendable, Equatable {
    package let loss: Double
    package let isWritten: Bool
  }

  /// Outcomes of every step of every query, in order.
  ///
  /// A step is written word for word if each of its tokens is the likeliest after those before it.
  package func outcomes(of model: LanguageModel) -> [Outcome] {
    eachStep(of: model) { query, rows, buffers, loss in
      let logits = model.logits(buffers, rows: rows)
      let isWritten = rows.allSatisfy { row in
        let values = logits.row(row - rows.lowerBound)
        let best = values.indices.max { values[$0] < values[$1] } ?? 0
        return Int32(best) == query.tokens[row + 1]
      }
      return Outcome(loss: loss, isWritten: isWritten)
    }
  }

  /// Losses under models of so many parts, `[parts × steps]`.
  ///
  /// - Parameters:
  ///   - known: results of an earlier run by part, which are not computed again.
  ///   - onResult: sees each new result; what it throws ends the study when its neighbours are done.
  package func run(
    parts: Int, threads: Int, known: [Int: [Double]] = [:],
    onResult: @escaping @Sendable (Int, [Double]) throws -> Void = { _, _ in }
  ) throws -> [[Double]] {
    let results = Mutex(known)
    let failure = Mutex<(any Error)?>(nil)
    let missing = (0..<parts).filter { known[$0] == nil }
    inParallel(missing.count, threads: threads) { index in
      guard failure.withLock({ $0 == nil }) else { return }
      let part = missing[index]
      do {
        let losses = losses(of: try trained(on: members(of: part)))
        try results.withLock {
          $0[part] = losses
          try onResult(part, losses)
        }
      } catch {
        failure.withLock { $0 = $0 ?? error }
      }
    }
    if let error = failure.withLock({ $0 }) { throw error }
    return results.withLock { found in (0..<parts).compactMap { found[$0] } }
  }
}

/// How well sums of scores over the documents of a part rank the measured losses.
///
/// The linear datamodelling score of Park et al. 2023.
///
/// - Parameters:
///   - members: documents of each part.
///   - losses: of each part, by step.
///   - scores: of each step, by document; higher means that the document lowers the loss.
/// - Returns: Spearman's correlation of each step, 0 where nothing varies.
package func linearDatamodellingScores(
  members: [[Int]], losses: [[Double]], scores: [[Float]]
) -> [Double] {
  precondition(members.count == losses.count)
  return scores.indices.map { step in
    let predicted = members.map { $0.reduce(0.0) { $0 + Double(scores[step][$1]) } }
    return spearman(predicted, losses.map { -$0[step] })
  }
}

/// Spearman's correlation with mean ranks for ties.
func spearman(_ left: [Double], _ right: [Double]) -> Double {
  func ranks(_ values: [Double]) -> [Double] {
    let order = values.indices.sorted { values[$0] < values[$1] }
    var ranks = [Double](repeating: 0, count: values.count)
    var start = 0
    while start < order.count {
      var end = start
      while end < order.count && values[order[end]] == values[order[start]] { end += 1 }
      for index in order[start..<end] { ranks[index] = Double(start + end - 1) / 2 }
      start = end
    }
    return ranks
  }
  let (a, b) = (ranks(left), ranks(right))
  let mean = Double(a.count - 1) / 2
  var (ab, aa, bb) = (0.0, 0.0, 0.0)
  for (x, y) in zip(a, b) {
    ab += (x - mean) * (y - mean)
    aa += (x - mean) * (x - mean)
    bb += (y - mean) * (y - mean)
  }
  return aa > 0 && bb > 0 ? ab / (aa * bb).squareRoot() : 0
}
