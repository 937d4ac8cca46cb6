import Hashing
import RunModel

/// How influence came about in the course of a training: the same completions, scored at every checkpoint.
package struct CourseFinding: Sendable, Codable, Equatable {
  /// One question along the training; a list has one entry a checkpoint, nil where nothing is known.
  package struct Question: Sendable {
    /// −log p of the completion.
    package var nats: [Double?]
    /// Pearson's r over all passages with the scores at the last checkpoint.
    package var likeness: [Double?]
    /// How well the ranking finds the passages that carry the question's note; empty without a note.
    package var recovery: [RecoveryScore?]
    /// The note's kind and what a random ranking finds of it.
    package var note: (kind: GroundTruth.Kind, chance: RecoveryScore)?

    package init(
      nats: [Double?], likeness: [Double?], recovery: [RecoveryScore?] = [],
      note: (kind: GroundTruth.Kind, chance: RecoveryScore)? = nil
    ) {
      (self.nats, self.likeness, self.recovery, self.note) = (nats, likeness, recovery, note)
    }
  }

  /// One group; a list has one entry a checkpoint.
  package struct Row: Sendable, Codable, Equatable {
    package let group: String
    /// What its questions are held against; nil for questions without a note.
    package let kind: GroundTruth.Kind?
    package let questions: Int
    package let nats: [Spread?]
    package let likeness: [Spread?]
    package let share: [Spread?]
    package let reciprocalRank: [Spread?]
    /// What random rankings would give.
    package let chanceOfShare: Double?
    package let chanceOfReciprocalRank: Double?
  }

  package let checkpoints: [String]
  /// Steps of the training at each, or their numbers from 1 where steps are not known.
  package let positions: [Double]
  /// Whether positions are steps.
  package let hasSteps: Bool
  /// Depth of the share.
  package let shareDepth: Int
  package let rows: [Row]
  /// Whether procedures arrive before facts, by share and by reciprocal rank; empty where notes of either are missing.
  package let arrivals: [Arrival]

  /// - Parameters:
  ///   - checkpoints: their names, in the order of the training.
  ///   - steps: of the training at each checkpoint; nil where one is not known.
  ///   - questions: those that go in.
  ///   - courses: of each of them.
  ///   - options: the depth of the share.
  package init(
    checkpoints: [String], steps: [Int]?, questions: [StudyQuestion], courses: [Question],
    options: StudyOptions
  ) {
    self.checkpoints = checkpoints
    hasSteps = steps != nil
    let positions = steps?.map(Double.init) ?? checkpoints.indices.map { Double($0 + 1) }
    self.positions = positions
    shareDepth = options.shareDepth
    rows = StudyGroup.all(of: questions).filter { !$0.isPooled }.map { group in
      Row(group.name, group.members.map { courses[$0] }, checkpoints.count)
    }
    arrivals = Arrival.Measure.allCases.compactMap {
      Arrival($0, courses, positions: positions)
    }
  }
}

extension CourseFinding.Row {
  fileprivate init(_ group: String, _ members: [CourseFinding.Question], _ count: Int) {
    self.group = group
    questions = members.count
    kind = members.compactMap { $0.note?.kind }.first
    func spreads(_ value: (CourseFinding.Question, Int) -> Double?) -> [Spread?] {
      (0..<count).map { index in Spread(members.compactMap { value($0, index) }) }
    }
    func found(_ question: CourseFinding.Question, _ index: Int) -> RecoveryScore? {
      question.recovery.indices.contains(index) ? question.recovery[index] : nil
    }
    nats = spreads { $0.nats[$1] }
    likeness = spreads { $0.likeness[$1] }
    share = spreads { found($0, $1)?.share }
    reciprocalRank = spreads { found($0, $1)?.reciprocalRank }
    chanceOfShare = Spread(members.compactMap { $0.note?.chance.share })?.mean
    chanceOfReciprocalRank = Spread(members.compactMap { $0.note?.chance.reciprocalRank })?.mean
  }
}

/// When the documents that carry procedures, and those that carry facts, come to the top.
///
/// A kind arrives where the mean of a measure over its questions, less what a random ranking would give, passes half
/// of the most that it reaches; between two checkpoints on a straight line. Intervals draw questions (bootstrap).
package struct Arrival: Sendable, Codable, Equatable {
  package enum Measure: String, Sendable, Codable, CaseIterable {
    /// Share of the top that carries the note.
    case share
    case reciprocalRank
  }

  package struct Moment: Sendable, Codable, Equatable {
    /// Where in the training.
    package let position: Double
    /// 95 %; nil for one question alone.
    package let interval: ClosedRange<Double>?
  }

  package let measure: Measure
  package let procedures: Moment
  package let facts: Moment
  /// Share of the draws in which procedures arrive first; those where both arrive together count half.
  package let procedureFirst: Double

  /// Which comes first, as far as the questions tell: nil where the draws disagree by more than 5 %.
  package var first: GroundTruth.Kind? {
    procedureFirst >= 0.975 ? .procedure : procedureFirst <= 0.025 ? .fact : nil
  }

  private static let draws = 2_000

  /// One question's measure along the training, less chance.
  private typealias Gains = [Double]

  /// nil where either kind has no question, or never does better than chance.
  init?(_ measure: Measure, _ courses: [CourseFinding.Question], positions: [Double]) {
    func value(_ score: RecoveryScore) -> Double {
      measure == .share ? score.share : score.reciprocalRank
    }
    func gains(_ kind: GroundTruth.Kind) -> [Gains] {
      courses.compactMap { course in
        guard let note = course.note, note.kind == kind, course.recovery.count == positions.count
        else { return nil }
        let values = course.recovery.compactMap { $0 }
        return values.count == positions.count ? values.map { value($0) - value(note.chance) } : nil
      }
    }
    let (procedures, facts) = (gains(.procedure), gains(.fact))
    guard let first = Self.halfway(procedures, positions),
      let second = Self.halfway(facts, positions)
    else { return nil }
    var stream = SplitMix64(seed: 0x5EED)
    var drawn: (procedures: [Double], facts: [Double]) = ([], [])
    var before = 0.0
    for _ in 0..<Self.draws {
      let one = procedures.map { _ in procedures[stream.next(below: procedures.count)] }
      let other = facts.map { _ in facts[stream.next(below: facts.count)] }
      // A draw in which one never rises says nothing of when it did.
      guard let one = Self.halfway(one, positions), let other = Self.halfway(other, positions)
      else { continue }
      drawn.procedures.append(one)
      drawn.facts.append(other)
      before += one < other ? 1 : one == other ? 0.5 : 0
    }
    self.measure = measure
    self.procedures = Moment(
      position: first,
      interval: procedures.count > 1 ? Self.interval(drawn.procedures) : nil)
    self.facts = Moment(
      position: second, interval: facts.count > 1 ? Self.interval(drawn.facts) : nil)
    procedureFirst = before / Double(max(1, drawn.facts.count))
  }

  private static func interval(_ values: [Double]) -> ClosedRange<Double>? {
    values.isEmpty ? nil : Bootstrap.interval(ofSorted: values.sorted())
  }

  /// Where the mean passes half of its greatest value; nil where it is never above 0.
  private static func halfway(_ gains: [Gains], _ positions: [Double]) -> Double? {
    guard !gains.isEmpty else { return nil }
    let means = positions.indices.map { index in
      gains.reduce(0) { $0 + $1[index] } / Double(gains.count)
    }
    guard let greatest = means.max(), greatest > 0,
      let index = means.firstIndex(where: { $0 >= greatest / 2 })
    else { return nil }
    guard index > 0 else { return positions[0] }
    let part = (greatest / 2 - means[index - 1]) / (means[index] - means[index - 1])
    return positions[index - 1] + part * (positions[index] - positions[index - 1])
  }
}
