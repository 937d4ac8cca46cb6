internal import Foundation

/// The files that a list of paths, patterns and folders names.
package enum PathList {
  static let endings = [
    ".jsonl", ".jsonl.gz", ".jsonl.zst", ".json.gz", ".json.zst", ".ndjson",
  ]

  /// Expands `*`, `?` and `[…]` in names and the corpus files of folders, in sorted order.
  /// - Throws: `CorpusError` for a path that leads to no file.
  package static func expand(_ paths: [String]) throws(CorpusError) -> [String] {
    var files: [String] = []
    var looks = Looks()
    for path in paths {
      try looks.add(1, path)
      var isFolder: ObjCBool = false
      if FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) {
        let found = isFolder.boolValue ? try filesOf(folder: path) : [path]
        try looks.add(found.count, path)
        files += found
        continue
      }
      let matches = try PathPattern(path).matches(&looks)
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
}
