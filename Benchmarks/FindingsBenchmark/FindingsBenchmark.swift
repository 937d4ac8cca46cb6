import Findings
import Foundation
import TestSupport

/// Seconds and memory of every finding over scores of any size, and of looking for the answers.
@main
enum FindingsBenchmark {
  static func main() throws {
    let words = CommandLine.arguments.dropFirst()
    let numbers = words.compactMap { Int($0) }
    guard numbers.count >= 2 else {
      print(
        """
        FindingsBenchmark QUESTIONS PASSAGES [TEXTS]
        FindingsBenchmark database FOLDER QUESTIONS PASSAGES
        """)
      return
    }
    if words.first == "database", let folder = words.dropFirst().first {
      return try DatabaseReport.run(
        folder: folder, questions: numbers[0], passages: numbers[1])
    }
    let (questions, passages) = (numbers[0], numbers[1])
    let world = SyntheticStudy(questions: questions, passages: passages)
    let table = try timed("making scores (not counted)") { try world.scores() }
    var search = AnswerSearch(world.questions)
    let texts = numbers.count > 2 ? numbers[2] : passages
    let searching = measure { world.scan(&search, texts: texts) }
    let rate = Double(world.bytes) / searching / 1e6
    show("answers in \(texts) texts, \(Int(rate)) MB/s", searching)

    var withoutRanks = StudyOptions()
    withoutRanks.includesSpearman = false
    let input = world.input(answers: search)
    var study: Study?
    let plain = try measure {
      study = try Study(input, scores: table, options: withoutRanks)
    }
    show("every finding but rank correlation", plain)
    let whole = try measure { study = try Study(input, scores: table) }
    show("every finding", whole)
    if let study {
      let drawing = measure {
        for side in Side.allCases { _ = study.coverageCurves(side, isRelative: false) }
        _ = study.correlationMap()
        _ = study.answerRanks()
      }
      show("figures", drawing)
    }
    show("answers and every finding", searching + whole)
    print("memory at most \(peakMemory()) MiB, beside \(table.bytes >> 20) MiB of scores in a file")
  }

  private static func timed<Result>(_ name: String, _ body: () throws -> Result) rethrows -> Result
  {
    let start = ContinuousClock.now
    let result = try body()
    show(name, (ContinuousClock.now - start) / .seconds(1))
    return result
  }

  private static func measure(_ body: () throws -> Void) rethrows -> Double {
    let start = ContinuousClock.now
    try body()
    return (ContinuousClock.now - start) / .seconds(1)
  }

  private static func show(_ name: String, _ seconds: Double) {
    print(
      name.padding(toLength: 44, withPad: " ", startingAt: 0) + String(format: "%8.2f s", seconds))
  }

  /// Most resident memory so far, MiB.
  private static func peakMemory() -> Int {
    var usage = rusage()
    getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
    return usage.ru_maxrss / 1024
  }
}
