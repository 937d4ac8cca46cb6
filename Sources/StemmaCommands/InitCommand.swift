import ArgumentParser
import Corpus
import Engine
import Foundation
import Safetensors
import Tokenization
import Transformer

struct InitCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "init",
    abstract: "Makes a workspace of a checkpoint, a corpus and questions, after checking each.")

  @Argument(help: "The folder to make or to use.", completion: .directory) var directory: String
  @Option(
    help: "A folder with config.json, *.safetensors and tokenizer.json.", completion: .directory)
  var checkpoint: String
  @Option(help: "A JSONL file, also .gz or .zst; may be given several times.", completion: .file())
  var corpus: [String]
  @Option(help: "A JSONL file of questions.", completion: .file()) var questions: String

  func validate() throws {
    guard !corpus.isEmpty else {
      throw ValidationError("--corpus is missing; name at least one file")
    }
  }

  func run() throws {
    let folder = URL(filePath: directory).standardizedFileURL.path
    let file = folder + "/" + Workspace.fileName
    guard !FileManager.default.fileExists(atPath: file) else {
      throw EngineError(
        "\(file): there is a workspace already; edit that file, or choose another folder")
    }
    let model = try LanguageModel.check(directory: checkpoint)
    let tokenizer = try Tokenizer(path: checkpoint + "/tokenizer.json")
    for note in model.notes { Output.note("\(checkpoint): \(note)") }
    if let note = try TokenizerFit(tokenizer, model).note() { Output.note(note) }
    for path in corpus {
      guard try CorpusReader(paths: [path]).makeStream().next() != nil else {
        throw EngineError("\(path): holds no document")
      }
    }
    let asked = try QuestionFile.read(questions)
    let text = try WorkspaceConfiguration.template(
      checkpoint: written(checkpoint, in: folder), corpus: corpus.map { written($0, in: folder) },
      questions: written(questions, in: folder))
    do {
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
      try Data(text.utf8).write(to: URL(filePath: file), options: .atomic)
    } catch {
      throw EngineError("\(file): cannot be written; choose a folder that is writable")
    }
    // Whoever makes a workspace accepts it; without a home there is nowhere to note that.
    try? Installation.accept(folder, isTrusted: false)
    print(
      "\(file): \(model.family) model, \(asked.count) questions. Next: stemma compute \(directory)")
  }

  /// A path as it stands in the file: relative if it lies inside the workspace, else absolute.
  private func written(_ path: String, in folder: String) -> String {
    let absolute = URL(filePath: path).standardizedFileURL.path
    return absolute.hasPrefix(folder + "/")
      ? String(absolute.dropFirst(folder.count + 1)) : absolute
  }
}
