import ArgumentParser
import Foundation
import Workspace

/// The folder a command works on.
struct WorkspaceArgument: ParsableArguments {
  @Argument(
    help:
      "A folder with stemma.yaml; by default the current folder if it has one, else the sample.",
    completion: .directory)
  var workspace: String?

  @Flag(help: "Open it this once although others made it, or what is in it.") var trust = false

  /// Opens it and says where its results come from.
  func open() throws -> Workspace {
    let opened = try openSilently()
    ForeignWorkspace.note(opened)
    return opened
  }

  /// Opens it for who says on a screen where its results come from.
  func openSilently() throws -> Workspace {
    let folder = try workspace ?? Self.defaultFolder()
    // The sample of the checkout comes with the program.
    let isNamed = workspace != nil || folder != FileManager.default.currentDirectoryPath
    return try Workspace(folder: folder, isNamed: isNamed, isTrusted: trust)
  }

  /// The current folder if it is a workspace, else the sample: of the checkout that the
  /// program was built in, or the installed one.
  static func defaultFolder() throws -> String {
    let current = FileManager.default.currentDirectoryPath
    if Workspace.exists(at: current) { return current }
    if let sample = try sampleFolder() { return sample }
    throw EngineError(
      "no \(Workspace.fileName) in this folder; `stemma init DIR --checkpoint C --corpus F --questions F` makes a workspace"
    )
  }

  /// The sample: of the checkout that the program was built in, or the installed one; nil where there is neither.
  static func sampleFolder() throws -> String? {
    var folder = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()
      .deletingLastPathComponent()
    while folder.path != "/" {
      let sample = folder.appending(path: "SampleData").path
      if Workspace.exists(at: sample) { return sample }
      folder.deleteLastPathComponent()
    }
    return try InstalledSample.folder()
  }
}
