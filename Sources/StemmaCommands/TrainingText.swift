import Corpus
import Engine
import Foundation
import SafeFiles
import Tokenization

/// A corpus on its way into a model: its tokenizer and its documents' tokens.
struct TrainingText {
  let tokenizer: Tokenizer
  /// The token put after every document.
  let separator: Int32?
  let documents: [[Int32]]
  let heldOut: [[Int32]]

  /// The token that ends a document in a tokenizer trained here; it also begins one.
  private static let end = "<|endoftext|>"

  /// Reads the corpus, and takes, takes up or trains the tokenizer.
  init(
    corpus: [String], tokenizer path: String?, vocabulary: Int, output: String, heldOut: Double,
    seed: UInt64
  ) throws {
    var texts: [String] = []
    try CorpusReader(paths: corpus).forEach { texts.append($0.text) }
    try FileManager.default.createDirectory(atPath: output, withIntermediateDirectories: true)
    let own = output + "/tokenizer.json"
    if let path {
      let given = try Tokenizer(path: path)
      let data = try SafeFile.input(given.path, atMost: Tokenizer.largestFile)
      try SafeFile.export(data, to: own)
    } else if !FileManager.default.fileExists(atPath: own) {
      let trainer = BytePairTrainer(
        vocabularySize: vocabulary, specialTokens: [Self.end], individualDigits: true)
      let data = try Self.beginningDocuments(trainer.train(texts), with: Self.end)
      try SafeFile.export(data, to: own)
    }
    let tokenizer = try Tokenizer(path: own)
    let ends = [Self.end, "</s>", "<|end_of_text|>", "<eos>", "<|im_end|>"]
    let end = ends.first { tokenizer.specialToken($0) != nil }
    separator = end.flatMap { tokenizer.specialToken($0) }
    try Self.writeSettings(end: end, beginsWith: tokenizer.beginningOfSequence, to: output)
    let all = texts.map { tokenizer.encode($0) }
    // Every so many-th document, so that each part of the corpus is represented.
    let every = heldOut > 0 ? max(2, Int(min(1e15, 1 / heldOut).rounded())) : Int.max
    let phase = Int(seed % UInt64(max(1, every)))
    self.heldOut = all.enumerated().filter { $0.offset % every == phase && heldOut > 0 }
      .map(\.element)
    documents = all.enumerated().filter { $0.offset % every != phase || heldOut == 0 }
      .map(\.element)
    self.tokenizer = tokenizer
  }

  var summary: String {
    let tokens = documents.reduce(0) { $0 + $1.count }
    let apart = heldOut.isEmpty ? "" : ", \(heldOut.count) kept apart"
    return "\(documents.count) documents, \(tokens) tokens of \(tokenizer.vocabularySize)\(apart)"
  }

  /// A tokenizer file whose texts begin with a token, as the reference library writes it.
  private static func beginningDocuments(_ file: Data, with token: String) throws -> Data {
    guard var object = try JSONSerialization.jsonObject(with: file) as? [String: Any] else {
      return file
    }
    func special(_ type: Int) -> [String: Any] { ["SpecialToken": ["id": token, "type_id": type]] }
    func sequence(_ id: String, _ type: Int) -> [String: Any] {
      ["Sequence": ["id": id, "type_id": type]]
    }
    object["post_processor"] = [
      "type": "TemplateProcessing",
      "single": [special(0), sequence("A", 0)],
      "pair": [special(0), sequence("A", 0), special(1), sequence("B", 1)],
      "special_tokens": [token: ["id": token, "ids": [0], "tokens": [token]]],
    ]
    return try JSONSerialization.data(
      withJSONObject: object, options: [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes])
  }

  /// What `AutoTokenizer` wants beside the tokenizer.
  private static func writeSettings(end: String?, beginsWith: Int32?, to output: String) throws {
    guard let end else { return }
    var values = ["tokenizer_class": "PreTrainedTokenizerFast", "eos_token": end]
    if beginsWith != nil { values["bos_token"] = end }
    let data = try JSONSerialization.data(
      withJSONObject: values, options: [.prettyPrinted, .sortedKeys])
    try SafeFile.export(data, to: output + "/tokenizer_config.json")
  }
}
