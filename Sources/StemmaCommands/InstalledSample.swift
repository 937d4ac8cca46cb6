import Foundation
import Workspace

/// The sample that an installed program brings: read under `share/stemma`, used as a copy in the person's state folder.
enum InstalledSample {
  /// The workspace to open; makes the copy the first time.
  ///
  /// - Returns: nil where the program was not installed with a sample.
  /// - Throws: a sentence where the copy cannot be made.
  static func folder() throws -> String? {
    let program = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()
    let shared = program.deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "share/stemma/sample").path
    guard Workspace.exists(at: shared) else { return nil }
    let copy = try stateFolder() + "/sample"
    if !Workspace.exists(at: copy) { try copySample(shared, to: copy) }
    return copy
  }

  /// Where the XDG base directory specification puts a person's state.
  private static func stateFolder() throws -> String {
    let environment = ProcessInfo.processInfo.environment
    if let given = environment["XDG_STATE_HOME"], given.hasPrefix("/") { return given + "/stemma" }
    guard let home = environment["HOME"], home.hasPrefix("/") else {
      throw EngineError(
        "HOME is not set, so there is no place for a copy of the sample; set it, or name a workspace"
      )
    }
    return home + "/.local/state/stemma"
  }

  /// Whole or not at all: beside its place first, then by its name.
  private static func copySample(_ shared: String, to copy: String) throws {
    let files = FileManager.default
    let parent = URL(filePath: copy).deletingLastPathComponent().path
    let temporary = parent + "/sample.\(UUID().uuidString)"
    do {
      try files.createDirectory(
        atPath: parent, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
      try files.copyItem(atPath: shared, toPath: temporary)
      try files.moveItem(atPath: temporary, toPath: copy)
    } catch {
      try? files.removeItem(atPath: temporary)
      // Another start was quicker.
      if Workspace.exists(at: copy) { return }
      throw EngineError(
        "\(parent): no copy of the sample can be made there (\(error.localizedDescription)); name a workspace"
      )
    }
  }
}
