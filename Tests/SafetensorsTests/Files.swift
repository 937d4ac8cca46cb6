import Foundation

/// A folder that goes away with its owner.
final class TemporaryFolder {
  let path: String

  init() throws {
    path = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString).path
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// Writes a file of a header's declared length, its text and some bytes of elements.
  func file(
    _ name: String = "model.safetensors", header: String, length: UInt64? = nil, elements: Int
  ) throws -> String {
    let declared = length ?? UInt64(header.utf8.count)
    var data = withUnsafeBytes(of: declared.littleEndian) { Data($0) }
    data.append(Data(header.utf8))
    data.append(Data((0..<elements).map { UInt8($0 % 251) }))
    return try write(name, data)
  }

  func write(_ name: String, _ data: Data) throws -> String {
    try data.write(to: URL(fileURLWithPath: path + "/" + name))
    return path + "/" + name
  }
}

/// The header of one tensor.
func header(
  _ name: String = "a", type: String = "F32", shape: String = "[2]", offsets: String = "[0,8]"
) -> String {
  #"{"\#(name)":{"dtype":"\#(type)","shape":\#(shape),"data_offsets":\#(offsets)}}"#
}
