import Foundation
import SafeFiles

/// The engine that holds a workspace on a disk that several machines share, as it says itself in a file.
///
/// The kernel's locks and the memory that SQLite's write-ahead log needs may not reach other machines.
package struct EngineHost: Equatable, Sendable {
  package let host: String
  package let process: Int32

  package init(host: String, process: Int32) { (self.host, self.process) = (host, process) }

  /// Reads `HOST PROCESS`; nil where it is something else, as while it is being written.
  package init?(_ text: String) {
    let words = text.split { $0.isWhitespace }
    guard words.count == 2, let process = Int32(words[1]) else { return nil }
    self.init(host: String(words[0]), process: process)
  }

  /// What the file holds.
  package var line: String { "\(host) \(process)\n" }

  /// For a person.
  package var words: String { "process \(process) on \(host)" }

  /// The file, beside the database.
  package static func path(in folder: String) -> String { folder + "/engine.host" }

  /// Whoever works in a folder; nil where nobody says so.
  package static func of(_ folder: String) -> EngineHost? {
    let data = try? SafeFile.contents(of: path(in: folder), atMost: 4096, owners: .anybody)
    return (data ?? nil).flatMap { EngineHost(String(decoding: $0, as: UTF8.self)) }
  }
}
