internal import Foundation

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
    // Devices and pipes cannot be replaced by a file; rows go straight to them.
    let isSpecial =
      (try? FileManager.default.attributesOfItem(atPath: target.path)[.type] as? FileAttributeType)
      .map { $0 != .typeRegular } ?? false
    let part = isSpecial ? target : target.appendingPathExtension("part-\(getpid())")
    func failure(_ error: any Error) -> ScriptError {
      ScriptError("\(target.path) could not be written: \(error.localizedDescription)")
    }
    if !isSpecial {
      do { try Data().write(to: part) } catch { throw failure(error) }
    }
    defer { if !isSpecial { try? FileManager.default.removeItem(at: part) } }
    let file: FileHandle
    do { file = try FileHandle(forWritingTo: part) } catch { throw failure(error) }
    let rows = try write(
      request,
      to: { text in
        do { try file.write(contentsOf: Data(text.utf8)) } catch { throw failure(error) }
      })
    do {
      try file.close()
      if !isSpecial, rename(part.path, target.path) != 0 {
        throw CocoaError(.fileWriteUnknown)
      }
    } catch { throw failure(error) }
    return (target.path, rows)
  }
}
