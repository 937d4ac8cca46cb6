import Corpus

/// The files that a run depends on, as they were before they were read.
///
/// A run is named after hashes of its inputs, so nothing may be kept that was read from a file after somebody
/// changed it.
package struct InputStamps {
  private let stamps: [String: FileStamp?]

  package init(_ workspace: Workspace) throws {
    let files =
      try (workspace.trainingCheckpoints().dropLast().map(\.folder) + [workspace.checkpoint])
      .flatMap { try Fingerprints.checkpointFiles($0) }
      + workspace.corpusReader().files + [workspace.tokenizer]
      + QuestionFile.files(workspace.questions)
    stamps = Dictionary(files.map { ($0, FileStamp($0)) }, uniquingKeysWith: { first, _ in first })
  }

  /// - Throws: `EngineError` that names a file which is not as it was.
  package func check() throws {
    for file in stamps.keys.sorted() { try check(file) }
  }

  package func check(_ file: String) throws {
    guard let known = stamps[file], known != FileStamp(file) else { return }
    throw EngineError("\(file): was changed while it was being read; run again")
  }
}
