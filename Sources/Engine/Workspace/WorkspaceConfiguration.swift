package import Foundation
import PlainYAML
import Yams

/// What `stemma.yaml` says.
package struct WorkspaceConfiguration: Sendable, Equatable {
  package var checkpoint = ""
  package var corpus: [String] = []
  package var questions = ""
  /// Document types of the corpus's sources.
  package var types: [String: String] = [:]
  package var method = RunSettings()
  package var generation = GenerationSettings()
  /// How typed questions are put to the model.
  package var chat = ChatChoice.auto

  package init() {}

  /// Reads and checks the file's text.
  ///
  /// - Throws: `EngineError` with file, line where known, and remedy.
  package init(yaml data: Data, path: String) throws {
    guard let text = String(validating: data, as: UTF8.self) else {
      throw EngineError("\(path): is not UTF-8 text; save it as UTF-8")
    }
    let root: Node?
    do throws(PlainYAMLError) {
      root = try PlainYAML.compose(text)
    } catch {
      throw EngineError("\(path)\(error.line.map { ":\($0)" } ?? ""): \(error.problem)")
    }
    guard let root else {
      throw EngineError("\(path): is empty; it needs checkpoint, corpus and questions")
    }
    let top = try YAMLReader(root, path: path, name: nil)
    try top.allow(["checkpoint", "corpus", "questions", "types", "method", "generation", "chat"])
    checkpoint = try top.requiredString("checkpoint")
    corpus = try top.strings("corpus")
    questions = try top.requiredString("questions")
    guard !corpus.isEmpty else {
      throw EngineError("\(path): corpus names no file; list at least one")
    }
    chat = try top.value("chat", ChatChoice.allowed, ChatChoice.init) ?? .auto
    if let reader = try top.mapping("types") { types = try reader.stringMap() }
    if let reader = try top.mapping("method") { try method.read(reader) }
    if let reader = try top.mapping("generation") { try generation.read(reader) }
  }

  /// The file's text for given inputs, with every setting at its default as a comment.
  package static func template(checkpoint: String, corpus: [String], questions: String) throws
    -> String
  {
    let quoted = { (text: String) in
      "\""
        + text.replacingOccurrences(of: "\\", with: "\\\\").replacingOccurrences(
          of: "\"", with: "\\\"")
        + "\""
    }
    return """
      # A Stemma workspace. Relative paths start at this folder.
      checkpoint: \(quoted(checkpoint))
      corpus:
      \(corpus.map { "  - " + quoted($0) }.joined(separator: "\n"))
      questions: \(quoted(questions))

      # Which type the documents of a source are (code, textbook, forum, encyclopedia, other, or your own):
      # types:
      #   stackexchange: forum

      # How typed questions are put to a chat model: auto (as its template has it), off, or a form's name:
      # chat: auto

      # method:
      #   strategy: ekfac          # ekfac, kfac or identity
      #   labels: sampled          # sampled (true Fisher) or data (empirical Fisher)
      #   seed: 0
      #   damping: 0.1mean         # a share of the mean corrected eigenvalue, or a number
      #   modules: all             # all, mlp or attention
      #   factor_passages: 1000    # or all
      #   passage_length: 512      # tokens, at most the model's context
      #   step_rank: auto          # auto, full, int8 or a rank: how the steps' gradients are kept

      # generation:
      #   maximum_tokens: 256
      #   steps: line              # line, sentence or numbered
      #   stop: []                 # texts that end a completion
      #   temperature: 0           # 0 takes the most likely token
      #   top_p: 1
      #   from_checkpoint: false   # true takes these three from generation_config.json where they are not set here
      #   seed: 0

      """
  }
}

extension String {
  init?(validating data: Data, as encoding: UTF8.Type) {
    guard let text = String(data: data, encoding: .utf8) else { return nil }
    self = text
  }
}
