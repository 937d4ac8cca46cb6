package import Foundation
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

  /// Longest file that is read; people write a page.
  static let longestFile = 1 << 20

  package init() {}

  /// Reads and checks the file's text.
  ///
  /// - Throws: `EngineError` with file, line where known, and remedy.
  package init(yaml data: Data, path: String) throws {
    guard data.count <= Self.longestFile else {
      throw EngineError("\(path): is larger than 1 MiB; a workspace file is a page of settings")
    }
    guard let text = String(validating: data, as: UTF8.self) else {
      throw EngineError("\(path): is not UTF-8 text; save it as UTF-8")
    }
    // An alias can make a small file huge; settings need none.
    if let line = Self.aliasLine(in: text) {
      throw EngineError(
        "\(path):\(line): YAML anchors and aliases are not used here; write the value out")
    }
    let root: Node?
    do {
      root = try Yams.compose(yaml: text)
    } catch let error as YamlError {
      throw EngineError("\(path): is not YAML: \(Self.oneLine("\(error)"))")
    }
    guard let root else {
      throw EngineError("\(path): is empty; it needs checkpoint, corpus and questions")
    }
    let top = try YAMLReader(root, path: path, name: nil)
    try top.allow(["checkpoint", "corpus", "questions", "types", "method", "generation"])
    checkpoint = try top.requiredString("checkpoint")
    corpus = try top.strings("corpus")
    questions = try top.requiredString("questions")
    guard !corpus.isEmpty else {
      throw EngineError("\(path): corpus names no file; list at least one")
    }
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

      # method:
      #   strategy: ekfac          # ekfac, kfac or identity
      #   labels: sampled          # sampled (true Fisher) or data (empirical Fisher)
      #   seed: 0
      #   damping: 0.1mean         # a share of the mean corrected eigenvalue, or a number
      #   modules: all             # all, mlp or attention
      #   factor_passages: 1000    # or all
      #   passage_length: 512      # tokens, at most the model's context

      # generation:
      #   maximum_tokens: 256
      #   steps: line              # line, sentence or numbered
      #   stop: []                 # texts that end a completion
      #   temperature: 0           # 0 takes the most likely token
      #   top_p: 1
      #   seed: 0

      """
  }

  private static func aliasLine(in text: String) -> Int? {
    for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
    {
      let value = line.drop { $0 != ":" && $0 != "-" }.dropFirst().drop { $0 == " " }
      if value.first == "*" || value.first == "&"
        || line.drop(while: { $0 == " " }).hasPrefix("<<:")
      {
        return index + 1
      }
    }
    return nil
  }

  private static func oneLine(_ text: String) -> String {
    text.split(whereSeparator: \.isNewline).prefix(2).joined(separator: " ")
  }
}

extension String {
  init?(validating data: Data, as encoding: UTF8.Type) {
    guard let text = String(data: data, encoding: .utf8) else { return nil }
    self = text
  }
}
