package import Corpus
import Foundation
package import Tokenization
import Transformer

extension QuestionChat {
  init(_ chat: CheckpointChat, isForAll: Bool) {
    self.init(template: chat.template, problem: chat.problem, isForAll: isForAll)
  }
}

/// The workspace's documents and questions, read as its configuration says.
extension Workspace {
  /// The corpus, as it is read.
  ///
  /// - Parameters:
  ///   - tokenizer: turns token files into text; they are refused without it.
  ///   - skipsBad: whether records that cannot be read are passed over.
  package func corpusReader(tokenizer: Tokenizer? = nil, skipsBad: Bool = false) throws
    -> CorpusReader
  {
    var options = CorpusOptions(typeMap: configuration.types)
    options.fields = configuration.documents
    options.skipsBad = skipsBad
    options.tokenizer = tokenizer
    if tokenizer != nil {
      options.endTokens =
        (try? ModelConfiguration(directory: CheckpointFiles.base(of: checkpoint)).documentEnds)
        ?? []
    }
    return try CorpusReader(paths: corpus, options: options)
  }

  /// The questions, with what was found out about their files.
  package func questionSet() throws -> QuestionSet {
    try QuestionFile.read(
      questions, preset: configuration.preset, mapping: configuration.mapping,
      chat: QuestionChat(chat, isForAll: configuration.chat.isForm))
  }

  /// How questions are put to the model.
  package var chat: CheckpointChat {
    CheckpointChat(folder: checkpoint, choice: configuration.chat)
  }

  /// What of the checkpoint decides how the questions' prompts stand; empty where they stand as they are.
  func chatReading() throws -> [String] {
    guard let template = chat.template, try questionSet().isPutAsChat else { return [] }
    return ["chat", template.prompt("?")]
  }

  /// What of the configuration decides how questions are read; empty where nothing is said.
  var questionReading: [String] {
    guard configuration.preset != nil || configuration.mapping != nil else { return [] }
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    let mapping = (try? encoder.encode(configuration.mapping)) ?? Data()
    return [configuration.preset?.rawValue ?? "", String(decoding: mapping, as: UTF8.self)]
  }

  /// What of the configuration decides which fields of documents are read; empty where nothing is said.
  var documentReading: [String] {
    let fields = configuration.documents
    guard fields != DocumentFields() else { return [] }
    return ["fields", fields.text ?? "", fields.id ?? "", fields.type ?? ""]
  }
}
