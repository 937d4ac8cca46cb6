import TestSupport
import Testing

/// A workspace over a recorded world, in a folder that goes with it.
struct GoldenWorkspace {
  private let folder: TemporaryFolder
  let path: String

  init(_ family: String = "llama") throws {
    let golden = try Golden(family)
    folder = try TemporaryFolder()
    path = folder.path + "/work"
    _ = try Program.run(
      "init", path, "--checkpoint", golden.checkpoint, "--corpus", golden.corpus, "--questions",
      golden.questions)
  }

  /// One whose questions are scored by the data's own labels.
  static func computed() throws -> GoldenWorkspace {
    let world = try GoldenWorkspace()
    let computed = try Program.run("compute", world.path, "--labels", "data")
    try #require(computed.status == 0, "\(computed.errors)")
    return world
  }
}
