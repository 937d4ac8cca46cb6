import ArgumentParser
import Engine
import Foundation
import Workspace

struct TokensCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "tokens",
    abstract: "Which tokens and modules one score comes from: a passage's for a step.",
    discussion: """
      Tokens of the step and of the passage have the share that their own losses carry (Grosse et al. 2023, B.1); those \
      of the passage also the share by where its gradient arrives, on the token before the predicted one. Each \
      column adds up to the score.
      """)

  @Argument(help: "A folder with stemma.yaml.", completion: .directory) var workspace: String
  @Argument(help: "The question's id.") var question: String
  @Option(help: "The step, from 1.") var step: Int
  @Option(help: "The passage's id, as `stemma top` lists it.") var passage: String
  @Option(name: .customLong("run"), help: "The run; by default the newest.") var runID: Int64?
  @Flag(help: "Print JSON.") var json = false

  func validate() throws {
    guard step > 0 else { throw ValidationError("--step counts from 1") }
  }

  private struct Report: Encodable {
    struct Token: Encodable {
      let text: String
      @OrNull var byLoss: Double?
    }
    struct PassageToken: Encodable {
      let text: String
      @OrNull var byLoss: Double?
      @OrNull var byPosition: Double?
    }
    struct Module: Encodable {
      let module: String
      let share: Double
    }
    let question: String
    let step: Int
    let passage: String
    let score: Double
    let stepTokens: [Token]
    let passageTokens: [PassageToken]
    let modules: [Module]
  }

  func run() throws {
    let workspace = try Workspace.named(workspace)
    let results = try Results(workspace, run: runID)
    let shares = try TokenShares(
      workspace, results, question: try results.question(question), step: step, passage: passage)
    if json {
      return try Output.json(
        Report(
          question: question, step: step, passage: passage, score: shares.score,
          stepTokens: shares.step.map { .init(text: $0.text, byLoss: $0.byLoss) },
          passageTokens: shares.passage.map {
            .init(text: $0.text, byLoss: $0.byLoss, byPosition: $0.byPosition)
          }, modules: shares.modules.map { .init(module: $0.name, share: $0.share) }))
    }
    Output.plain(
      "\(question), step \(step), passage \(passage): score \(number(shares.score)), positive = makes it more likely"
    )
    if shares.step.contains(where: { $0.byLoss == nil }) {
      Output.note("stemma: by losses nothing is known of mixtures of experts")
    }
    print("     by loss  token of the step")
    for token in shares.step { row([token.byLoss], token.text) }
    print("     by loss  by position  token of the passage")
    for token in shares.passage { row([token.byLoss, token.byPosition], token.text) }
    print("       share  module")
    for module in shares.modules { row([module.share], module.name) }
  }

  private func number(_ value: Double) -> String { String(format: "%+.5g", value) }

  private func row(_ shares: [Double?], _ text: String) {
    let numbers = shares.map { share -> String in
      let text = share.map(number) ?? "–"
      return String(repeating: " ", count: max(1, 12 - text.count)) + text
    }
    Output.plain(numbers.joined(separator: " ") + "  \(text.debugDescription)")
  }
}
