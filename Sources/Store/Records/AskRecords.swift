package import RunModel

/// What became of a typed question so far.
package struct AskRecord: Sendable, Equatable {
  /// The request.
  package let job: Int64
  /// Row of the question; nil until it has one.
  package var question: Int64?
  /// The answer as far as it is written.
  package var answer: String
  package var progress: AskProgress

  package init(job: Int64, question: Int64? = nil, answer: String = "", progress: AskProgress) {
    self.job = job
    self.question = question
    self.answer = answer
    self.progress = progress
  }
}

/// How far a typed question has come.
package struct AskProgress: Codable, Sendable, Hashable {
  package enum State: String, Codable, Sendable {
    case waiting, running, done, failed, stopped

    /// A sign that stands for it before a line of text.
    package var mark: String {
      switch self {
      case .waiting: "○"
      case .running: "·"
      case .done: "✓"
      case .failed: "✗"
      case .stopped: "–"
      }
    }
  }

  /// A piece of the work.
  package struct Stage: Codable, Sendable, Hashable {
    package var part: AskStage
    package var state = State.waiting
    package var seconds: Double?
    /// What came of it, in a few words.
    package var note = ""

    package init(_ part: AskStage) { self.part = part }

    private enum CodingKeys: String, CodingKey {
      case part = "name"
      case state, seconds, note
    }
  }

  /// Another question of the set, and how alike the scores of the whole answers are.
  package struct Nearest: Codable, Sendable, Hashable {
    package var question: String
    /// Pearson's r over all passages.
    package var correlation: Double

    package init(question: String, correlation: Double) {
      self.question = question
      self.correlation = correlation
    }
  }

  package var stages: [Stage]
  /// Passages with exact scores, and all.
  package var exact = 0
  package var passages = 0
  /// For each step: passages that were scored since one of them last entered its exact top ten.
  package var settled: [Int] = []
  /// The question of the set whose scores are most like these; nil where there is none to compare with.
  package var nearest: Nearest?
  /// Seconds from the request to the list in coarse order; nil where there is none.
  package var coarseAfter: Double?
  /// Seconds from the request until ``firstShare`` of every step's order was exact.
  package var shareAfter: Double?

  /// The part of the order that is waited for first.
  package static let firstShare = 0.05
  /// How many at the top are watched for changes.
  package static let watchedDepth = 10

  package init(stages: [Stage]) { self.stages = stages }

  /// Most pieces of the work; there are five today.
  private static let maximumStages = 64

  /// Whether the numbers can be those of any question: a database may come from anywhere.
  var isPossible: Bool {
    let counts = 0...0xffff_ffff
    func isTime(_ value: Double?) -> Bool { value.map { (-1e9...1e12).contains($0) } ?? true }
    return stages.count <= Self.maximumStages && counts.contains(exact) && counts.contains(passages)
      && settled.allSatisfy(counts.contains) && isTime(coarseAfter) && isTime(shareAfter)
      && stages.allSatisfy { isTime($0.seconds) }
      && (nearest.map { abs($0.correlation) <= 1.000_001 } ?? true)
  }
}
