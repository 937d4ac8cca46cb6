import Foundation
import Safetensors
import TestSupport
import Testing

@Suite struct CheckpointTests {
  private func sharded(_ index: String) throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    for (name, tensor) in [("one.safetensors", "a"), ("two.safetensors", "b")] {
      var writer = SafetensorsWriter()
      writer.add(tensor, shape: [2], [1, 2] as [Float])
      try writer.write(to: folder.path + "/" + name)
    }
    _ = try folder.write("model.safetensors.index.json", Data(index.utf8))
    return folder
  }

  private func problem(_ folder: TemporaryFolder) throws -> String {
    try #require(throws: SafetensorsError.self) { try Checkpoint(directory: folder.path) }
      .description
  }

  @Test func shardsAreOneCheckpoint() throws {
    let folder = try sharded(#"{"weight_map":{"a":"one.safetensors","b":"two.safetensors"}}"#)
    let checkpoint = try Checkpoint(directory: folder.path)
    #expect(checkpoint.names == ["a", "b"])
    #expect(checkpoint.files.count == 2)
    #expect(checkpoint.shape("b") == [2])
    var values: [Float] = [0, 0]
    try values.withUnsafeMutableBufferPointer { try checkpoint.read("b", shape: [2], into: $0) }
    #expect(values == [1, 2])
  }

  @Test(arguments: ["../one.safetensors", "/etc/passwd", "..", "x/../../y", ""])
  func aShardOutsideTheFolderIsRefused(name: String) throws {
    let folder = try sharded(#"{"weight_map":{"a":"\#(name)"}}"#)
    #expect(try problem(folder).contains("outside the folder"))
  }

  @Test func aMissingShardIsNamed() throws {
    let folder = try sharded(#"{"weight_map":{"a":"three.safetensors"}}"#)
    #expect(try problem(folder).contains("three.safetensors"))
  }

  @Test func aTensorThatIsNotInItsShardIsNamed() throws {
    let folder = try sharded(#"{"weight_map":{"a":"two.safetensors"}}"#)
    let text = try problem(folder)
    #expect(text.contains("two.safetensors") && text.contains("lacks tensor a"))
  }

  @Test func anIndexOfAHundredGigabytesIsNotRead() throws {
    let folder = try sharded("{}")
    let path = folder.path + "/model.safetensors.index.json"
    let file = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
    try file.truncate(atOffset: 100 << 30)
    try file.close()
    #expect(try problem(folder).contains("more than the"))
  }

  @Test func aPipeIsRefusedAndNotWaitedFor() throws {
    let folder = try TemporaryFolder()
    mkfifo(folder.path + "/model.safetensors", 0o600)
    #expect(try problem(folder).contains("not a plain file"))
  }

  @Test(arguments: ["", "[]", "{}", #"{"weight_map":[1]}"#, #"{"weight_map":{"a":1}}"#])
  func anIndexThatIsNoneIsRefused(text: String) throws {
    let text = try problem(sharded(text))
    #expect(text.contains("weight_map") || text.contains("empty"))
  }

  @Test func aFolderWithoutWeightsSaysWhatItWants() throws {
    #expect(try problem(TemporaryFolder()).contains("neither model.safetensors"))
  }

  @Test func missingAndMisshapenTensorsAreNamed() throws {
    let folder = try sharded(#"{"weight_map":{"a":"one.safetensors"}}"#)
    let checkpoint = try Checkpoint(directory: folder.path)
    func problem(_ name: String, _ shape: [Int]) throws -> String {
      var values = [Float](repeating: 0, count: shape.reduce(1, *))
      return try #require(throws: SafetensorsError.self) {
        try values.withUnsafeMutableBufferPointer {
          try checkpoint.read(name, shape: shape, into: $0)
        }
      }.problem
    }
    #expect(try problem("missing", [2]).contains("tensor missing is missing"))
    #expect(try problem("a", [1, 2]).contains("has shape [2] where config.json asks for [1, 2]"))
  }
}
