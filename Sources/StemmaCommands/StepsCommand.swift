import ArgumentParser
import Engine
import Foundation
import RunModel
import Store
import Workspace

struct StepsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "steps", abstract: "A question, its reasoning steps, nats per step, correctness.")

  @Argument(help: "A folder with stemma.yaml.", completion: .directory) var workspace: String
  @Argument(help: "The question's id.") var question: String
  @Flag(help: "Print JSON.") var json = false

  private struct Report: Encodable {
    struct StepReport: Encodable {
      let step: Int
      let text: String
      let nats: Double?
    }
    let id: String
    let kind: String
    let task: String
    let prompt: String
    @OrNull var answer: String?
    @OrNull var correct: Bool?
    @OrNull var firstFalseStep: Int?
    let steps: [StepReport]
  }

  func run() throws {
    let results = try Results(Workspace.named(workspace))
    let question = try results.question(question)
    let steps = try results.steps(of: question)
    if json {
      return try Output.json(
        Report(
          id: question.name, kind: question.kind.rawValue, task: question.task,
          prompt: question.prompt,
          answer: question.answer, correct: question.isCorrect,
          firstFalseStep: question.firstFalseStep,
          steps: steps.map { .init(step: $0.number, text: $0.text, nats: $0.nats) }))
    }
    Output.plain("\(question.name)  \(question.kind.rawValue), \(question.task)")
    Output.lines(question.prompt)
    for step in steps {
      let nats = step.nats.map { String(format: "%8.3f nats", $0) } ?? "             "
      let mark = question.firstFalseStep == step.number ? "  ✗ states a false equality" : ""
      Output.lines("\(step.number)  \(nats)  \(step.text.trimmingCharacters(in: .newlines))\(mark)")
    }
    if let answer = question.answer {
      let verdict = question.isCorrect.map { $0 ? "right" : "wrong" } ?? "not judged"
      Output.plain("expected \(answer): \(verdict)")
    }
  }
}
