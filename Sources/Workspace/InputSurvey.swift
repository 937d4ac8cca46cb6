package import Corpus
import Foundation
import SafeFiles
import Safetensors
import Tokenization
import Transformer

/// What a workspace's inputs are understood to be, from a look at each.
package struct InputSurvey: Sendable {
  /// Documents of one type.
  package struct Kind: Sendable {
    package let type: String
    package internal(set) var count = 0
    /// How many of them have their type by a guess.
    package internal(set) var guessed = 0
    /// The first three: id and beginning.
    package internal(set) var examples: [(id: String, text: String)] = []
  }

  package let family: String
  package let vocabulary: Int
  /// What a person should know of the checkpoint.
  package private(set) var notes: [String]
  /// The file with the checkpoint's chat template; nil where it has none.
  package let template: String?
  package private(set) var documents = 0
  /// Whether that many are all of them.
  package private(set) var isWhole = true
  package private(set) var kinds: [Kind] = []
  /// Files by their format.
  package private(set) var formats: [(format: String, files: Int)] = []
  package private(set) var leftOut: [LeftOut]
  /// Records that could not be read.
  package private(set) var skipped: [CorpusError] = []
  package let questions: QuestionSet

  /// Documents of one file, and files, that are looked at.
  private static let perFile = 200
  private static let files = 500

  /// - Throws: one sentence on the first input that cannot be used.
  package init(_ workspace: Workspace, skipsBad: Bool) throws {
    let folder = workspace.checkpoint
    let model = try LanguageModel.check(directory: folder)
    let tokenizer = try Tokenizer(path: workspace.tokenizer)
    notes =
      model.notes.map { "\(folder): \($0)" }
      + (try TokenizerFit(tokenizer, model).note().map { [$0] } ?? [])
    (family, vocabulary) = (model.family, tokenizer.vocabularySize)
    template = Self.template(folder)
    let reader = try workspace.corpusReader(tokenizer: tokenizer, skipsBad: skipsBad)
    leftOut = reader.leftOut
    questions = try workspace.questionSet()
    try look(reader, tokenizer, workspace, skipsBad: skipsBad)
    guard documents > 0 else {
      if let first = skipped.first { throw first }
      throw EngineError(
        "\(workspace.corpus.joined(separator: ", ")): the corpus holds no document")
    }
  }

  private mutating func look(
    _ reader: CorpusReader, _ tokenizer: Tokenizer, _ workspace: Workspace, skipsBad: Bool
  ) throws {
    let stream = reader.makeStream()
    var (file, inFile, seen) = ("", 0, 0)
    var names = DocumentNames()
    while let read = try stream.next() {
      // Where parts were passed over, documents without an id have another number later.
      let document = try names.named(
        read, number: isWhole ? documents + 1 : nil, path: stream.path)
      if stream.path != file {
        (file, inFile) = (stream.path, 0)
        seen += 1
        count(format: stream.format)
      }
      add(document)
      inFile += 1
      if seen >= Self.files, inFile >= Self.perFile {
        isWhole = false
        break
      }
      if inFile == Self.perFile {
        isWhole = false
        stream.leaveFile()
      }
    }
    leftOut += stream.leftOut
    notes += names.notes.map { "\($0.path): \($0.text)" }
    skipped = stream.skipped
  }

  private mutating func count(format: String) {
    if let index = formats.firstIndex(where: { $0.format == format }) {
      formats[index].files += 1
    } else {
      formats.append((format, 1))
    }
  }

  private mutating func add(_ document: Document) {
    documents += 1
    let index =
      kinds.firstIndex { $0.type == document.type }
      ?? {
        kinds.append(Kind(type: document.type))
        return kinds.count - 1
      }()
    kinds[index].count += 1
    if document.typeIsGuessed { kinds[index].guessed += 1 }
    if kinds[index].examples.count < 3 {
      kinds[index].examples.append(
        (document.id ?? String(documents), String(document.text.prefix(200))))
    }
  }

  private static func template(_ folder: String) -> String? {
    if FileManager.default.fileExists(atPath: folder + "/chat_template.jinja") {
      return "chat_template.jinja"
    }
    let name = "tokenizer_config.json"
    let folder = CheckpointFiles.folder(of: folder, holding: name)
    guard let data = try? SafeFile.input(folder + "/" + name, atMost: 1 << 26),
      let value = try? JSONParser.parse(Array(data)),
      value["chat_template"] != nil
    else { return nil }
    return name
  }
}
