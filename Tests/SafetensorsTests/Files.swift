import Foundation
import TestSupport

extension TemporaryFolder {
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
}

/// The header of one tensor.
func header(
  _ name: String = "a", type: String = "F32", shape: String = "[2]", offsets: String = "[0,8]"
) -> String {
  #"{"\#(name)":{"dtype":"\#(type)","shape":\#(shape),"data_offsets":\#(offsets)}}"#
}
