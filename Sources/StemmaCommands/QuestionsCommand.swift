import ArgumentParser
import Engine
import Foundation
import Store

struct QuestionsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "questions",
    abstract: "The questions of a workspace: ids, tasks, whether the model answers them right.")

  @OptionGroup var workspace: WorkspaceArgument
  @Option(name: .customLong("run"), help: "The run; by default the newest.") var runID: Int64?
  @Flag(help: "Print JSON.") var json = false

  private struct Row: Encodable {
    let id: String
    let kind: String
    let task: String
    @OrNull var correct: Bool?
    let steps: Int
    let prompt: String
  }

  func run() throws {
    let results = try Results(workspace.open(), run: runID)
    // What was typed and not kept belongs to Ask alone.
    let questions = try results.questions().filter { !$0.isScratch }
    let steps = Dictionary(
      grouping: try results.store.steps(set: results.run.questionSet), by: \.question)
    if json {
      return try Output.json(
        questions.map {
          Row(
            id: $0.name, kind: "\($0.kind)", task: $0.task, correct: $0.isCorrect,
            steps: steps[$0.row]?.count ?? 0, prompt: $0.prompt)
        })
    }
    let width = questions.map(\.name.count).max() ?? 0
    let taskWidth = questions.map(\.task.count).max() ?? 0
    for question in questions {
      let verdict = question.isCorrect.map { $0 ? "right" : "wrong" } ?? "-"
      let prompt = question.prompt.split(whereSeparator: \.isNewline).joined(separator: " ")
      Output.plain(
        [
          question.name.padding(toLength: width, withPad: " ", startingAt: 0),
          "\(question.kind)".padding(toLength: 9, withPad: " ", startingAt: 0),
          question.task.padding(toLength: taskWidth, withPad: " ", startingAt: 0),
          verdict.padding(toLength: 5, withPad: " ", startingAt: 0), String(prompt.prefix(100)),
        ].joined(separator: "  "))
    }
  }
}
