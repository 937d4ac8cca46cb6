import Foundation
import TestSupport
import Testing

/// A workspace whose scores are known.
struct FaultWorld {
  let folder: TemporaryFolder
  let workspace: String

  init(name: String = "work", ownCheckpoint: Bool = false) throws {
    folder = try TemporaryFolder()
    let made = try ResumeTests.workspace(folder.path, documents: 80)
    if ownCheckpoint {
      let own = folder.path + "/checkpoint"
      let golden = try Golden("llama").checkpoint
      try FileManager.default.copyItem(atPath: golden, toPath: own)
      let settings = URL(filePath: made + "/stemma.yaml")
      let text = try String(contentsOf: settings, encoding: .utf8)
        .replacingOccurrences(of: golden, with: own)
      try Data(text.utf8).write(to: settings)
    }
    workspace = folder.path + "/" + name
    if name != "work" { try FileManager.default.moveItem(atPath: made, toPath: workspace) }
  }

  /// Scores of the inputs as they are now, computed undisturbed in another folder.
  ///
  /// - Parameter first: questions that are scored before the others, which decides the last bits.
  func reference(first: String? = nil) throws -> Data {
    let calm = folder.path + "/calm"
    try? FileManager.default.removeItem(atPath: calm)
    try FileManager.default.createDirectory(atPath: calm, withIntermediateDirectories: true)
    try FileManager.default.copyItem(
      atPath: workspace + "/stemma.yaml", toPath: calm + "/stemma.yaml")
    if let first {
      let done = try Program.run("compute", calm, "--threads", "2", "--questions", first)
      try #require(done.status == 0, "\(done.errors)")
    }
    let done = try Program.run("compute", calm, "--threads", "2")
    try #require(done.status == 0, "\(done.errors)")
    return try ResumeTests.exported(calm)
  }

  func endsAsIfNothingHappened() throws {
    let done = try Program.run("compute", workspace, "--threads", "2")
    try #require(done.status == 0, "\(done.errors)")
    #expect(try ResumeTests.exported(workspace) == reference())
  }
}
