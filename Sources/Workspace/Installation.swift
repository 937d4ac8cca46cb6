import Foundation
import SafeFiles
package import Store

/// This installation of Stemma, for one user: who computed a run, and which workspaces are accepted.
///
/// The name is random and says nothing of person or machine. It is a mark and no proof: whoever has seen it can write it
/// anywhere. What it is for is that nobody takes a workspace that was sent to them for their own by mistake.
package enum Installation {
  private static var folder: String? { PersonalFolders.state }
  private static let limit = 4 << 20

  /// The random name, made when it is first needed; nil where a person's folder cannot be written.
  package static let name: String? = {
    guard let folder else { return nil }
    let path = folder + "/installation"
    func known() -> String? {
      let data = (try? SafeFile.contents(of: path, atMost: 100)) ?? nil
      let text = data.map { String(decoding: $0, as: UTF8.self).trimmingCharacters(in: .newlines) }
      return text.flatMap { $0.count == 32 && $0.allSatisfy(\.isHexDigit) ? $0 : nil }
    }
    if let name = known() { return name }
    var random = SystemRandomNumberGenerator()
    let digits = (0..<32).map { _ in String(Int.random(in: 0..<16, using: &random), radix: 16) }
    let new = digits.joined()
    guard (try? SafeFile.makeFolder(folder)) != nil,
      let isNew = try? SafeFile.createNew(
        path, with: Data((new + "\n").utf8), mode: SafeFile.ownMode)
    else { return nil }
    // Another start may have been first.
    return isNew ? new : known()
  }()

  /// A workspace that somebody has accepted: another folder in its place is another workspace.
  private struct Accepted: Codable, Equatable {
    let folder: String
    let device: UInt64
    let inode: UInt64
    /// Whether what others have made in it is accepted too: files of other users, links to folders.
    let isTrusted: Bool

    init?(_ folder: String, isTrusted: Bool) {
      var status = stat()
      guard stat(folder, &status) == 0 else { return nil }
      self.folder = folder
      self.isTrusted = isTrusted
      device = UInt64(status.st_dev)
      inode = UInt64(status.st_ino)
    }
  }

  private static var list: String? { folder.map { $0 + "/workspaces.json" } }

  private static func accepted() -> [Accepted] {
    guard let list, let data = (try? SafeFile.contents(of: list, atMost: limit)) ?? nil else {
      return []
    }
    return (try? JSONDecoder().decode([Accepted].self, from: data)) ?? []
  }

  /// Whether a workspace's folder was made here or accepted.
  package static func accepts(_ folder: String) -> Bool {
    let all = accepted()
    return [true, false].contains { Accepted(folder, isTrusted: $0).map(all.contains) ?? false }
  }

  /// Whether what others have made in a workspace is accepted too.
  package static func trusts(_ folder: String) -> Bool {
    Accepted(folder, isTrusted: true).map(accepted().contains) ?? false
  }

  /// Takes a workspace for one's own from now on.
  /// - Parameter isTrusted: whether also what others have made in it.
  /// - Throws: `EngineError` where that cannot be kept.
  package static func accept(_ folder: String, isTrusted: Bool) throws {
    guard let list, let state = self.folder,
      let entry = Accepted(folder, isTrusted: isTrusted)
    else {
      throw EngineError(
        "\(folder): cannot be accepted, since there is no home folder to note it in")
    }
    var all = accepted().filter { $0.folder != folder }
    all.append(entry)
    let data = try JSONEncoder().encode(all)
    try EngineError.naming {
      try SafeFile.makeFolder(state)
      try SafeFile.replace(list, with: [data], suffix: ".new")
    }
  }
}

/// Where a workspace and its results come from, as far as this installation knows.
package struct WorkspaceOrigin: Sendable {
  /// Whether this installation made it: its folder was made or accepted here, or all its runs were computed here.
  package let isOwn: Bool
  /// What to say of results that this installation did not compute; nil where there are none, or they are accepted.
  package let foreignResults: String?

  /// - Parameter store: the workspace's database where it is open; else it is opened to look.
  package init(of workspace: Workspace, in store: Store? = nil) {
    if workspace.isTrusted || Installation.accepts(workspace.folder) {
      (isOwn, foreignResults) = (true, nil)
      return
    }
    let origins = Self.origins(of: workspace, in: store) ?? []
    let foreign = origins.first { $0 != Installation.name }
    isOwn = !origins.isEmpty && foreign == nil
    foreignResults = foreign.map { name in
      name.map { "computed by another installation (\($0.prefix(8)))" }
        ?? "computed by an installation that left no name"
    }
  }

  /// Who computed each run, nil where nobody has noted it; nil without a database that can be read.
  private static func origins(of workspace: Workspace, in store: Store?) -> [String?]? {
    if let store { return try? store.origins() }
    guard FileFacts(workspace.databasePath)?.kind == .file,
      let store = try? Store(path: workspace.databasePath, access: .existing, patience: 0.2)
    else { return nil }
    return try? store.origins()
  }
}
