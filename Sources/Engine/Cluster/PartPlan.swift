import Foundation
import Influence

/// What several processes share who score one run's passages: written once, read by all, changed by none.
///
/// Parts open neither the database nor each other's files, so that they may run on machines that share nothing but a
/// folder: SQLite's write-ahead log needs all its readers on one host (sqlite.org/wal.html), a plan does not.
package struct PartPlan: Codable, Sendable, Equatable {
  /// Raised whenever a change of the code changes what plans or part files hold.
  static let version = 1

  /// A question's tokens and those of its steps that one pass scores.
  struct PlannedQuestion: Codable, Sendable, Equatable {
    let tokens: [Int32]
    /// First token and token after the last of each step.
    let steps: [[Int]]

    var query: StepQuery { StepQuery(tokens: tokens, steps: steps.map { $0[0]..<$0[1] }) }
  }

  /// Steps that share a pass over the corpus.
  struct PlannedPass: Codable, Sendable, Equatable {
    /// Rows of the steps in the database, in the order of the questions' steps.
    let steps: [Int64]
    let questions: [PlannedQuestion]
  }

  let version: Int
  /// Fingerprint of the run: of the inputs, the settings and the numerics.
  let run: String
  /// Fingerprint, and so the folder, of the factors.
  let factors: String
  let settings: RunSettings
  /// Threads that a part's packs are cut for: another number rounds otherwise.
  let threads: Int
  let blockSize: Int
  let passages: Int
  /// Passages that have no scores because their numbers are not finite.
  let skipped: [Int]
  let passes: [PlannedPass]
  /// Checksum of the file of tokens.
  let tokens: UInt64

  var blocks: Int { (passages + blockSize - 1) / blockSize }

  /// Passages of a block.
  func range(_ block: Int) -> Range<Int> {
    block * blockSize..<min((block + 1) * blockSize, passages)
  }

  /// Most bytes of a plan that make sense: a million steps of a thousand tokens.
  private static let sizeLimit = 1 << 33

  /// Reads a plan and checks that its numbers can be meant.
  init(path: String, data: Data) throws {
    let plan: PartPlan
    do {
      plan = try JSONDecoder().decode(PartPlan.self, from: data)
    } catch {
      throw EngineError(
        "\(path): is no plan of this version; make it anew with `stemma compute --plan`")
    }
    guard plan.version == Self.version else {
      throw EngineError(
        "\(path): was written by another version of Stemma (plan \(plan.version), here \(Self.version)); use the same program everywhere"
      )
    }
    let isSound =
      (1...1 << 24).contains(plan.blockSize) && (1...Int(UInt32.max)).contains(plan.passages)
      && (1...1024).contains(plan.threads)
      && plan.skipped.allSatisfy { (0..<plan.passages).contains($0) }
      && plan.passes.allSatisfy { pass in
        pass.steps.count == pass.questions.reduce(0) { $0 + $1.steps.count }
          && pass.questions.allSatisfy { question in
            question.steps.allSatisfy {
              $0.count == 2 && 0 < $0[0] && $0[0] < $0[1] && $0[1] <= question.tokens.count
            }
          }
      }
    guard isSound else {
      throw EngineError(
        "\(path): a number in it makes no sense; make it anew with `stemma compute --plan`")
    }
    self = plan
  }

  init(
    run: String, factors: String, settings: RunSettings, threads: Int, blockSize: Int,
    passages: Int,
    skipped: [Int], passes: [PlannedPass], tokens: UInt64
  ) {
    version = Self.version
    self.run = run
    self.factors = factors
    self.settings = settings
    self.threads = threads
    self.blockSize = blockSize
    self.passages = passages
    self.skipped = skipped
    self.passes = passes
    self.tokens = tokens
  }
}
