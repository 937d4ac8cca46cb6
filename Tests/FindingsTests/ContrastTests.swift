import Findings
import Foundation
import RunModel
import Testing

/// What is left after the control, as Tests/Scripts/record_contrast.py computed it in numpy.
@Suite struct ContrastTests {
  private struct Recorded: Decodable {
    struct Measures: Decodable {
      let within: Double
      let magnitude: Double
      let multipliers: [String: Double]
      let shared: [Int]
      let occurrences: Int
    }
    struct Pair: Decodable {
      let before: Measures
      let after: Measures
    }
    let k: Int
    let depth: Int
    let minimum: Int
    let types: [UInt16]
    let names: [String]
    let groups: [String]
    let scores: [[Float]]
    let contrasts: [String: Pair]
    struct Bins: Decodable {
      let before: [String: Double]
      let after: [String: Double]
    }
    let bins: [UInt16]
    let labels: [String]
    let fields: [String: Bins]

    init() throws {
      let path = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().appendingPathComponent("Golden/findings/contrast.json")
      self = try JSONDecoder().decode(Recorded.self, from: Data(contentsOf: path))
    }
  }

  private static func study(_ recorded: Recorded, kind: (String) -> QuestionKind) throws -> Study {
    let questions = recorded.groups.enumerated().map { number, group in
      StudyQuestion(id: "q\(number)", kind: kind(group), task: group, nats: 1)
    }
    var options = StudyOptions()
    options.reuseDepth = recorded.k
    options.reuseMinimum = recorded.minimum
    options.typeDepths = [recorded.depth]
    options.includesSpearman = false
    return try Study(
      StudyInput(questions: questions, types: recorded.types, typeLabels: recorded.names),
      scores: try DenseScores(recorded.scores), options: options)
  }

  /// Bins of two fields are counted as types are, before the control and after it.
  @Test func binsOfFieldsAgreeWithNumpy() throws {
    let recorded = try Recorded()
    let questions = recorded.groups.enumerated().map { number, group in
      StudyQuestion(
        id: "q\(number)", kind: group.contains("control") ? .control : .reasoning, task: group,
        nats: 1)
    }
    var options = StudyOptions()
    options.typeDepths = [recorded.depth, 100_000]
    let finding = try FieldFinding(
      fields: ["page", "type"], codes: recorded.bins, names: recorded.labels, isCut: false,
      input: StudyInput(questions: questions, types: recorded.types, typeLabels: recorded.names),
      scores: try DenseScores(recorded.scores), options: options)
    #expect(finding.depths == [recorded.depth])
    for (group, expected) in recorded.fields {
      for (isAfter, multipliers) in [(false, expected.before), (true, expected.after)] {
        for (value, times) in multipliers {
          let bin = try #require(
            finding.bin(
              value, group: group, side: .positive, k: recorded.depth, isAfter: isAfter))
          #expect(abs(bin.multiplier - times) < 1e-9, "\(group) \(value) \(isAfter)")
        }
      }
    }
    // A control has nothing after it, and only the positive side is told.
    #expect(!finding.after.contains { $0.group.contains("control") || $0.side == .negative })
    options.groups = ["slope"]
    let alone = try FieldFinding(
      fields: ["page"], codes: recorded.bins, names: recorded.labels, isCut: false,
      input: StudyInput(questions: questions, types: recorded.types, typeLabels: recorded.names),
      scores: try DenseScores(recorded.scores), options: options)
    #expect(Set(alone.bins.map(\.group)) == ["slope"] && alone.after.isEmpty)
  }

  @Test func numbersAgreeWithNumpy() throws {
    let recorded = try Recorded()
    let study = try Self.study(recorded) { $0.contains("control") ? .control : .reasoning }
    #expect(study.contrasts.map(\.group) == ["arithmetic", "slope"])
    for finding in study.contrasts {
      #expect(finding.controls == ["reasoning control"])
      #expect(finding.controlQuestions == 4)
      let pair = try #require(recorded.contrasts[finding.group])
      for (found, expected) in [(finding.before, pair.before), (finding.after, pair.after)] {
        let within = try #require(found.within)
        // Scores are float32 there, their differences too.
        #expect(abs(within.mean - expected.within) < 1e-5)
        #expect(abs(within.meanMagnitude - expected.magnitude) < 1e-5)
        #expect(found.reuse.entries.map(\.document).sorted() == expected.shared)
        #expect(found.reuse.occurrences == expected.occurrences)
        for entry in found.types {
          let multiplier = try #require(expected.multipliers[entry.type])
          #expect(abs(entry.multiplier - multiplier) < 1e-9, "\(entry.type)")
        }
      }
    }
    let sentence = try #require(study.sentence(of: .contrast))
    #expect(sentence.contains("slope") && sentence.contains("after"))
  }

  @Test func withoutControlsThereIsNothingToTakeOff() throws {
    let study = try Self.study(try Recorded()) { _ in .reasoning }
    #expect(study.contrasts.isEmpty)
  }
}
