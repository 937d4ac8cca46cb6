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
    leaveOutSame(&listing)
    return listing
  }

  /// Leaves out files that are others of the list: the same path twice, or links to one file.
  private static func leaveOutSame(_ listing: inout Listing) {
    struct Identity: Hashable { let (device, node): (dev_t, ino_t) }
    var first: [Identity: String] = [:]
    var (kept, same): ([CorpusFile], [LeftOut]) = ([], [])
    for file in listing.files {
      var status = stat()
      guard stat(file.path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
        kept.append(file)
        continue
      }
      let identity = Identity(device: status.st_dev, node: status.st_ino)
      if let other = first[identity] {
        same.append(LeftOut(path: file.path, reason: "is the same file as \(other)"))
      } else {
        first[identity] = file.path
        kept.append(file)
      }
    }
    listing.files = kept
    listing.leftOut += same
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
    if found.contains("state.json"), let saved = try savedFiles(folder) {
      listing.files += saved.map { file(folder + "/" + $0) }
      listing.leftOut += found.filter { !saved.contains($0) && !isNote($0) }.map {
        LeftOut(path: folder + "/" + $0, reason: unlisted)
      }
      return
    }
    let (kept, leftovers) = try withoutLeftovers(found, folder)
    found = kept
    listing.leftOut += leftovers
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
      } else {
        let start = beginning(of: path)
        let holdsRecords = RecordDetection.findsRecords(start ?? [], name: uncompressedName(name))
        if !holdsRecords, let reason = reasonForNoText(path, start) {
          listing.leftOut.append(LeftOut(path: path, reason: reason))
          continue
        }
        listing.files.append(CorpusFile(path: path, name: name, isPlain: !holdsRecords))
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

  private static let unlisted = "is not among the files that state.json lists"

  /// A folder's files without what `datasets` left beside the data: in the folders that it saved splits into, what
  /// their state.json does not list, and everywhere the caches of its functions.
  private static func withoutLeftovers(
    _ found: [String], _ folder: String
  ) throws(CorpusError) -> (kept: [String], leftovers: [LeftOut]) {
    var lists: [String: Set<String>] = [:]
    for name in found where name.hasSuffix("/state.json") {
      let inside = (name as NSString).deletingLastPathComponent
      if let saved = try savedFiles(folder + "/" + inside) { lists[inside] = Set(saved) }
    }
    let data = Set(
      found.filter { $0.hasSuffix(".arrow") && !isCache($0) }.map {
        ($0 as NSString).deletingLastPathComponent
      })
    var (kept, leftovers): ([String], [LeftOut]) = ([], [])
    for path in found {
      let (inside, name) = (
        (path as NSString).deletingLastPathComponent, (path as NSString).lastPathComponent
      )
      if let list = lists[inside], !list.contains(name), !isNote(name) {
        leftovers.append(LeftOut(path: folder + "/" + path, reason: unlisted))
      } else if isCache(path), data.contains(inside) {
        leftovers.append(LeftOut(path: folder + "/" + path, reason: "is a cache of datasets' own"))
      } else {
        kept.append(path)
      }
    }
    return (kept, leftovers)
  }

  /// `cache-4a1f….arrow`, which `datasets` keeps what its functions made in.
  private static func isCache(_ path: String) -> Bool {
    (path as NSString).lastPathComponent.wholeMatch(of: /cache-[0-9a-f]+(_.*)?\.arrow/) != nil
  }

  /// The files that a folder of `Dataset.save_to_disk` lists; nil where it lists none that are there.
  /// - Throws: `CorpusError` where only some of their rows are the data set's.
  private static func savedFiles(_ folder: String) throws(CorpusError) -> [String]? {
    guard let data = try? SafeFile.input(folder + "/state.json", atMost: 1 << 24),
      let state = try? JSONParser.parse(Array(data)),
      let files = state["_data_files"]?.elements
    else { return nil }
    if state["_indices_data_files"]?.elements?.isEmpty == false {
      throw CorpusError(
        path: folder + "/state.json",
        problem:
          "chooses rows by a file of indices, which is not read; save the data set again: flatten_indices(), save_to_disk"
      )
    }
    let names = files.compactMap { $0["filename"]?.text }
    guard !names.isEmpty, names.count == files.count,
      names.allSatisfy({
        !$0.contains("/") && FileManager.default.fileExists(atPath: folder + "/" + $0)
      })
    else { return nil }
    return names
  }

  /// Why a file is no text, from its first bytes; nil where it is one.
  private static func reasonForNoText(_ path: String, _ start: [UInt8]?) -> String? {
    guard let start else { return "cannot be read" }
    if start.isEmpty { return "is empty" }
    if let encoding = WideEncoding.name(start) { return WideEncoding.remedy(encoding, path) }
    return start.contains(0) ? "is no text" : nil
  }

  /// The first bytes of a file, unpacked; nil where it cannot be read.
  private static func beginning(of path: String) -> [UInt8]? {
    guard let stream = try? DecompressedStream(path: path) else { return nil }
    return (try? stream.peek(8_000)).map { Array($0.prefix(8_000)) }
  }
}
