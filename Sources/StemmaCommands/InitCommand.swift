import ArgumentParser
import Corpus
import Foundation
import Patterns
import SafeFiles
import Workspace

struct InitCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "init",
    abstract: "Makes a workspace of a checkpoint, a corpus and questions, after a look at each.",
    discussion: """
      Documents: JSONL, JSON arrays, Parquet, Arrow, CSV, TSV, token files (.npy), also .gz, .zst, .bz2, .xz; \
      what `datasets` saved; folders of plain files. Questions: the same files, in Stemma's own form, GSM8K's, \
      MATH's, as messages or as prompts with completions.
      """)

  @Argument(help: "The folder to make or to use.", completion: .directory) var directory: String
  @Option(
    help: "A folder with config.json, *.safetensors and tokenizer.json.", completion: .directory)
  var checkpoint: String?
  @Option(
    help: "A file, a folder or a pattern; may be given several times.", completion: .file())
  var corpus: [String] = []
  @Option(help: "A file of questions; may be given several times.", completion: .file())
  var questions: [String] = []
  @Option(
    help: "A folder that holds all three, or those that are not named.", completion: .directory)
  var from: String?
  @Flag(help: "Only look, and say what was understood; nothing is written.") var check = false
  @Flag(help: "Pass over records that cannot be read, and list them.") var skipBad = false

  @Option(help: "The field with the documents' text.") var text: String?
  @Option(help: "The field with the documents' id.") var documentID: String?
  @Option(
    help:
      "What the questions are: stemma, gsm8k, math, messages, prompt-completion or question-answer."
  )
  var preset: String?
  @Option(help: "The field with the questions' prompt.") var prompt: String?
  @Option(help: "The field with the expected answer.") var answer: String?
  @Option(help: "What the answer stands behind in its field, such as '####'.")
  var answerAfter: String?
  @Option(help: "The field with the given steps.") var steps: String?
  @Option(help: "How steps are cut: lines, sentences, numbered or none.") var stepsSplit: String?
  @Option(help: "Where the steps end in their field.") var stepsBefore: String?
  @Option(help: "A regular expression of what is left out of the steps.") var stepsDrop: String?

  func validate() throws {
    if from == nil {
      guard checkpoint != nil else {
        throw ValidationError(
          "--checkpoint is missing; name it, or a folder with everything by --from")
      }
      guard !corpus.isEmpty else {
        throw ValidationError("--corpus is missing; name at least one file")
      }
      guard !questions.isEmpty else { throw ValidationError("--questions is missing; name a file") }
    }
    guard preset.map({ QuestionPreset(rawValue: $0) != nil }) ?? true else {
      let known = QuestionPreset.allCases.map(\.rawValue).joined(separator: ", ")
      throw ValidationError("--preset is one of \(known)")
    }
    let mapped = [answer, answerAfter, steps, stepsSplit, stepsBefore, stepsDrop]
    guard prompt != nil || mapped.allSatisfy({ $0 == nil }) else {
      throw ValidationError("--prompt is missing; --answer and --steps go with it")
    }
    guard answer != nil || answerAfter == nil else {
      throw ValidationError("--answer is missing; --answer-after goes with it")
    }
    guard steps != nil || [stepsSplit, stepsBefore, stepsDrop].allSatisfy({ $0 == nil }) else {
      throw ValidationError("--steps is missing; how they are cut goes with it")
    }
    guard stepsSplit.map({ QuestionMapping.Steps.Split(rawValue: $0) != nil }) ?? true else {
      throw ValidationError("--steps-split is lines, sentences, numbered or none")
    }
    guard stepsDrop.map({ SearchPattern($0) != nil }) ?? true else {
      throw ValidationError("--steps-drop is no regular expression")
    }
  }

  func run() throws {
    let folder = URL(filePath: directory).standardizedFileURL.path
    let file = folder + "/" + Workspace.fileName
    guard check || !FileManager.default.fileExists(atPath: file) else {
      throw EngineError(
        "\(file): there is a workspace already; edit that file, or choose another folder")
    }
    let workspace = Workspace(folder: folder, configuration: try inputs(folder))
    let survey = try InputSurvey(workspace, skipsBad: skipBad)
    SurveyText.lines(survey).forEach(Output.plain)
    if check { return }
    do {
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
      try SafeFile.export(
        Data(WorkspaceConfiguration.template(workspace.configuration).utf8), to: file)
    } catch {
      throw EngineError("\(file): cannot be written; choose a folder that is writable")
    }
    // Whoever makes a workspace accepts it; without a home there is nowhere to note that.
    try? Installation.accept(folder, isTrusted: false)
    Output.plain("\(file): written. Next: stemma compute \(directory)")
  }

  /// What the file is to say.
  private func inputs(_ folder: String) throws -> WorkspaceConfiguration {
    var inputs = WorkspaceConfiguration()
    var (checkpoint, corpus, questions) = (checkpoint ?? "", corpus, questions)
    if let from, checkpoint.isEmpty || corpus.isEmpty || questions.isEmpty {
      let found = try InputFolder(from, without: folder)
      if checkpoint.isEmpty { checkpoint = found.checkpoint }
      if corpus.isEmpty { corpus = found.corpus }
      if questions.isEmpty { questions = found.questions }
    }
    inputs.checkpoint = written(checkpoint, in: folder)
    inputs.corpus = corpus.map { written($0, in: folder) }
    inputs.questions = questions.map { written($0, in: folder) }
    inputs.documents = DocumentFields(text: text, id: documentID)
    inputs.preset = preset.flatMap(QuestionPreset.init)
    if let prompt {
      var mapping = QuestionMapping(prompt: prompt)
      mapping.answer = answer.map { .init(field: $0, after: answerAfter) }
      mapping.steps = steps.map {
        .init(
          field: $0, split: stepsSplit.flatMap(QuestionMapping.Steps.Split.init) ?? .lines,
          before: stepsBefore, drop: stepsDrop)
      }
      inputs.mapping = mapping
    }
    return inputs
  }

  /// A path as it stands in the file: relative if it lies inside the workspace, else absolute.
  private func written(_ path: String, in folder: String) -> String {
    let absolute = URL(filePath: path).standardizedFileURL.path
    return absolute.hasPrefix(folder + "/")
      ? String(absolute.dropFirst(folder.count + 1)) : absolute
  }
}
