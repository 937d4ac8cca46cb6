package import Influence
import RunModel
package import Store
import Workspace

/// What becomes of passages whose numbers are infinite or not numbers.
package struct SkippedPassages {
  let store: Store
  let run: RunRecord
  let corpus: CorpusRecord
  /// Whether to go on without them.
  let skip: Bool

  /// Scores passages without those that are skipped.
  ///
  /// - Returns: the scores of the passages that were kept, and their numbers.
  func score(_ range: Range<Int>, by scorer: PassageScorer) throws -> (
    result: PassageScores, kept: [Int]
  ) {
    try without(range) { try scorer.score($0) }
  }

  /// Does something with passages without those that are skipped.
  ///
  /// - Returns: what came of it, and the numbers of the passages that were kept.
  func without<Result>(_ range: Range<Int>, _ body: ([[Int32]]) throws -> Result) throws -> (
    result: Result, kept: [Int]
  ) {
    let tokens = try store.tokens(of: range, corpus: corpus.id)
    return try keep(
      Dictionary(uniqueKeysWithValues: zip(range, tokens)), of: Array(range), body)
  }

  /// Scores passages that lie apart, in the order given.
  func score(_ numbers: [Int], by scorer: PassageScorer) throws -> (
    result: PassageScores, kept: [Int]
  ) {
    let tokens = try numbers.map { ($0, try store.tokens(ofPassage: $0, corpus: corpus.id)) }
    return try keep(Dictionary(tokens) { first, _ in first }, of: numbers) {
      try scorer.score($0)
    }
  }

  private func keep<Result>(
    _ tokens: [Int: [Int32]], of numbers: [Int], _ body: ([[Int32]]) throws -> Result
  ) throws -> (result: Result, kept: [Int]) {
    let known = Set(skip ? try store.skipped(run: run.id).map(\.number) : [])
    return try Self.leavingOut(numbers.filter { !known.contains($0) }) { kept in
      try body(kept.map { tokens[$0] ?? [] })
    } refusing: {
      Set(try take($0, among: $1).map(\.number))
    }
  }

  /// Does something with passages, again and again without those that are refused.
  /// - Parameter refusing: says which ones of those given an error leaves out, or throws.
  /// - Returns: what came of it, and the numbers of the passages that were kept.
  package static func leavingOut<Result>(
    _ numbers: [Int], _ body: ([Int]) throws -> Result,
    refusing: (InfluenceError, [Int]) throws -> Set<Int>
  ) throws -> (result: Result, kept: [Int]) {
    var kept = numbers
    while true {
      do {
        return (try body(kept), kept)
      } catch let error as InfluenceError where !error.refused.isEmpty {
        let left = try refusing(error, kept)
        kept.removeAll { left.contains($0) }
      }
    }
  }

  /// Records passages to go on without.
  ///
  /// - Parameter numbers: of the passages that were in the failed call.
  /// - Returns: those to leave out.
  /// - Throws: one sentence with the passage's id and the module, when they are not to be skipped.
  func take(_ error: InfluenceError, among numbers: [Int]) throws -> [SkippedPassage] {
    let found = error.refused.map { SkippedPassage(number: numbers[$0.index], reason: $0.reason) }
    guard let first = found.first else { throw error }
    guard skip else { throw try stop(first, others: found.count - 1) }
    try leave(found)
    return found
  }

  /// Records passages that have no scores.
  package func leave(_ found: [SkippedPassage]) throws {
    if found.isEmpty { return }
    let known = Set(try store.skipped(run: run.id).map(\.number))
    try store.skip(found, run: run.id)
    for passage in found where !known.contains(passage.number) {
      try store.log("passage \(try id(passage)) is skipped: \(passage.reason)", level: .warning)
    }
  }

  private func stop(_ first: SkippedPassage, others: Int) throws -> EngineError {
    let more = others > 0 ? " (and \(others) more near it)" : ""
    return EngineError(
      "passage \(try id(first))\(more): \(first.reason); what is committed is kept; mend the checkpoint or the passage, or go on without it by --skip-bad"
    )
  }

  private func id(_ passage: SkippedPassage) throws -> String {
    try store.passages([passage.number], corpus: corpus.id).first?.id ?? "\(passage.number)"
  }
}
