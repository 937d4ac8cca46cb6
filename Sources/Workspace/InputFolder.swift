import Corpus
import Foundation
import Transformer

/// The inputs of a workspace in a folder that holds all of them.
package struct InputFolder: Sendable {
  package let checkpoint: String
  package let corpus: [String]
  package let questions: [String]

  /// Tells checkpoint, questions and corpus apart: the checkpoint is the folder with a `config.json`, questions are
  /// what is named so, or else what has the fields of questions; the rest is the corpus.
  ///
  /// - Parameter workspace: A folder to pass over, which may lie inside.
  /// - Throws: `EngineError` that names what was not found.
  package init(_ folder: String, without workspace: String) throws {
    let root = URL(filePath: folder).standardizedFileURL.path
    guard let names = try? FileManager.default.contentsOfDirectory(atPath: root) else {
      throw EngineError("\(folder): is no folder that can be read")
    }
    let entries = names.sorted().filter { !$0.hasPrefix(".") && $0 != Workspace.fileName }
      .map { root + "/" + $0 }.filter { $0 != workspace }
    let isCheckpoint = { (path: String) in
      FileManager.default.fileExists(atPath: path + "/config.json")
    }
    let isAdapter = { (path: String) in
      FileManager.default.fileExists(atPath: path + "/adapter_config.json")
    }
    var checkpoints =
      (isCheckpoint(root) || isAdapter(root) ? [root] : [])
      + entries.filter { isCheckpoint($0) || isAdapter($0) }
    // A base that lies beside its adapter is not another checkpoint.
    let bases = checkpoints.filter(isAdapter).compactMap { path in
      (try? CheckpointFiles.base(of: path)).flatMap { $0 == path ? nil : $0 }
    }
    let all = checkpoints
    checkpoints.removeAll { bases.contains($0) }
    guard let checkpoint = checkpoints.first else {
      throw EngineError(
        "\(folder): holds no checkpoint, which is a folder with config.json; name it by --checkpoint"
      )
    }
    guard checkpoints.count == 1 else {
      let found = checkpoints.map { URL(filePath: $0).lastPathComponent }.joined(separator: ", ")
      throw EngineError("\(folder): holds several checkpoints (\(found)); name one by --checkpoint")
    }
    self.checkpoint = checkpoint
    let others = entries.filter { !all.contains($0) && !Self.isPart(of: checkpoint, $0) }
    let named = others.filter { Self.isNamed($0, ["question", "prompt", "eval"]) }
    let questions = named.isEmpty ? others.filter(Self.holdsQuestions) : named
    guard !questions.isEmpty else {
      throw EngineError("\(folder): holds no questions; name their file by --questions")
    }
    self.questions = questions
    let rest = others.filter { !questions.contains($0) }
    let corpus = rest.filter { Self.isNamed($0, ["corpus", "document", "train", "data"]) }
    self.corpus = corpus.isEmpty ? rest.filter(Self.isCorpus) : corpus
    guard !self.corpus.isEmpty else {
      throw EngineError("\(folder): holds no corpus; name its files by --corpus")
    }
  }

  /// Whether a file belongs to a checkpoint that lies in the folder itself.
  private static func isPart(of checkpoint: String, _ path: String) -> Bool {
    guard URL(filePath: path).deletingLastPathComponent().path == checkpoint else { return false }
    let name = URL(filePath: path).lastPathComponent
    return name.hasSuffix(".safetensors") || name.hasSuffix(".jinja") || name.hasSuffix(".model")
      || [
        "config.json", "adapter_config.json", "tokenizer.json", "tokenizer_config.json",
        "generation_config.json",
        "special_tokens_map.json", "vocab.json", "merges.txt", "added_tokens.json",
        "model.safetensors.index.json",
      ].contains(name)
  }

  private static func isNamed(_ path: String, _ beginnings: [String]) -> Bool {
    let name = URL(filePath: path).lastPathComponent.lowercased()
    return beginnings.contains { name.hasPrefix($0) }
      || name.hasPrefix("q.")
        && beginnings.contains("question")
  }

  /// Whether the first record of a file is a question in a form that is not a document's as well.
  private static func holdsQuestions(_ path: String) -> Bool {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), !isFolder.boolValue,
      let set = try? QuestionFile.read([path])
    else { return false }
    return set.presets.allSatisfy { [.stemma, .gsm8k, .math].contains($0.preset) }
  }

  /// Whether there is something to read at a path.
  private static func isCorpus(_ path: String) -> Bool {
    let name = URL(filePath: path).lastPathComponent.lowercased()
    guard !["readme.md", "license", "license.txt", "makefile"].contains(name) else { return false }
    return (try? CorpusReader(paths: [path]).makeStream().next()) != nil
  }
}
