import Foundation
import Safetensors
import TestSupport
import Testing

/// Files that lie: each is one clear error, found before anything is believed or allocated.
@Suite struct HostileFileTests {
  private func problem(_ path: String) throws -> String {
    let error = try #require(throws: SafetensorsError.self) { try SafetensorsFile(path: path) }
    #expect(error.path == path)
    #expect(error.description.hasPrefix(path))
    return error.problem
  }

  private func problem(
    header: String, length: UInt64? = nil, elements: Int = 8
  ) throws -> String {
    let folder = try TemporaryFolder()
    return try problem(folder.file(header: header, length: length, elements: elements))
  }

  @Test func missingEmptyAndShortFiles() throws {
    let folder = try TemporaryFolder()
    #expect(try problem(folder.path + "/none").contains("cannot be opened"))
    #expect(try problem(folder.path).contains("not a plain file"))
    #expect(try problem(folder.write("empty", Data())).contains("empty"))
    #expect(try problem(folder.write("short", Data([1, 2, 3]))).contains("too short"))
  }

  @Test(arguments: [100, 1 << 40, UInt64(Int64.max), .max])
  func aHeaderLongerThanTheFile(length: UInt64) throws {
    #expect(try problem(header: header(), length: length).contains("\(length) bytes"))
  }

  @Test(arguments: ["", "[]", "{", "null", "\u{0}\u{0}", #"{"a":"#, "{\"a\":\"\u{FFFD}"])
  func aHeaderThatIsNoObject(text: String) throws {
    #expect(try problem(header: text).contains("not a JSON object"))
  }

  @Test func aDeeplyNestedHeader() throws {
    let depth = 200_000
    let text = String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
    #expect(try !problem(header: #"{"a":"# + text + "}").isEmpty)
  }

  @Test(arguments: [
    #"{"a":1}"#, #"{"a":{}}"#, #"{"a":{"dtype":"F32","shape":[2]}}"#,
    #"{"a":{"dtype":"F32","shape":["2"],"data_offsets":[0,8]}}"#,
    #"{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8,8]}}"#,
    #"{"a":{"dtype":"F32","shape":[2.5],"data_offsets":[0,8]}}"#,
    #"{"a":{"dtype":4,"shape":[2],"data_offsets":[0,8]}}"#,
    #"{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,1e300]}}"#,
  ])
  func anEntryThatIsNone(text: String) throws {
    #expect(try problem(header: text).contains("tensor a lacks dtype, shape or data_offsets"))
  }

  @Test func anUnknownTypeIsNamed() throws {
    let text = try problem(header: header(type: "F8_E4M3"))
    #expect(text.contains("tensor a") && text.contains("F8_E4M3"))
  }

  @Test func elementsBeyondTheEnd() throws {
    #expect(try problem(header: header(), elements: 7).contains("truncated"))
    #expect(try problem(header: header(offsets: "[4,12]")).contains("outside the file"))
    #expect(try problem(header: header(offsets: "[-8,0]")).contains("outside the file"))
    #expect(try problem(header: header(offsets: "[8,0]")).contains("outside the file"))
    let far = "[9223372036854775799,9223372036854775807]"
    #expect(try problem(header: header(offsets: far)).contains("outside the file"))
  }

  @Test func shapesThatDoNotFitTheBytes() throws {
    #expect(try problem(header: header(shape: "[3]")).contains("shape [3] needs 12"))
    #expect(try problem(header: header(shape: "[-2]")).contains("impossible shape"))
    let huge = "[4294967296,4294967296,4]"
    #expect(try problem(header: header(shape: huge)).contains("impossible shape"))
    // Two negative sizes whose product fits.
    #expect(try problem(header: header(shape: "[-1,-2]")).contains("impossible shape"))
  }

  @Test func tensorsThatOverlap() throws {
    let text =
      #"{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"#
      + #""b":{"dtype":"F32","shape":[2],"data_offsets":[4,12]}}"#
    #expect(try problem(header: text, elements: 12).contains("tensor b overlaps"))
  }

  @Test func metadataThatAreNoStrings() throws {
    #expect(try problem(header: #"{"__metadata__":{"format":1}}"#).contains("metadata"))
  }

  /// Whatever one byte of a file turns into, it is read or refused.
  @Test func everyByteChanged() throws {
    let folder = try TemporaryFolder()
    let path = try folder.file(header: header(), elements: 8)
    let whole = try Data(contentsOf: URL(fileURLWithPath: path))
    for index in whole.indices {
      for value in [0, 0x22, 0x39, 0x7B, 0xFF] as [UInt8] {
        var changed = whole
        changed[index] = value
        let other = try folder.write("changed", changed)
        guard let file = try? SafetensorsFile(path: other) else { continue }
        for name in file.tensors.keys { _ = try? file.floats(name) }
      }
    }
    for length in 0..<whole.count {
      let cut = try folder.write("cut", whole.prefix(length))
      #expect(throws: SafetensorsError.self) { try SafetensorsFile(path: cut) }
    }
  }
}

/// Headers that take all memory before anything is refused.
@Suite struct ManyTensorsTests {
  @Test func tensorsHaveALimit() throws {
    let path = FileManager.default.temporaryDirectory.appending(path: "many-\(UUID().uuidString)")
      .path
    defer { try? FileManager.default.removeItem(atPath: path) }
    let entry = #"{"dtype":"F32","shape":[0],"data_offsets":[0,0]}"#
    let names = (0...SafetensorsFile.maximumTensors + 2).map { "\"t\($0)\":\(entry)" }
    let header = "{" + names.joined(separator: ",") + "}"
    var data = withUnsafeBytes(of: UInt64(header.utf8.count).littleEndian) { Data($0) }
    data.append(contentsOf: header.utf8)
    try data.write(to: URL(filePath: path))
    #expect {
      try SafetensorsFile(path: path)
    } throws: { "\($0)".contains("more than the 131072 tensors") }
  }

  /// Braces within names are no tensors.
  @Test func namesMayHoldBraces() throws {
    let path = FileManager.default.temporaryDirectory.appending(path: "names-\(UUID().uuidString)")
      .path
    defer { try? FileManager.default.removeItem(atPath: path) }
    let name = String(repeating: "{\\\"", count: 200_000)
    let header = "{\"\(name)\":{\"dtype\":\"F32\",\"shape\":[0],\"data_offsets\":[0,0]}}"
    var data = withUnsafeBytes(of: UInt64(header.utf8.count).littleEndian) { Data($0) }
    data.append(contentsOf: header.utf8)
    try data.write(to: URL(filePath: path))
    #expect(try SafetensorsFile(path: path).tensors.count == 1)
  }
}
