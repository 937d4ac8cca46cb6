import Formatting
import Foundation
package import SafeFiles
import Transformer

/// A folder with `stemma.yaml`, and the folder of everything derived from it.
package struct Workspace: Sendable {
  /// The folder, absolute.
  package let folder: String
  package let configuration: WorkspaceConfiguration
  /// Where derived files live: `.stemma` inside, or in the user's cache where the workspace cannot be written.
  package let derived: String
  /// Whose derived files are opened.
  package let owners: FileOwners
  /// Whether what others have made in it is accepted.
  package let isTrusted: Bool
  /// Folders of derived files that are links, to scratch disks for example.
  package let links: [FolderLink]

  package static let fileName = "stemma.yaml"

  /// Opens a workspace.
  ///
  /// - Parameters:
  ///   - isNamed: whether somebody has named it, or it was only come upon.
  ///   - isTrusted: whether somebody has accepted what others have made in it.
  /// - Throws: `EngineError` when there is no `stemma.yaml`, it does not say what it must, results lie where SQLite
  ///   cannot open them, something else lies in the place of a file, or it is another user's and was not named.
  package init(folder: String, isNamed: Bool = true, isTrusted: Bool = false) throws {
    self.folder = URL(filePath: folder).standardizedFileURL.path
    let isTrusted = isTrusted || Installation.trusts(self.folder)
    self.isTrusted = isTrusted
    if !isNamed, !isTrusted { try Self.checkOwner(self.folder) }
    let path = self.folder + "/" + Self.fileName
    guard FileFacts(following: path) != nil else {
      throw EngineError(
        "\(path): no workspace here; `stemma init DIR --checkpoint C --corpus F --questions F` makes one"
      )
    }
    let data = try EngineError.naming {
      try SafeFile.input(path, atMost: WorkspaceConfiguration.maximumLength)
    }
    configuration = try WorkspaceConfiguration(yaml: data, path: path)
    derived = try Self.derivedFolder(of: self.folder)
    // A workspace of several people has one owner of its folders, and files of that owner.
    let owner = FileFacts(derived).map(\.owner)
    owners = isTrusted ? .anybody : owner.map { FileOwners.me.and($0) } ?? .me
    links = try DerivedFolder.check(derived, owners: owners, isTrusted: isTrusted)
  }

  /// Refuses a workspace that nobody has named and that another user has made, as git does.
  private static func checkOwner(_ folder: String) throws {
    for path in [folder, folder + "/" + fileName, folder + "/.stemma"] {
      for facts in [FileFacts(path), FileFacts(following: path)] {
        guard let facts, !FileOwners.me.include(facts.owner) else { continue }
        throw EngineError(
          "\(path): belongs to \(FileOwners.name(of: facts.owner)), and nobody has named this workspace; name its folder, or open it once with --trust"
        )
      }
    }
  }

  /// A workspace that is not written yet, to look at its inputs.
  package init(folder: String, configuration: WorkspaceConfiguration) {
    self.folder = URL(filePath: folder).standardizedFileURL.path
    self.configuration = configuration
    derived = self.folder + "/.stemma"
    owners = .me
    isTrusted = false
    links = []
  }

  /// Whether a folder holds a workspace.
  package static func exists(at folder: String) -> Bool {
    FileManager.default.fileExists(atPath: folder + "/" + fileName)
  }

  package var databasePath: String { derived + "/stemma.sqlite" }
  package var lockPath: String { derived + "/engine.lock" }
  package var logPath: String { derived + "/engine.log" }
  package var indexFolder: String { derived + "/index" }
  package var factorsFolder: String { derived + "/factors" }
  /// Where the factors with a fingerprint are, or will be.
  package func factorFolder(_ fingerprint: String) -> String { factorsFolder + "/" + fingerprint }

  package var checkpoint: String { resolve(configuration.checkpoint) }
  package var corpus: [String] { configuration.corpus.map(resolve) }
  package var questions: [String] { configuration.questions.map(resolve) }
  /// The checkpoint's, or its base's where it is an adapter without one.
  package var tokenizer: String {
    let name = "tokenizer.json"
    return CheckpointFiles.folder(of: checkpoint, holding: name) + "/" + name
  }

  /// A path of `stemma.yaml`, relative ones from the workspace's folder.
  package func resolve(_ path: String) -> String {
    if path.hasPrefix("/") { return path }
    if path.hasPrefix("~") { return (path as NSString).expandingTildeInPath }
    return folder + "/" + path
  }

  /// A derived file or folder that others may read, though it holds texts of the corpus; nil where there is none.
  package var readableByOthers: String? { DerivedFolder.readableByOthers(derived) }

  /// Makes the folder of derived files.
  package func prepareDerivedFolder() throws {
    do {
      try SafeFile.makeFolder(derived)
    } catch {
      throw EngineError(
        "\(derived): cannot be created; make the workspace writable or set XDG_CACHE_HOME to a folder that is"
      )
    }
  }

  private static func derivedFolder(of folder: String) throws -> String {
    let inside = folder + "/.stemma"
    let files = FileManager.default
    let target = files.fileExists(atPath: inside) ? inside : folder
    if files.isWritableFile(atPath: target) { return inside }
    let environment = ProcessInfo.processInfo.environment
    let cache =
      environment["XDG_CACHE_HOME"].flatMap { $0.hasPrefix("/") ? $0 : nil }
      ?? NSHomeDirectory() + "/.cache"
    let outside = cache + "/stemma/" + ContentHash.text(folder)
    // Going on elsewhere from nothing would hide what is there.
    if files.fileExists(atPath: inside + "/stemma.sqlite"), !files.fileExists(atPath: outside) {
      throw EngineError(
        "\(inside): its results cannot be opened where nothing can be written; make the workspace writable, or copy them: mkdir -p \(shellWord(outside)) && cp -r \(shellWord(inside + "/.")) \(shellWord(outside))"
      )
    }
    return outside
  }
}
