internal import Foundation
internal import Glibc

/// The files that a list of paths, patterns and folders names.
package enum PathList {
  static let endings = [
    ".jsonl", ".jsonl.gz", ".jsonl.zst", ".json.gz", ".json.zst", ".ndjson",
  ]

  /// Expands `*`, `?` and `[…]` in names and the corpus files of folders, in sorted order.
  /// - Throws: `CorpusError` for a path that leads to no file.
  package static func expand(_ paths: [String]) throws(CorpusError) -> [String] {
    var files: [String] = []
    for path in paths {
      var isFolder: ObjCBool = false
      if FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) {
        files += isFolder.boolValue ? try filesOf(folder: path) : [path]
        continue
      }
      let matches = matches(path)
      guard !matches.isEmpty else {
        let what = path.contains { "*?[".contains($0) } ? "matches no file" : "does not exist"
        throw CorpusError(path: path, problem: what)
      }
      files += matches
    }
    return files
  }

  private static func filesOf(folder: String) throws(CorpusError) -> [String] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    let files = names.filter { name in endings.contains { name.hasSuffix($0) } }.sorted()
    guard !files.isEmpty else {
      throw CorpusError(path: folder, problem: "is a folder without .jsonl files")
    }
    return files.map { folder + "/" + $0 }
  }

  private static func matches(_ pattern: String) -> [String] {
    var result = glob_t()
    defer { globfree(&result) }
    guard glob(pattern, 0, nil, &result) == 0, let names = result.gl_pathv else { return [] }
    return (0..<Int(result.gl_pathc)).compactMap { names[$0].map { String(cString: $0) } }
  }
}
