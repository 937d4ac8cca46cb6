import Formatting
import Foundation
import Workspace

/// Workspaces that this installation did not make.
enum ForeignWorkspace {
  /// Says on one line that results come from elsewhere; nothing stops for it.
  static func note(_ workspace: Workspace) {
    guard let origin = WorkspaceOrigin(of: workspace).foreignResults else { return }
    Output.note(
      "note: the results here were \(origin); `stemma trust \(shellWord(workspace.folder))` accepts them"
    )
  }

  /// Asks in the terminal whether an engine may read inputs that lie outside a workspace made elsewhere, and remembers a
  /// yes; true where nothing is to be asked.
  static func mayStartEngine(_ workspace: Workspace, _ origin: WorkspaceOrigin) -> Bool {
    guard !origin.isOwn else { return true }
    let outside = workspace.inputsOutside
    guard !outside.isEmpty else { return true }
    Output.plain(
      "This workspace was not made by this installation, and reads files outside its folder:")
    for path in outside.prefix(20) { Output.plain("  \(path)") }
    if outside.count > 20 { Output.plain("  and \(outside.count - 20) more") }
    print("Their texts would be copied into \(HiddenCharacters.line(workspace.derived)).")
    print("Let an engine read them? [y/N] ", terminator: "")
    fflush(nil)
    guard let answer = readLine(), ["y", "yes"].contains(answer.lowercased()) else { return false }
    do { try Installation.accept(workspace.folder, isTrusted: false) } catch {
      Output.note("note: \(error)")
    }
    return true
  }
}

extension Workspace {
  /// Opens a workspace that somebody has named, and says where its results come from.
  static func named(_ folder: String) throws -> Workspace {
    let workspace = try Workspace(folder: folder)
    ForeignWorkspace.note(workspace)
    return workspace
  }
}
