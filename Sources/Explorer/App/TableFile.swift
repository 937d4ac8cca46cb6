internal import Foundation
internal import SafeFiles

extension Answering {
  /// Writes a table to the file that a request names.
  ///
  /// The file appears whole: rows go to a file beside it first, which then takes its name.
  /// - Parameter folder: where a file without a path of its own is made.
  /// - Returns: the file's path from the root, and how many rows it has.
  /// - Throws: `ScriptError` with the path where it cannot be written; whatever the source throws.
  mutating func write(_ request: TableRequest, in folder: String) throws -> (
    path: String, rows: Int
  ) {
    let target: URL
    let name = Export(name: "", ending: request.format.rawValue, contents: "")
    switch request.destination {
    case .path(let path): target = URL(fileURLWithPath: path)
    case .new(let title):
      var export = name
      export.name = title
      let free = (1...999).lazy.map {
        URL(fileURLWithPath: "\(folder)/\(export.fileName(number: $0))")
      }
      .first { !FileManager.default.fileExists(atPath: $0.path) }
      guard let free else { throw ScriptError("\(folder): there are too many files of this name") }
      target = free
    }
    let rows: Int
    do {
      let file = try ExportFile(target.path)
      rows = try write(request, to: { try file.write(Data($0.utf8)) })
      try file.finish()
    } catch let error as FileRefusal {
      throw ScriptError("\(target.path) could not be written: \(error.problem)")
    }
    return (target.path, rows)
  }
}
