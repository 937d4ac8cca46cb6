import Findings
import RunModel
import Testing

/// How influence came about along a training, on values whose halves are known.
@Suite struct CourseTests {
  private static func score(_ share: Double) -> RecoveryScore {
    // So many of the first ten passages carry the note, the first of them at rank 1 ÷ share.
    let hits = Int((10 * share).rounded())
    return RecoveryScore(
      order: (0..<10).map { UInt32($0) }, relevant: Set((10 - hits..<10).map { UInt32($0) }),
      shareDepth: 10, recallDepth: 10)
  }

  private static func question(_ id: String, _ kind: QuestionKind, _ task: String) -> StudyQuestion
  {
    StudyQuestion(id: id, kind: kind, task: task, prompt: "?", completion: "!", steps: ["!"])
  }

  private static func course(_ kind: GroundTruth.Kind, _ shares: [Double]) -> CourseFinding.Question
  {
    CourseFinding.Question(
      nats: shares.map { 10 - $0 }, likeness: shares.map { $0 },
      recovery: shares.map { score($0) },
      note: (kind, RecoveryScore(randomOf: 0, passageCount: 10, recallDepth: 10)))
  }

  private func finding(
    _ procedures: [[Double]], _ facts: [[Double]], steps: [Int]? = [100, 200, 400]
  ) -> CourseFinding {
    let questions =
      procedures.indices.map { Self.question("p\($0)", .reasoning, "slope") }
      + facts.indices.map { Self.question("f\($0)", .factual, "capital") }
    return CourseFinding(
      checkpoints: ["step 100", "step 200", "step 400"], steps: steps, questions: questions,
      courses: procedures.map { Self.course(.procedure, $0) }
        + facts.map { Self.course(.fact, $0) }, options: StudyOptions())
  }

  @Test func aKindArrivesWhereItsGainPassesHalf() throws {
    // Half of .8 lies at step 100 of the first; of the second half way from 200 to 400.
    let found = finding(
      [[0.4, 0.6, 0.8], [0.4, 0.6, 0.8]], [[0, 0, 0.4], [0, 0, 0.8]])
    let arrival = try #require(found.arrivals.first { $0.measure == .share })
    #expect(abs(arrival.procedures.position - 100) <= 1e-9)
    #expect(abs(arrival.facts.position - 300) <= 1e-9)
    #expect(arrival.procedureFirst == 1 && arrival.first == .procedure)
    // Every draw of the facts has its half at the same place, whatever it is a half of.
    let interval = try #require(arrival.facts.interval)
    #expect(abs(interval.lowerBound - 300) <= 1e-9 && abs(interval.upperBound - 300) <= 1e-9)
    let turned = finding([[0, 0, 0.4]], [[0.4, 0.6, 0.8], [0.6, 0.6, 0.6]])
    let other = try #require(turned.arrivals.first { $0.measure == .share })
    #expect(other.first == .fact && other.procedureFirst == 0)
    #expect(other.procedures.interval == nil)
    // Without steps the checkpoints' numbers count.
    let numbered = finding([[0.4, 0.6, 0.8]], [[0, 0, 0.4]], steps: nil)
    #expect(!numbered.hasSteps)
    #expect(numbered.arrivals[0].facts.position == 2.5)
  }

  @Test func whatCannotBeToldIsNotSaid() throws {
    let same = [[0.2, 0.4, 0.8], [0.1, 0.5, 0.7], [0.4, 0.4, 0.5], [0, 0.1, 0.9]]
    let arrival = try #require(finding(same, same).arrivals.first)
    #expect(arrival.first == nil && abs(arrival.procedureFirst - 0.5) < 0.05)
    // Never better than chance, or no note at all: nothing arrives.
    #expect(finding([[0.2, 0.4, 0.8]], [[0, 0, 0]]).arrivals.isEmpty)
    #expect(finding([[0.2, 0.4, 0.8]], []).arrivals.isEmpty)
  }

  @Test func groupsHaveTheMeansOfTheirQuestions() throws {
    let found = finding([[0.4, 0.6, 0.8], [0.2, 0.2, 0.2]], [[0, 0.1, 0.4]])
    let slope = try #require(found.rows.first { $0.group == "slope" })
    #expect(slope.questions == 2 && slope.kind == .procedure)
    for (index, mean) in [0.3, 0.4, 0.5].enumerated() {
      #expect(abs((slope.share[index]?.mean ?? 0) - mean) <= 1e-12)
      #expect(abs((slope.nats[index]?.mean ?? 0) - (10 - mean)) <= 1e-12)
    }
    let rank = try #require(found.rows.first { $0.kind == .fact }?.reciprocalRank)
    #expect(rank[0]?.mean == 0)
    #expect(abs((rank[1]?.mean ?? 0) - 0.1) <= 1e-12)
    #expect(abs((rank[2]?.mean ?? 0) - 1 / 7) <= 1e-12)
  }
}
