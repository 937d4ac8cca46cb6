import Foundation
import Safetensors
import TestSupport
import Testing

@Suite struct RoundTripTests {
  @Test func whatIsWrittenIsRead() throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/x.safetensors"
    var writer = SafetensorsWriter(metadata: ["format": "pt", "naïve": "∑"])
    writer.add("b.floats", shape: [2, 3], [1, -2.5, 0x1p-130, .infinity, 0, 6] as [Float])
    writer.add("a.doubles", shape: [3], [Double.pi, -0.0, 1e300])
    writer.add("integers", shape: [2, 1], [Int64.max, -4])
    writer.add("half", shape: [4], [1, 1.00390625, 3.0e38, .nan] as [Float], as: .bf16)
    writer.add("none", shape: [0, 7], [] as [Float])
    try writer.write(to: path)
    let file = try SafetensorsFile(path: path)
    #expect(file.metadata == ["format": "pt", "naïve": "∑"])
    #expect(file.tensors["b.floats"]?.shape == [2, 3])
    #expect(try file.floats("b.floats") == [1, -2.5, 0x1p-130, .infinity, 0, 6])
    #expect(try file.doubles("a.doubles") == [Double.pi, -0.0, 1e300])
    #expect(try file.integers("integers") == [Int(Int64.max), -4])
    #expect(try file.floats("none") == [])
    let half = try file.floats("half")
    // Ties go to the even neighbour.
    #expect(half[0] == 1 && half[1] == 1 && half[3].isNaN)
    #expect(abs(half[2] / 3.0e38 - 1) < 1.0 / 256)
    #expect(!FileManager.default.fileExists(atPath: path + ".partial"))
  }

  @Test func theHeaderEndsOnEightBytes() throws {
    let folder = try TemporaryFolder()
    for name in ["a", "ab", "abc", "abcdefgh"] {
      var writer = SafetensorsWriter()
      writer.add(name, shape: [1], [1] as [Float])
      try writer.write(to: folder.path + "/x")
      let data = try Data(contentsOf: URL(fileURLWithPath: folder.path + "/x"))
      #expect((data.count - 4) % 8 == 0)
    }
  }

  @Test func everyFloatTypeConverts() throws {
    let folder = try TemporaryFolder()
    let text =
      #"{"d":{"dtype":"F64","shape":[1],"data_offsets":[0,8]},"#
      + #""h":{"dtype":"F16","shape":[3],"data_offsets":[8,14]},"#
      + #""b":{"dtype":"BF16","shape":[1],"data_offsets":[14,16]},"#
      // At an odd byte, as a file may place them.
      + #""u":{"dtype":"U8","shape":[1],"data_offsets":[16,17]},"#
      + #""f":{"dtype":"F32","shape":[1],"data_offsets":[17,21]}}"#
    var data = withUnsafeBytes(of: UInt64(text.utf8.count).littleEndian) { Data($0) }
    data.append(Data(text.utf8))
    withUnsafeBytes(of: (0.1).bitPattern.littleEndian) { data.append(contentsOf: $0) }
    for half in [0x3C00, 0x0001, 0xFC00] as [UInt16] {
      withUnsafeBytes(of: half.littleEndian) { data.append(contentsOf: $0) }
    }
    withUnsafeBytes(of: UInt16(0xC040).littleEndian) { data.append(contentsOf: $0) }
    data.append(7)
    withUnsafeBytes(of: Float(1.5).bitPattern.littleEndian) { data.append(contentsOf: $0) }
    let file = try SafetensorsFile(path: folder.write("x", data))
    #expect(try file.floats("d") == [0.1])
    #expect(try file.doubles("d") == [0.1])
    #expect(try file.floats("h") == [1, 0x1p-24, -.infinity])
    #expect(try file.floats("b") == [-3])
    #expect(try file.floats("f") == [1.5])
    #expect(throws: SafetensorsError.self) { try file.floats("u") }
    #expect(throws: SafetensorsError.self) { try file.integers("f") }
    let missing = try #require(throws: SafetensorsError.self) { try file.floats("absent") }
    #expect(missing.problem.contains("absent"))
  }

  @Test func aFullDiskOrMissingFolderIsNamed() throws {
    var writer = SafetensorsWriter()
    writer.add("a", shape: [1], [1] as [Float])
    let error = try #require(throws: SafetensorsError.self) {
      try writer.write(to: "/nonexistent/folder/x.safetensors")
    }
    #expect(error.path == "/nonexistent/folder/x.safetensors")
    #expect(throws: SafetensorsError.self) { try writer.write(to: "/dev/full/x") }
  }
}
