package import Foundation

/// A folder of a test's own, removed with it.
package final class TemporaryFolder {
  package let path: String
  package var url: URL { URL(filePath: path) }

  package init() throws {
    path =
      FileManager.default.temporaryDirectory.appending(path: "stemma-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  /// Writes a file, with the folders that it lies in.
  /// - Returns: its path.
  @discardableResult
  package func write(_ name: String, _ data: Data) throws -> String {
    let file = url.appending(path: name)
    try FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try data.write(to: file)
    return file.path
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }
}
