import Corpus
import Foundation
import Transformer

extension Workspace {
  /// Inputs that lie outside the workspace's folder, whatever way leads there.
  ///
  /// That is by a path of `stemma.yaml`, which then stands for all it leads to, or by links in the folders that it names.
  package var inputsOutside: [String] {
    guard let home = Self.real(folder) else { return [] }
    func isOutside(_ path: String) -> Bool {
      // What is not there cannot be read.
      Self.real(path).map { $0 != home && !$0.hasPrefix(home + "/") } ?? false
    }
    var outside: [String] = []
    let checkpoints = [checkpoint] + earlierCheckpoints
    for path in checkpoints + corpus + questions {
      if isOutside(Self.start(of: path)) {
        outside.append(path)
        continue
      }
      // Too many files to look at are too many to read.
      let files =
        checkpoints.contains(path)
        ? Self.checkpointFiles(path) : (try? CorpusReader(paths: [path]).files) ?? []
      outside += files.filter(isOutside)
    }
    return outside
  }

  /// The part of a path before the first name that is a pattern.
  private static func start(of path: String) -> String {
    var start = ""
    for name in path.split(separator: "/") {
      if name.contains(where: { "*?[".contains($0) }) { break }
      start += "/" + name
    }
    return start
  }

  /// What lies in a checkpoint's folder, and in that of the base that an adapter names.
  private static func checkpointFiles(_ folder: String) -> [String] {
    let base = (try? CheckpointFiles.base(of: folder)) ?? folder
    return Set([folder, base]).sorted().flatMap { folder in
      let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
      return names.sorted().map { folder + "/" + $0 }
    }
  }

  /// A path with every link followed; nil where it leads to nothing.
  private static func real(_ path: String) -> String? {
    guard let found = realpath(path, nil) else { return nil }
    defer { free(found) }
    return String(cString: found)
  }
}
