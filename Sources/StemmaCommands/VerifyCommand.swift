import ArgumentParser
import Engine
import Foundation
import Workspace

struct VerifyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract:
      "Checks a ranking by training: one small step on each top passage, beside random ones.",
    discussion: """
      The model itself is never changed. Rises are of the log-likelihood, in nats. Each passage's step is as long as \
      makes its own loss fall by what its gradient predicts, within a fifth: 0.3 nats at first, then half as much again \
      and again; \"own fall\" is how far it fell.
      """)

  @Argument(help: "A folder with stemma.yaml.", completion: .directory) var workspace: String
  @Argument(help: "The question's id.") var question: String
  @Option(help: "The step, from 1; without it the whole completion.") var step: Int?
  @Option(help: "How many of the top passages.") var top = 10
  @Option(help: "How many passages drawn at random from the others.") var random = 10
  @Flag(help: "Print JSON.") var json = false

  func validate() throws {
    guard top >= 0, random >= 0, top + random > 0 else {
      throw ValidationError("--top and --random are numbers from 0, not both 0")
    }
    guard (step ?? 1) > 0 else { throw ValidationError("--step counts from 1") }
  }

  private struct Report: Encodable {
    struct Row: Encodable {
      let rank: Int
      let passage: String
      let type: String
      let score: Double
      let rise: Double
      let rate: Double
      let predicted: Double
      let fell: Double
      let random: Bool
    }
    let rate: Double
    let rows: [Row]
    let warnings: [String]
  }

  func run() throws {
    let workspace = try Workspace.named(workspace)
    let results = try Results(workspace)
    let question = try results.question(question)
    let checked = try Verification(
      workspace, results, question: question, step: step, top: top, random: random)
    if json {
      return try Output.json(
        Report(
          rate: checked.rate,
          rows: checked.rows.map {
            .init(
              rank: $0.rank, passage: $0.passage, type: $0.type, score: $0.score, rise: $0.rise,
              rate: $0.rate, predicted: $0.predicted, fell: $0.fell, random: $0.isRandom)
          }, warnings: checked.warnings))
    }
    print("  rank        score   rise (nats)  own fall  type         passage")
    for row in checked.rows {
      let type = row.type.padding(toLength: 12, withPad: " ", startingAt: 0)
      Output.plain(
        String(
          format: "%6d %+12.5g  %+12.5g  %8.3g", row.rank, row.score, row.rise, row.fell)
          + "\(row.isLinear ? " " : "?") \(type) \(row.passage)\(row.isRandom ? "  (random)" : "")")
    }
    for (name, isRandom) in [("top", false), ("random", true)] {
      guard let summary = checked.summary(random: isRandom) else { continue }
      print(
        "\(name) \(summary.count): "
          + String(
            format: "mean rise %+.4g nats, %.0f %% made likelier", summary.mean,
            100 * summary.positive))
    }
    if checked.rows.contains(where: { !$0.isLinear }) {
      print("? no step was found whose effect the gradient tells; such a rise says little")
    }
    for warning in checked.warnings { Output.plain("note: \(warning)") }
  }
}
