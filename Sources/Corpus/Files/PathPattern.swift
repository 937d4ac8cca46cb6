internal import Glibc
internal import Interruptions

/// How many files and folders the patterns of a list have been compared with.
///
/// A pattern such as `/*/*/*/*/*` would otherwise visit a whole machine.
struct Looks {
  private var count = 0
  /// Most that are looked at for all patterns together.
  static let limit = 200_000

  mutating func add(_ number: Int, _ pattern: String) throws(CorpusError) {
    count += number
    guard count <= Self.limit else {
      throw CorpusError(
        path: pattern,
        problem:
          "leads to more than \(Self.limit) files and folders; name fewer, or a narrower pattern")
    }
    if Interruption.isAsked {
      throw CorpusError(path: pattern, problem: "was left because somebody asked to stop")
    }
  }
}

/// A path in whose names `*`, `?` and `[…]` stand for others, as a shell has them.
struct PathPattern {
  private let pattern: String
  private let names: [Substring]

  init(_ pattern: String) {
    self.pattern = pattern
    names = pattern.split(separator: "/", omittingEmptySubsequences: true)
  }

  /// The paths that there are, sorted.
  func matches(_ looks: inout Looks) throws(CorpusError) -> [String] {
    var paths = [pattern.hasPrefix("/") ? "/" : ""]
    for (place, name) in names.enumerated() {
      let isLast = place == names.count - 1
      var next: [String] = []
      for folder in paths {
        if name.contains(where: { "*?[".contains($0) }) {
          next += try entries(of: folder, like: String(name), foldersOnly: !isLast, &looks)
        } else {
          try looks.add(1, pattern)
          let path = folder + name
          if access(path, F_OK) == 0 { next.append(path + (isLast ? "" : "/")) }
        }
      }
      paths = next
    }
    return names.isEmpty ? [] : paths.sorted()
  }

  private func entries(
    of folder: String, like name: String, foldersOnly: Bool, _ looks: inout Looks
  ) throws(CorpusError) -> [String] {
    guard let stream = opendir(folder.isEmpty ? "." : folder) else { return [] }
    defer { closedir(stream) }
    var found: [String] = []
    while let entry = readdir(stream) {
      try looks.add(1, pattern)
      let known = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      // Names that begin with a dot are meant only where the pattern does.
      guard fnmatch(name, known, FNM_PERIOD) == 0, known != ".", known != ".." else { continue }
      let path = folder + known
      if !foldersOnly {
        found.append(path)
      } else if isFolder(path) {
        found.append(path + "/")
      }
    }
    return found
  }

  private func isFolder(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }
}
