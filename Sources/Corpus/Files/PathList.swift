internal import Foundation
internal import Glibc
internal import SafeFiles
internal import Tokenization

/// A file of a corpus.
package struct CorpusFile: Sendable, Equatable {
  package let path: String
  /// What it is called where it is a document: its path inside the folder that was named.
  package let name: String
  /// Whether it is a document as it stands, whatever it holds.
  package let isPlain: Bool
}

/// The files that a list of paths, patterns and folders names.
package enum PathList {
  /// Files to read, and files beside them that are not.
  struct Listing: Sendable {
    var files: [CorpusFile] = []
    var leftOut: [LeftOut] = []
  }

  private static let compressions = [".gz", ".zst", ".bz2", ".xz"]
  /// The most files that a folder may hold.
  private static let most = 2_000_000

  /// Expands `*`, `?` and `[…]` in names and the corpus files of folders, in sorted order.
  /// - Throws: `CorpusError` for a path that leads to no file.
  static func expand(_ paths: [String]) throws(CorpusError) -> Listing {
    var listing = Listing()
    var looks = Looks()
    for path in paths {
      try looks.add(1, path)
      if isFolder(path) {
        try add(folder: path, to: &listing)
        try looks.add(listing.files.count, path)
        continue
      }
      if FileManager.default.fileExists(atPath: path) {
        listing.files.append(file(path))
        continue
      }
      let matches = try PathPattern(path).matches(&looks)
      guard !matches.isEmpty else {
        let what = path.contains { "*?[".contains($0) } ? "matches no file" : "does not exist"
        throw CorpusError(path: path, problem: what)
      }
      for match in matches {
        if isFolder(match) {
          try add(folder: match, to: &listing)
        } else {
          listing.files.append(file(match))
        }
      }
    }
    return listing
  }

  /// A name in small letters without the ending of its compression.
  static func uncompressedName(_ path: String) -> String {
    let name = (path as NSString).lastPathComponent.lowercased()
    let ending = compressions.first { name.hasSuffix($0) }
    return ending.map { String(name.dropLast($0.count)) } ?? name
  }

  private static func file(_ path: String) -> CorpusFile {
    CorpusFile(path: path, name: (path as NSString).lastPathComponent, isPlain: false)
  }

  private static func isFolder(_ path: String) -> Bool {
    var isFolder: ObjCBool = false
    return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
      && isFolder.boolValue
  }

  // MARK: Folders

  /// Adds the files of a folder and of those in it.
  ///
  /// A folder with corpus files holds a corpus, and what else lies there is left out and named; one without is a
  /// folder of plain files, each of them a document. What `datasets` saves is read in the order it names.
  private static func add(folder: String, to listing: inout Listing) throws(CorpusError) {
    var found: [String] = []
    var hidden: [String] = []
    try walk(folder, "", depth: 0, &found, &hidden)
    found.sort()
    let files = FileManager.default
    if files.fileExists(atPath: folder + "/state.json"), let saved = savedFiles(folder) {
      listing.files += saved.map { file(folder + "/" + $0) }
      listing.leftOut += found.filter { !saved.contains($0) && !isNote($0) }.map {
        LeftOut(path: folder + "/" + $0, reason: "is not among the files that state.json lists")
      }
      return
    }
    let sure = found.filter { holdsRecords($0, all: false) }
    let isCorpus =
      !sure.isEmpty || !found.isEmpty && found.allSatisfy { holdsRecords($0, all: true) }
    var added = 0
    for name in found {
      let path = folder + "/" + name
      if isCorpus {
        if holdsRecords(name, all: true), !isNote(name) {
          listing.files.append(CorpusFile(path: path, name: name, isPlain: false))
          added += 1
        } else {
          listing.leftOut.append(LeftOut(path: path, reason: "is no corpus file"))
        }
      } else if let reason = whyNoText(path) {
        listing.leftOut.append(LeftOut(path: path, reason: reason))
      } else {
        listing.files.append(CorpusFile(path: path, name: name, isPlain: true))
        added += 1
      }
    }
    listing.leftOut += hidden.sorted().map {
      LeftOut(path: folder + "/" + $0, reason: "is hidden, or a link to a folder")
    }
    guard added > 0 else {
      throw CorpusError(path: folder, problem: "is a folder without a corpus file or a text")
    }
  }

  private static func walk(
    _ root: String, _ inside: String, depth: Int, _ found: inout [String], _ hidden: inout [String]
  ) throws(CorpusError) {
    guard depth < 64 else {
      throw CorpusError(path: root + "/" + inside, problem: "lies more than 64 folders deep")
    }
    let folder = inside.isEmpty ? root : root + "/" + inside
    for name in (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [] {
      let relative = inside.isEmpty ? name : inside + "/" + name
      guard found.count < most else {
        throw CorpusError(path: root, problem: "holds more than \(most) files")
      }
      if name.hasPrefix(".") {
        hidden.append(relative)
        continue
      }
      var status = stat()
      guard lstat(root + "/" + relative, &status) == 0 else { continue }
      switch status.st_mode & S_IFMT {
      case S_IFDIR: try walk(root, relative, depth: depth + 1, &found, &hidden)
      case S_IFREG: found.append(relative)
      case S_IFLNK where !isFolder(root + "/" + relative): found.append(relative)
      default: hidden.append(relative)
      }
    }
  }

  /// Whether a name's ending says that the file holds records; for `all` also tables and JSON, which a folder of
  /// programs may hold as well.
  private static func holdsRecords(_ path: String, all: Bool) -> Bool {
    let name = uncompressedName(path)
    let isPacked = name.utf8.count < (path as NSString).lastPathComponent.utf8.count
    return DocumentFormat.all.contains { format in
      format.endings.contains { ending in
        name.hasSuffix(ending) && (all || isPacked || ![".json", ".csv", ".tsv"].contains(ending))
      }
    }
  }

  /// Whether a file only describes the data beside it.
  private static func isNote(_ path: String) -> Bool {
    ["dataset_info.json", "dataset_infos.json", "state.json", "dataset_dict.json"].contains(
      (path as NSString).lastPathComponent)
  }

  /// The files that a folder of `Dataset.save_to_disk` lists; nil where it lists none that are there.
  private static func savedFiles(_ folder: String) -> [String]? {
    guard let data = try? SafeFile.input(folder + "/state.json", atMost: 1 << 24),
      let state = try? JSONParser.parse(Array(data)),
      let files = state["_data_files"]?.elements
    else { return nil }
    let names = files.compactMap { $0["filename"]?.text }
    guard !names.isEmpty, names.count == files.count,
      names.allSatisfy({
        !$0.contains("/") && FileManager.default.fileExists(atPath: folder + "/" + $0)
      })
    else { return nil }
    return names
  }

  /// Why a file is no text, from its first bytes; nil where it is one.
  private static func whyNoText(_ path: String) -> String? {
    guard let start = try? SafeFile.beginning(of: path, bytes: 8_000) else {
      return "cannot be read"
    }
    if start.isEmpty { return "is empty" }
    if let encoding = WideText.name(start) { return WideText.remedy(encoding, path) }
    return start.contains(0) ? "is no text" : nil
  }
}
