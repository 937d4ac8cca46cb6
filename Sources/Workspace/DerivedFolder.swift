import Foundation
import SafeFiles

/// A look at the folder of derived files before anything in it is opened.
///
/// It may come from anywhere, with links, pipes and devices in the places of files: nothing of it is followed out of
/// it. Only the folder itself, `index` and `factors` may be links, to scratch disks for example, where this user has
/// made them and what they lead to is this user's and holds nothing but Stemma's own.
struct DerivedFolder {
  private let path: String
  private let owners: FileOwners
  /// Whether somebody has looked at the links and accepted them.
  private let isTrusted: Bool

  /// Most files and folders that are looked at; an index of a billion passages has fewer.
  private static let limit = 1_000_000
  /// Folders that may be links.
  private static let linkable = ["index", "factors"]
  /// The other folders of Stemma's: parts of a run that several processes share, solutions on their way.
  private static let plain = ["parts", "solutions"]

  /// - Returns: the links to folders that were found, with what they lead to.
  /// - Throws: `EngineError` naming what is not as it should be.
  static func check(_ path: String, owners: FileOwners, isTrusted: Bool) throws -> [FolderLink] {
    let folder = DerivedFolder(path: path, owners: owners, isTrusted: isTrusted)
    guard FileFacts(path) != nil else { return [] }
    var links: [FolderLink] = []
    var seen = 0
    if let link = try folder.checkFolder(path, holding: isOwnName) { links.append(link) }
    for name in try folder.names(path) {
      let inner = path + "/" + name
      if linkable.contains(name) {
        let holds = name == "index" ? isIndexName : isFactorName
        if let link = try folder.checkFolder(inner, holding: holds) { links.append(link) }
        try folder.checkContents(inner, depth: 1, seen: &seen)
      } else if FileFacts(inner)?.kind != .folder {
        try EngineError.naming { try SafeFile.check(inner, owners: owners) }
      } else if plain.contains(name) {
        try folder.checkFolders(inner)
      } else if isFileName(name) {
        throw EngineError("\(inner): is a folder where a file is expected; remove it and run again")
      }
    }
    return links
  }

  /// Checks a folder that may be a link.
  private func checkFolder(_ path: String, holding isOwn: (String) -> Bool) throws -> FolderLink? {
    guard let facts = FileFacts(path) else { return nil }
    guard facts.kind == .link else {
      if let fault = facts.fault(asFolderOf: owners) { throw EngineError("\(path): \(fault)") }
      return nil
    }
    guard let target = FileFacts(following: path) else {
      throw EngineError("\(path): is a symbolic link to nothing; remove it and run again")
    }
    guard target.kind == .folder else {
      throw EngineError(
        "\(path): is a symbolic link to \(target.kind.words) where a folder is expected; remove it and run again"
      )
    }
    let link = FolderLink(
      path: path, target: URL(filePath: path).resolvingSymlinksInPath().path)
    if isTrusted { return link }
    guard FileOwners.me.include(facts.owner), FileOwners.me.include(target.owner) else {
      throw EngineError(
        "\(path): is a symbolic link of somebody else, to \(link.target); remove it, or accept it with `stemma trust`"
      )
    }
    if let other = try names(path).first(where: { !isOwn($0) }) {
      throw EngineError(
        "\(path): is a symbolic link to \(link.target), which holds \(other) and so is no folder of Stemma's; remove the link, or accept it with `stemma trust`"
      )
    }
    return link
  }

  /// Checks a folder and what lies in it; files further down are checked when they are opened.
  ///
  /// There can be many of them, on a disk that many machines look at.
  private func checkFolders(_ folder: String) throws {
    if let fault = FileFacts(folder)?.fault(asFolderOf: owners) {
      throw EngineError("\(folder): \(fault)")
    }
    for name in try names(folder) {
      let path = folder + "/" + name
      guard let facts = FileFacts(path) else { continue }
      let fault =
        facts.kind == .folder ? facts.fault(asFolderOf: owners) : facts.fault(asFileOf: owners)
      if let fault { throw EngineError("\(path): \(fault)") }
    }
  }

  /// Checks what is in a folder and in those in it.
  private func checkContents(_ folder: String, depth: Int, seen: inout Int) throws {
    for name in try names(folder) {
      seen += 1
      guard seen <= Self.limit else {
        throw EngineError(
          "\(folder): holds more than \(Self.limit) files, which nothing of Stemma's does")
      }
      let path = folder + "/" + name
      guard let facts = FileFacts(path) else { continue }
      if facts.kind == .folder, depth < 3 {
        if let fault = facts.fault(asFolderOf: owners) { throw EngineError("\(path): \(fault)") }
        try checkContents(path, depth: depth + 1, seen: &seen)
      } else if let fault = facts.fault(asFileOf: owners) {
        throw EngineError("\(path): \(fault)")
      }
    }
  }

  /// The folder, or a file of it, that others than its user may read; nil where there is none.
  ///
  /// Versions before 0.2.0 left permissions to the umask.
  static func readableByOthers(_ path: String) -> String? {
    let inner = FileManager.default.enumerator(atPath: path)
    func isOpen(_ path: String) -> Bool {
      guard let facts = FileFacts(path), facts.kind != .link else { return false }
      return facts.mode & 0o077 != 0
    }
    if isOpen(path) { return path }
    var seen = 0
    while seen < limit, let name = inner?.nextObject() as? String {
      seen += 1
      guard isOpen(path + "/" + name) else { continue }
      return path + "/" + name
    }
    return nil
  }

  private func names(_ folder: String) throws -> [String] {
    guard let facts = FileFacts(following: folder), facts.kind == .folder else { return [] }
    do {
      return try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
    } catch {
      // Another process has removed it meanwhile, as a merge does.
      guard FileFacts(following: folder) != nil else { return [] }
      throw EngineError("\(folder): cannot be read; check the folder's permissions")
    }
  }

  /// Names of files that the program itself opens.
  private static func isFileName(_ name: String) -> Bool {
    name.hasPrefix("stemma.sqlite") || name.hasPrefix("engine.") || name.hasPrefix("hashes.json")
  }

  private static func isOwnName(_ name: String) -> Bool {
    isFileName(name) || (linkable + plain).contains(name) || name == "lost+found"
  }

  private static func isIndexName(_ name: String) -> Bool {
    name.hasPrefix("block-") && name.contains(".stemma") || name == "lost+found"
  }

  /// Factors lie in folders that are named by a fingerprint.
  private static func isFactorName(_ name: String) -> Bool {
    let mark = name.prefix { $0 != "." }
    return mark.count == 32 && mark.allSatisfy(\.isHexDigit) || name == "lost+found"
  }
}

/// A link in the place of a folder of derived files.
package struct FolderLink: Sendable, Equatable {
  package let path: String
  /// Where it leads, absolute.
  package let target: String
}
