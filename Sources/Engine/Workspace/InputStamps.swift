import Corpus
import Foundation

/// Size, time and inode of the files that a run depends on, from before they are read.
///
/// A run is named after hashes of its inputs, so nothing may be kept that was read from a file after somebody
/// changed it.
struct InputStamps {
  private struct Stamp: Equatable {
    let inode: UInt64
    let size: Int
    let seconds: Int
    let nanoseconds: Int
  }

  private let stamps: [String: Stamp?]

  init(_ workspace: Workspace) throws {
    let files =
      try Fingerprints.checkpointFiles(workspace.checkpoint)
      + CorpusReader(paths: workspace.corpus).files + [workspace.tokenizer, workspace.questions]
    stamps = Dictionary(files.map { ($0, Self.stamp($0)) }, uniquingKeysWith: { first, _ in first })
  }

  private static func stamp(_ path: String) -> Stamp? {
    var facts = stat()
    guard stat(path, &facts) == 0 else { return nil }
    return Stamp(
      inode: UInt64(facts.st_ino), size: Int(facts.st_size), seconds: facts.st_mtim.tv_sec,
      nanoseconds: facts.st_mtim.tv_nsec)
  }

  /// - Throws: `EngineError` that names a file which is not as it was.
  func check() throws {
    for file in stamps.keys.sorted() { try check(file) }
  }

  func check(_ file: String) throws {
    guard let known = stamps[file], known != Self.stamp(file) else { return }
    throw EngineError("\(file): was changed while it was being read; run again")
  }
}
