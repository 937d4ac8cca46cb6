internal import Formatting
package import Foundation
internal import PlainYAML
internal import SafeFiles

/// Where sessions are kept: the last one of each database, and those with a name.
package enum SessionFiles {
  /// Longest file that is read; a session takes about one kilobyte.
  private static let maximumLength = 1 << 20

  /// The last session on a database; nil where there was none.
  static func last(on database: String) -> Session? { all()[database] }

  /// Keeps a session for the next start; a folder that cannot be written is no reason to complain.
  static func keep(_ session: Session, for database: String) {
    var all = all()
    all[database] = session
    try? write(all, to: UserFiles.session)
  }

  /// Writes a session under a name, or to a file; returns its path.
  ///
  /// - Throws: `ScriptError` where that cannot be done, or would overwrite what is no session.
  static func save(_ session: Session, as name: String) throws -> String {
    let path = try path(of: name)
    if FileManager.default.fileExists(atPath: path), (try? load(name)) == nil {
      throw ScriptError("\(path) exists and is no session; choose another name")
    }
    do {
      try write(session, to: path)
    } catch {
      throw ScriptError(
        "\(path) could not be written: \((error as? FileRefusal)?.problem ?? "\(error)")")
    }
    return path
  }

  /// Sessions that have a name, in their order.
  static var names: [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: UserFiles.sessions)) ?? [])
      .filter { $0.hasSuffix(".json") }.map { String($0.dropLast(5)) }.sorted()
  }

  /// Reads a session by its name or file, and says what in it means nothing.
  ///
  /// - Throws: `ScriptError` with the file and what is wrong.
  static func load(_ name: String) throws -> (session: Session, troubles: [String]) {
    let path = try path(of: name)
    guard let data = contents(path) else {
      throw ScriptError(
        "no session \(name)"
          + (names.isEmpty
            ? "; :session save NAME makes one" : "; there are \(names.joined(separator: ", "))"))
    }
    return try read(data, path: path)
  }

  /// Reads a session from a file's bytes, which may be anybody's.
  package static func read(_ data: Data, path: String) throws -> (
    session: Session, troubles: [String]
  ) {
    guard data.count <= maximumLength else {
      throw ScriptError("\(path) is longer than \(maximumLength) bytes, which no session is")
    }
    do {
      let session = try JSONDecoder().decode(Session.self, from: data)
      let map = try JSONSerialization.jsonObject(with: data) as? [String: Any] ?? [:]
      let troubles = map.keys.sorted().filter { !Session.names.contains($0) }.prefix(8).map {
        "\(path): \($0.prefix(64)) means nothing in a session"
          + suggestion(for: $0, among: Session.names)
      }
      return (session, Array(troubles))
    } catch {
      throw ScriptError("\(path) is no session: \(reason(error))")
    }
  }

  private static func reason(_ error: any Error) -> String {
    switch error {
    case DecodingError.keyNotFound(let key, let context):
      return "\((context.codingPath + [key]).map(\.stringValue).joined(separator: ".")) is missing"
    case DecodingError.typeMismatch(_, let context), DecodingError.valueNotFound(_, let context):
      let place = context.codingPath.map(\.stringValue).joined(separator: ".")
      return "\(place.isEmpty ? "the whole" : place) is of another kind"
    default: return "it is not JSON"
    }
  }

  /// A name's file: in the folder of sessions, or the very path where it is one.
  private static func path(of name: String) throws -> String {
    if name.contains("/") || name.hasSuffix(".json") {
      return (name as NSString).expandingTildeInPath
    }
    let isPlain = name.allSatisfy { $0.isLetter || $0.isNumber || "-_.".contains($0) }
    guard isPlain, !name.hasPrefix("."), name.utf8.count <= 100 else {
      throw ScriptError(
        "a session's name has letters, digits, - and _; a file's path ends in .json")
    }
    return UserFiles.sessions + "/\(name).json"
  }

  private static func contents(_ path: String) -> Data? {
    SafeFile.personal(path, atMost: maximumLength + 1)
  }

  /// Sessions by database; a file that cannot be read, as an older program's, holds none.
  package static func sessions(in data: Data) -> [String: Session] {
    (try? JSONDecoder().decode([String: Session].self, from: data)) ?? [:]
  }

  private static func all() -> [String: Session] {
    contents(UserFiles.session).map(sessions) ?? [:]
  }

  private static func write(_ value: some Encodable, to path: String) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
    try SafeFile.makeFolder(folder)
    let text = String(decoding: try encoder.encode(value), as: UTF8.self)
    try SafeFile.replace(
      path, with: [Data(HiddenCharacters.escapedJSON(text).utf8)], suffix: ".new")
  }
}
