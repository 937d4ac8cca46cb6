import Influence
import Workspace

extension ClusterPlan {
  /// Blocks of passages.
  var blocks: Int { (passages + blockSize - 1) / blockSize }

  /// Passages of a block.
  func range(of block: Int) -> Range<Int> {
    block * blockSize..<min((block + 1) * blockSize, passages)
  }

  /// Whether every number and name is one that a plan can have; the file may come from anywhere.
  ///
  /// Names become parts of paths, and numbers decide what memory is made.
  /// - Parameter files: files of passages that are there, one a block.
  func makesSense(files: Int) -> Bool {
    let names = [fingerprint, checkpoint, factors, index]
    return names.allSatisfy { $0.utf8.count == 32 && $0.allSatisfy(\.isHexDigit) }
      && (1...1 << 40).contains(passages) && (1...1 << 24).contains(blockSize) && blocks <= files
      && [packMultiple, productThreads, threads].allSatisfy { (1...1 << 16).contains($0) }
      && (1...1 << 24).contains(packTokens) && sumBytes > 0 && memory >= 0
      && (factorPassages + skipped).allSatisfy { (0..<passages).contains($0) }
  }
}

extension ClusterSteps.Pass {
  /// The queries as the influence code takes them.
  /// - Throws: `EngineError` where they are of no plan's; a model checks the tokens themselves.
  func stepQueries() throws -> [StepQuery] {
    let queries = try queries.map { query in
      // The first token has nothing before it and is of no step.
      let bounds = query.steps.filter {
        $0.count == 2 && 0 < $0[0] && $0[0] <= $0[1] && $0[1] <= query.tokens.count
      }
      guard bounds.count == query.steps.count else { throw Self.nonsense }
      return StepQuery(tokens: query.tokens, steps: bounds.map { $0[0]..<$0[1] })
    }
    guard queries.reduce(0, { $0 + $1.steps.count }) == steps.count else { throw Self.nonsense }
    return queries
  }

  private static var nonsense: EngineError {
    EngineError("the plan's steps make no sense; remove it and plan again")
  }
}
