import Foundation
import Testing

/// A Swift file of the package's own, by its path inside a folder.
struct SwiftFile {
  let path: String
  let text: String

  /// All of a folder of `Sources` or of another part of the package, or of the whole part.
  static func all(in folder: String = "", of part: String = "Sources") throws -> [SwiftFile] {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: part + "/" + folder).standardizedFileURL
    let files = try #require(
      FileManager.default.enumerator(at: root, includingPropertiesForKeys: nil))
    let start = root.path.hasSuffix("/") ? root.path.count : root.path.count + 1
    return try files.compactMap { $0 as? URL }.filter { $0.pathExtension == "swift" }.map {
      SwiftFile(
        path: String($0.standardizedFileURL.path.dropFirst(start)),
        text: try String(contentsOf: $0, encoding: .utf8))
    }
  }
}
